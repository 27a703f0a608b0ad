import { merchantToken } from '../protocol/signature.ts'
import type { Instant } from '../protocol/time.ts'
import { SIGNED } from '../protocol/tokens.ts'
import type { BoundAccount } from './binding.ts'
import type { Delivery } from './delivery.ts'
import type { Merchant } from './merchant.ts'

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

/** The delivery that carries a bound account's notification, due at once. */
export const bindingDelivery = (
  binding: BoundAccount,
  merchant: Merchant,
  id: string,
  at: Instant,
): Delivery => {
  const { settings } = merchant
  const notification = bindingNotification(binding, merchant)
  const asJson = settings.bindingNotificationType === 'json'
  return {
    id,
    kind: 'binding',
    iMid: binding.iMid,
    tXid: binding.tXid,
    url: binding.dbProcessUrl,
    contentType: asJson ? 'application/json' : 'application/x-www-form-urlencoded',
    body: asJson ? JSON.stringify(notification) : formOf(notification),
    timeoutMs: settings.notificationTimeoutMs,
    retries: settings.notificationRetries,
    status: 'pending',
    createdAt: at,
    dueAt: at,
    tries: 0,
    attempts: [],
  }
}

const formOf = (fields: Readonly<Record<string, string | null>>): string =>
  new URLSearchParams(
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ''])),
  ).toString()
