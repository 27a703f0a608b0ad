import { ENDPOINTS } from '../../endpoints/index.ts'
import type { PagesOf } from './page.ts'

/** Faults that are asked for; the list itself is the control API's, looked up by the page. */
export const faultPages: PagesOf = () => ({
  '/faults': () => ({
    view: 'faults',
    title: 'Faults',
    locals: { targets: [...ENDPOINTS.map(({ name }) => name), 'notification'] },
  }),
})
