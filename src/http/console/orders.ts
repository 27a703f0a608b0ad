import { canBeReversed, hasTwoSteps, takesDeposits } from '../../acquirer/deposit.ts'
import type { AccountBinding } from '../../domain/binding.ts'
import { type Interaction, LINK_LIFE } from '../../domain/interaction.ts'
import { isOpen, statusAt, type Transaction } from '../../domain/transaction.ts'
import { pathOf } from '../../lender/paths.ts'
import { FIRST_PLACE } from '../../lender/visit.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowOf } from '../../store/now.ts'
import type { ControlDeps } from '../control/calls.ts'
import { outcomesOf } from '../control/interactions.ts'
import { newestDeliveries } from '../control/notifications.ts'
import { ControlError } from '../guards.ts'
import { rupiah } from '../lender/figures.ts'
import { rowOf } from './exchanges.ts'
import { openedDelivery } from './notifications.ts'
import { newest, type PageRequest, type PagesOf, rowsIn } from './page.ts'

const ROWS = 100

/** How each standing of an order or a binding is told, with the word by which it is filtered. */
const WORDS = {
  init: 'registered; the customer has not come to pay',
  unpaid: 'the customer is about to pay',
  processing: 'a wallet is waiting for its customer',
  ready: 'the till is about to take the money',
  underReview: 'under review at the lender',
  paid: 'paid',
  void: 'cancelled on the day of the payment, or unpaid',
  refund: 'given back after settlement, or taken back by the bank',
  refused: 'refused by the lender, the bank or the wallet',
  expired: 'its time is over',
  requested: 'the customer has not linked the account yet',
  bound: 'the account is linked',
} as const

type Standing = keyof typeof WORDS

const orderStanding = (order: Transaction, now: Instant): Standing => {
  const status = statusAt(order, now)
  if (status === 'failed') return order.refusal === null ? 'expired' : 'refused'
  return status === 'unpaid' && order.underReview ? 'underReview' : status
}

const bindingStanding = ({ status, requestedAt }: AccountBinding, now: Instant): Standing =>
  status === 'requested' && now >= requestedAt + LINK_LIFE ? 'expired' : status

type Stored = Transaction | AccountBinding

const isBinding = (order: Stored): order is AccountBinding => 'requestedAt' in order

const standingOf = (order: Stored, now: Instant): Standing =>
  isBinding(order) ? bindingStanding(order, now) : orderStanding(order, now)

const beganAt = (order: Stored): Instant =>
  isBinding(order) ? order.requestedAt : order.registeredAt

const wordsOf = (order: Stored, now: Instant): string => {
  const words = WORDS[standingOf(order, now)]
  const refusal = isBinding(order) ? null : order.refusal
  return refusal === null ? words : `${words} (${refusal})`
}

/** An order or a binding as a row. */
const orderRow = (order: Stored, now: Instant) => ({
  tXid: order.tXid,
  iMid: order.iMid,
  referenceNo: order.referenceNo,
  kind: isBinding(order) ? 'binding' : 'order',
  amount: isBinding(order) ? null : rupiah(order.amt, 'en'),
  billingNm: order.billingNm,
  standing: standingOf(order, now),
  words: wordsOf(order, now),
  at: beganAt(order),
})

/** Whether an order is what a query looks for. */
const wanted = ({ q = '', standing = '' }: PageRequest['query'], now: Instant) => {
  const part = q.toLowerCase()
  return (order: Stored): boolean =>
    (standing === '' || standingOf(order, now) === standing) &&
    [order.tXid, order.referenceNo, order.iMid, order.billingNm, order.billingPhone].some((text) =>
      text.toLowerCase().includes(part),
    )
}

const TIMES = new Set([
  'registeredAt',
  'expiresAt',
  'paidAt',
  'deliveredAt',
  'requestedAt',
  'boundAt',
])

