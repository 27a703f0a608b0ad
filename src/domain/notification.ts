import { merchantToken } from '../protocol/signature.ts'
import { type Instant, wibDateTime } from '../protocol/time.ts'
import { SIGNED } from '../protocol/tokens.ts'
import type { BoundAccount } from './binding.ts'
import type { Delivery } from './delivery.ts'
import { type Facts, factsOf, told } from './facts.ts'
import type { Rupiah } from './instalment.ts'
import type { Merchant } from './merchant.ts'
import { methodOf } from './methods/index.ts'
import { snapNotification } from './snap-notification.ts'
import type { Transaction } from './transaction.ts'
import type { UserToken } from './user-token.ts'

/**
 * What NICEPAY tells a merchant's dbProcessUrl about a bound account: fields and order of the published sample.
 * Source: docs.nicepay.co.id, page "Registration & Notification - Account Binding Payloan API".
 * Guess: an e-mail that was not registered is null; only successes are notified, as the sample has no status.
 */
export const bindingNotification = (binding: BoundAccount, merchant: Merchant) => {
  const { iMid, tXid, referenceNo, mitraCd, billingNm, billingPhone, userToken } = binding
  const signed =
    merchant.settings.bindingNotificationToken === 'asRegistration'
      ? SIGNED.bindingNotification
      : SIGNED.bindingNotificationByToken
  return {
    merchantToken: merchantToken(
      signed.map((name) => binding[name]),
      merchant.merchantKey,
    ),
    iMid,
    tXid,
    referenceNo,
    mitraCd,
    billingNm,
    billingPhone,
    billingEmail: binding.billingEmail,
    userToken,
    clientUserKey: binding.clientUserKey,
  }
}

/** How a payment stands in a notification. Source: docs.nicepay.co.id, page "Notification API - Payloan". */
export const NOTIFIED_STATUS = { deposit: '0', reversal: '1' } as const

/** What happened to an order, and to how much of it. */
export interface PaymentNews {
  readonly event: keyof typeof NOTIFIED_STATUS
  readonly amount: Rupiah
}

/**
 * Fields that a notification has only where they say something: those of tokens and of instalments. Source: the published
 * samples of transfers and stores have what was registered of them.
 */
const OF_SOME = new Set(['clientUserKey', 'tokenizeUser', 'userToken', 'instmntType', 'instmntMon'])

/** A tokenising order's own fields are there even where they are empty. */
const isTokens = (name: string, { tokenize }: Transaction): boolean =>
  tokenize !== 'none' && !name.startsWith('instmnt')

/**
 * What NICEPAY tells a merchant's dbProcessUrl about a paid order: the fields of its method, in their order.
 * Source: docs.nicepay.co.id, pages "Notification API" of each method.
 * Guess: transDt and transTm are the time of the event; a reversal carries the amount that was cancelled, and a
 * deposit the amount that came in.
 */
export const paymentNotification = (
  order: Transaction,
  merchant: Merchant,
  { event, amount }: PaymentNews,
  at: Instant,
): Readonly<Record<string, string | null>> => {
  const signed = { iMid: order.iMid, tXid: order.tXid, amt: String(amount) }
  const { date, time } = wibDateTime(at)
  const facts = {
    ...factsOf(order, at),
    amt: signed.amt,
    merchantToken: merchantToken(
      SIGNED.paymentNotification.map((name) => signed[name]),
      merchant.merchantKey,
    ),
    status: NOTIFIED_STATUS[event],
    transDt: date,
    transTm: time,
  }
  const known: Facts = facts
  const names = methodOf(order).notified.filter(
    (name) => !OF_SOME.has(name) || known[name] != null || isTokens(name, order),
  )
  return told(facts, names)
}

/** Something to tell a merchant, due at once. */
interface News {
  readonly id: string
  readonly kind: Delivery['kind']
  readonly tXid: string | null
  readonly url: string
  readonly type: 'json' | 'form'
  readonly fields: Readonly<Record<string, unknown>>
}

const TYPES = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const

/** A delivery of some news, due at once. */
export const deliveryOf = (
  { type, fields, ...news }: News,
  { iMid, settings }: Merchant,
  at: Instant,
): Delivery => ({
  ...news,
  iMid,
  contentType: TYPES[type],
  body: type === 'json' ? JSON.stringify(fields) : formOf(fields as FormFields),
  timeoutMs: settings.notificationTimeoutMs,
  retries: settings.notificationRetries,
  status: 'pending',
  createdAt: at,
  dueAt: at,
  tries: 0,
  attempts: [],
})

/** The delivery that carries a bound account's notification. */
export const bindingDelivery = (
  binding: BoundAccount,
  merchant: Merchant,
  id: string,
  at: Instant,
): Delivery => {
  const { tXid, dbProcessUrl: url } = binding
  const type = merchant.settings.bindingNotificationType
  const fields = bindingNotification(binding, merchant)
  return deliveryOf({ id, kind: 'binding', tXid, url, type, fields }, merchant, at)
}

/** The delivery that carries an order's notification. Source: a form (giliheriawan/slate, merchants' handlers). */
export const paymentDelivery = (
  order: Transaction,
  merchant: Merchant,
  news: PaymentNews,
  id: string,
  at: Instant,
): Delivery => {
  const { tXid, dbProcessUrl: url } = order
  if (order.product === 'snap') {
    const fields = snapNotification(order, news, at)
    const plain = deliveryOf({ id, kind: 'payment', tXid, url, type: 'json', fields }, merchant, at)
    return { ...plain, signedFor: order.iMid }
  }
  const fields = paymentNotification(order, merchant, news, at)
  return deliveryOf({ id, kind: 'payment', tXid, url, type: 'form', fields }, merchant, at)
}

/**
 * What NICEPAY tells a merchant about a token that the customer has ended in Kredivo's app.
 * Source: docs.nicepay.co.id, page "Deactivate - Account Binding Payloan API".
 * Guess: the message as in the page's table; its sample has "Token is deactived".
 */
export const deactivationNotification = (
  { iMid, userToken, clientUserKey }: UserToken,
  { merchantKey }: Merchant,
) => {
  const signed = { iMid, userToken, clientUserKey }
  return {
    clientUserKey,
    userToken,
    merchantToken: merchantToken(
      SIGNED.deactivation.map((name) => signed[name]),
      merchantKey,
    ),
    iMid,
    message: 'Token Invalidated',
  }
}

/** The delivery that carries it, to the address that the merchant has registered for that. */
export const deactivationDelivery = (
  token: UserToken,
  merchant: Merchant,
  url: string,
  id: string,
  at: Instant,
): Delivery => {
  const fields = deactivationNotification(token, merchant)
  return deliveryOf(
    { id, kind: 'deactivation', tXid: null, url, type: 'json', fields },
    merchant,
    at,
  )
}

type FormFields = Readonly<Record<string, string | null>>

const formOf = (fields: FormFields): string =>
  new URLSearchParams(
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ''])),
  ).toString()
