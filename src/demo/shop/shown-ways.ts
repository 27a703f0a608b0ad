import type { Language } from '../../config.ts'
import { SHOP_TEXTS } from './texts.ts'
import { WAYS } from './ways/index.ts'
import type { Way } from './ways/way.ts'

const ORDERS = WAYS.filter(({ kind }) => kind === 'order')

const GROUPS: readonly Way['group'][] = [...new Set(ORDERS.map(({ group }) => group))]

/** The ways to pay, by where the customer pays; one that needs a linked account is shut without it. */
export const shownWays = (isLinked: boolean, chosen: Way, lang: Language) => {
  const isOpen = (way: Way): boolean => isLinked || !way.needsLink
  const first = ORDERS.find((way) => way === chosen && isOpen(way)) ?? ORDERS[0]
  return GROUPS.map((group) => ({
    title: SHOP_TEXTS[lang].groups[group],
    ways: ORDERS.filter((way) => way.group === group).map((way) => ({
      id: way.id,
      label: way.label[lang],
      hint: way.hint[lang],
      isOpen: isOpen(way),
      chosen: way === first,
    })),
  }))
}