/** What is stored of an order, field by field, times in ISO 8601; what is null is left out. */
const fieldsOf = (order: Stored): [name: string, value: string][] =>
  Object.entries(order).flatMap(([name, value]): [string, string][] => {
    if (value === null || name === 'tk') return []
    if (TIMES.has(name)) return [[name, isoOf(value as Instant)]]
    return [[name, typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)]]
  })

/** What can happen to an order now, outside of the merchant and of its customer. */
const deedsOf = (order: Stored, now: Instant) => {
  if (isBinding(order)) return []
  const open = isOpen(order, now)
  const review = open && order.underReview
  const deposits = takesDeposits(order, { now })
  return [
    { deed: 'ready', says: 'The till asks', can: deposits && hasTwoSteps(order) },
    { deed: 'pay', says: 'Money comes in', can: deposits },
    { deed: 'pay', says: 'A part of it comes in', can: deposits, body: { amount: order.amt - 1 } },
    { deed: 'pay', says: 'Too much comes in', can: deposits, body: { amount: order.amt + 1 } },
    { deed: 'approve', says: 'Lender approves', can: review },
    { deed: 'deny', says: 'Lender declines', can: review },
    { deed: 'reverse', says: 'The bank takes it back', can: canBeReversed(order) },
    { deed: 'expire', says: 'Its time is over', can: open },
  ].filter(({ can, body }) => can && (body?.amount ?? 1) > 0)
}

const linkOf = (interaction: Interaction, { core }: ControlDeps, isOver: boolean) => ({
  tk: interaction.tk,
  step: interaction.step,
  href: `${core.baseUrl}${pathOf(FIRST_PLACE[interaction.kind], interaction)}`,
  outcomes: isOver ? [] : outcomesOf(interaction.kind),
})

/** Orders and bindings, and one of them with all that belongs to it. */
export const orderPages: PagesOf = (deps) => {
  const { core, journal } = deps
  return {
    '/orders': (request) => {
      const { world, query } = request
      const { transactions, bindings } = world.tables
      const now = nowOf(world, core.env.systemNow())
      const rows = rowsIn(request, ROWS)
      const fits = wanted(query, now)
      const found: Stored[] = [
        ...newest(transactions.values(), fits, rows),
        ...newest(bindings.values(), fits, rows),
      ].sort((a, b) => beganAt(b) - beganAt(a))
      return {
        view: 'orders',
        title: 'Orders',
        live: { events: 'transaction', namespace: request.namespace },
        locals: {
          query,
          standings: Object.entries(WORDS),
          orders: found.slice(0, rows).map((order) => orderRow(order, now)),
          stored: transactions.size + bindings.size,
        },
      }
    },
    '/orders/:tXid': async ({ world, namespace, params: { tXid = '' } }) => {
      const { transactions, bindings, interactions } = world.tables
      const order = transactions.get(tXid) ?? bindings.get(tXid)
      if (!order) throw new ControlError(404, `There is no order "${tXid}" in ${namespace}.`)
      const now = nowOf(world, core.env.systemNow())
      const ended = ['paid', 'void', 'refund', 'refused', 'expired', 'bound'].includes(
        standingOf(order, now),
      )
      const links = [...world.indexes.ids('interactions', 'tXid', tXid)]
      return {
        view: 'order',
        title: `${isBinding(order) ? 'Binding' : 'Order'} ${order.referenceNo}`,
        live: { q: tXid },
        locals: {
          order: orderRow(order, now),
          fields: fieldsOf(order),
          deeds: deedsOf(order, now),
          links: links.flatMap((tk) => {
            const interaction = interactions.get(tk)
            return interaction ? [linkOf(interaction, deps, ended)] : []
          }),
          exchanges: (await journal.find({ q: tXid }, ROWS)).map(rowOf),
          deliveries: newestDeliveries(world, { tXid }, ROWS).map(openedDelivery),
        },
      }
    },
  }
}
