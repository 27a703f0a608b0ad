import type { Language } from '../../config.ts'
import type { Customer } from './catalogue.ts'
import type { Links } from './links.ts'
import { SHOP_TEXTS } from './texts.ts'
import { WAYS } from './ways/index.ts'
import type { Way } from './ways/way.ts'

const ORDERS = WAYS.filter(({ kind }) => kind === 'order')

const GROUPS: readonly Way['group'][] = [...new Set(ORDERS.map(({ group }) => group))]

/** The ways to pay, by where the customer pays; one that needs a linked account is shut without it. */
export const shownWays = (customer: Customer, links: Links, chosen: Way, lang: Language) => {
  const isOpen = (way: Way): boolean =>
    !way.needsLink || links.get(customer, way.account) !== undefined
  const first = ORDERS.find((way) => way === chosen && isOpen(way)) ?? ORDERS[0]
  return GROUPS.map((group) => ({
    title: SHOP_TEXTS[lang].groups[group],
    ways: ORDERS.filter((way) => way.group === group).map((way) => ({
      id: way.id,
      label: way.label[lang],
      hint: isOpen(way) ? way.hint[lang] : SHOP_TEXTS[lang].needsLink[way.account ?? 'kredivo'],
      isOpen: isOpen(way),
      chosen: way === first,
    })),
  }))
}
