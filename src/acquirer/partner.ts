import type { Interaction } from '../domain/interaction.ts'
import { JENIUS } from '../domain/methods/direct-debit.ts'
import { OVO, walletLife } from '../domain/methods/e-wallet.ts'
import { normalPhone } from '../domain/phone.ts'
import {
  begun,
  detailed,
  isOpen,
  paid,
  type Refusal,
  refused,
  type Transaction,
} from '../domain/transaction.ts'
import { NicepayError } from '../protocol/results.ts'
import { shown } from '../protocol/shown.ts'
import { WALLET_USERS, type WalletUser } from '../store/seed.ts'
import { type Begun, ended, led, newLink } from './link.ts'
import { put, settle } from './settle.ts'
import { moved, type Visit } from './visit.ts'

/** The partners that ask their customer in an app, while the browser waits. */
const IN_AN_APP: readonly (string | null)[] = [OVO, JENIUS]

/** What the payment step of a direct debit may bring. */
export interface ClickPay {
  readonly clickPayNo?: string | undefined
  readonly clickPayToken?: string | undefined
  /** Whom an app asks: a phone number, a cashtag; the phone of the order unless said. */
  readonly customer?: string | undefined
}

/** A token of a bank's device that is refused. Guess: made up, as no published one is. */
const BAD_CLICKPAY_TOKEN = '000000'

/** How much is kept of what a customer typed. */
const LONGEST_TYPED = 40

/** Keeps an order that its wallet or bank has paid. Guess: how the two numbers look. */
export const approve = (order: Transaction, visit: Visit): Transaction => {
  const receiptCode = order.tXid.slice(-12)
  const mRefNo = order.details.mRefNo ?? receiptCode
  return settle(detailed(paid(order, null, visit.now), { receiptCode, mRefNo }), visit)
}

/** Debits at once by what the customer's device shows. Throws NicepayError. */
const debitByToken = (
  order: Transaction,
  { clickPayNo, clickPayToken }: ClickPay,
  visit: Visit,
) => {
  if (!/^\d{6}$/.test(clickPayToken ?? '') || !/^\d{16}$/.test(clickPayNo ?? '')) {
    throw new NicepayError(
      'BAD_CLICKPAY',
      `clickPayNo must have 16 digits and clickPayToken 6, received ${shown(clickPayNo ?? '')} and ${shown(clickPayToken ?? '')}`,
    )
  }
  return clickPayToken === BAD_CLICKPAY_TOKEN
    ? put(refused(order, 'declined'), visit)
    : approve(order, visit)
}

/** The payment step of a wallet or a bank: on to its page, or decided at once where a token was sent. Throws NicepayError. */
export const payByPartner = (
  waiting: Transaction,
  callBackUrl: string,
  data: ClickPay,
  visit: Visit,
): Begun => {
  const order = begun(waiting, callBackUrl)
  if (data.clickPayNo || data.clickPayToken) {
    return { order: debitByToken(order, data, visit), link: null }
  }
  const isWallet = order.payMethod === '05'
  const kind = IN_AN_APP.includes(order.mitraCd) ? 'push' : 'wallet'
  const until = isWallet ? visit.now + walletLife(order.mitraCd) : order.expiresAt
  const status = isWallet && kind === 'push' ? 'processing' : 'unpaid'
  const expiresAt = Math.min(order.expiresAt, until)
  const asked: Transaction = { ...order, status, expiresAt }
  const link = newLink(asked, kind, visit)
  const typedPhone = data.customer?.slice(0, LONGEST_TYPED) || link.typedPhone
  return led(asked, { ...link, typedPhone }, visit)
}

/** What the customer decides in an app, or a wallet for its customer. */
export type PartnerDecision = 'approve' | 'reject' | 'balance'

const REFUSALS: Readonly<Record<Exclude<PartnerDecision, 'approve'>, Refusal>> = {
  reject: 'declined',
  balance: 'balance',
}

/** Decides on the order of a link, once. */
export const decideAtPartner = (
  link: Interaction,
  decision: PartnerDecision,
  visit: Visit,
): Interaction => {
  const order = visit.tx.transactions.get(link.tXid)
  if ((link.kind !== 'push' && link.kind !== 'wallet') || !order) return link
  if (!isOpen(order, visit.now)) return link
  if (decision === 'approve') approve(order, visit)
  else put(refused(order, REFUSALS[decision]), visit)
  return ended(link, visit)
}

const DECISIONS: Readonly<Record<WalletUser['outcome'], PartnerDecision>> = {
  approve: 'approve',
  decline: 'reject',
  balance: 'balance',
}

/** Logs in to a wallet or a bank and pays in one step, or is told that there is no such customer. */
export const payFromWallet = (
  link: Interaction,
  { phone: typed, pin }: { readonly phone: string; readonly pin: string },
  visit: Visit,
): Interaction => {
  const order = visit.tx.transactions.get(link.tXid)
  if (link.kind !== 'wallet' || !order || !isOpen(order, visit.now)) return link
  const phone = normalPhone(typed)
  const user = WALLET_USERS.find((one) => normalPhone(one.phone) === phone && one.pin === pin)
  if (user) return decideAtPartner(link, DECISIONS[user.outcome], visit)
  const notice = { kind: 'walletUnknown' } as const
  return moved(visit.tx, { ...link, typedPhone: typed.slice(0, LONGEST_TYPED), notice })
}
