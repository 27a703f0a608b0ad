import type { PagesOf } from './page.ts'

/** How far the clock is put forward by a button. */
const STEPS = [
  { advance: 'PT1M', says: '1 minute' },
  { advance: 'PT30M', says: '30 minutes' },
  { advance: 'P1D', says: '1 day' },
]

/** The namespace's clock; the frame of every page has looked it up. */
export const clockPages: PagesOf = () => ({
  '/clock': ({ namespace }) => ({
    view: 'clock',
    title: 'Clock',
    live: { events: 'transaction,delivery', namespace },
    locals: { steps: STEPS },
  }),
})
