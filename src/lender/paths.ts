import type { Interaction } from '../domain/interaction.ts'
import type { Place } from './visit.ts'

/** Under which address the pages of each kind of link are. */
export const PAGES = {
  binding: '/kredivo/v2',
  checkout: '/kredivo/v2',
  lender: '/lender',
  card: '/bank',
  push: '/partner',
  wallet: '/partner',
  link: '/linking',
} as const

/**
 * The address of a page for a link, without the host.
 * Source: `/kredivo/v2/connecting` docs.nicepay.co.id, page "Registration & Notification - Account Binding Payloan API";
 * `/kredivo/v2/signin` api-evangelist/kredivo and gramedia-digital-nusantara/Kredivo. Guess: the others.
 */
export const pathOf = (
  place: Place,
  { kind, tk }: Pick<Interaction, 'kind' | 'tk'>,
  more: Readonly<Record<string, string>> = {},
): string => `${PAGES[kind]}/${place}?${new URLSearchParams({ tk, ...more })}`
