import { canBeReversed, hasTwoSteps, takesDeposits } from '../../acquirer/deposit.ts'
import { methodOf, partnerNameOf } from '../../domain/methods/index.ts'
import { isOpen, type Transaction } from '../../domain/transaction.ts'
import { CHECKOUT_PAGE } from '../../endpoints/checkout/path.ts'
import { QR_PICTURES } from '../../endpoints/qr-url.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowOf } from '../../store/now.ts'
import type { ControlDeps } from '../control/calls.ts'
import { newestDeliveries } from '../control/notifications.ts'
import { ControlError } from '../guards.ts'
import { rupiah } from '../lender/figures.ts'
import { newest } from '../newest.ts'
import { accountLinkPage } from './account-links.ts'
import { rowOf } from './exchanges.ts'
import { openedDelivery } from './notifications.ts'
import { type PageRequest, type PagesOf, rowsIn } from './page.ts'
import { payoutPage } from './payouts.ts'
import { beganAt, isBinding, type Stored, standingOf, WORDS, wordsOf } from './standing.ts'
import { visitsOf } from './visits.ts'

/** How many rows a list shows at most. */
const ROWS = 100

/** What an order is paid to, where it is a number. */
const numberOf = ({ details }: Transaction): string | null =>
  details.vacctNo ?? details.payNo ?? null

/** How an order is paid, in words: `02 Bank transfer, BCA`. */
const methodWords = (order: Transaction): string =>
  [`${order.payMethod} ${methodOf(order).name.en}`, partnerNameOf(order) ?? []].flat().join(', ')

/** What only an order has: how it is paid, and to what. */
const paidHow = (order: Stored) =>
  isBinding(order)
    ? { method: null, product: null, number: null }
    : { method: methodWords(order), product: order.product, number: numberOf(order) }

/** An order or a binding as a row. */
const orderRow = (order: Stored, now: Instant) => ({
  tXid: order.tXid,
  iMid: order.iMid,
  referenceNo: order.referenceNo,
  kind: isBinding(order) ? 'binding' : 'order',
  ...paidHow(order),
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
    [
      order.tXid,
      order.referenceNo,
      order.iMid,
      order.billingNm,
      order.billingPhone,
      (!isBinding(order) && numberOf(order)) || '',
    ].some((text) => text.toLowerCase().includes(part))
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

/** What the customer of an order sees: the checkout page while it is open, the picture of a code. */
const customersOwn = (order: Stored, now: Instant, { core }: ControlDeps) => {
  if (isBinding(order)) return { checkoutUrl: null, picture: null }
  const { tXid, product, details } = order
  const isShown = product === 'checkout' && isOpen(order, now)
  return {
    checkoutUrl: isShown ? `${core.baseUrl}${CHECKOUT_PAGE}?tXid=${tXid}` : null,
    picture: details.qrContent === undefined ? null : `${QR_PICTURES}/${tXid}.gif`,
  }
}

/** Orders and bindings, and one of them with all that belongs to it. */
export const orderPages: PagesOf = (deps) => {
  const { core, journal } = deps
  return {
    '/orders': async (request) => {
      const { world, query } = request
      const { transactions, bindings } = world.tables
      const now = nowOf(world, core.env.systemNow())
      const rows = rowsIn(request, ROWS)
      const newestOf = (records: ReadonlyMap<string, Stored>): Promise<Stored[]> =>
        newest({ records, fits: wanted(query, now), limit: rows, show: (order) => order })
      const found = [...(await newestOf(transactions)), ...(await newestOf(bindings))].sort(
        (a, b) => beganAt(b) - beganAt(a),
      )
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
    '/orders/:tXid': async (request) => {
      const { world, namespace, params } = request
      const { tXid = '' } = params
      const { transactions, bindings } = world.tables
      // What names a tXid leads here, whatever has it.
      const other =
        (await payoutPage(deps, request)) ?? (await accountLinkPage(deps, request, tXid))
      if (other) return other
      const order = transactions.get(tXid) ?? bindings.get(tXid)
      if (!order) throw new ControlError(404, `There is no order "${tXid}" in ${namespace}.`)
      const now = nowOf(world, core.env.systemNow())
      const ended = ['paid', 'void', 'refund', 'refused', 'expired', 'bound'].includes(
        standingOf(order, now),
      )
      return {
        view: 'order',
        title: `${isBinding(order) ? 'Binding' : 'Order'} ${order.referenceNo}`,
        live: { q: tXid },
        locals: {
          order: orderRow(order, now),
          fields: fieldsOf(order),
          deeds: deedsOf(order, now),
          ...customersOwn(order, now, deps),
          links: visitsOf(tXid, ended, world, deps),
          exchanges: await journal.find({ q: tXid }, ROWS, rowOf),
          deliveries: await newestDeliveries(world, { tXid }, ROWS, openedDelivery),
        },
      }
    },
  }
}
