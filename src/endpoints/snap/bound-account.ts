import { approve } from '../../acquirer/partner.ts'
import {
  type AccountLink,
  BINDABLE,
  TRANSACTION_LIMIT,
  tokenFlaw,
} from '../../domain/account-link.ts'
import { normalPhone } from '../../domain/phone.ts'
import type { Transaction } from '../../domain/transaction.ts'
import { shown } from '../../protocol/shown.ts'
import { SnapError, type SnapResultName } from '../../protocol/snap/results.ts'
import { WALLET_USERS, type WalletUser } from '../../store/seed.ts'
import type { Context } from '../endpoint.ts'
import type { SnapCall } from './snap-endpoint.ts'

const invalid = (why: string): SnapError => new SnapError('INVALID_CUSTOMER_TOKEN', '', why)

/** A token as it stands in a header, with or without its scheme. */
const bearerIn = (header: string): string => header.replace(/^Bearer(\s+|$)/i, '').trim()

/** The customer token of a call that a merchant makes for its customer; nothing where it has none. */
export const customerTokenOf = ({ headers }: SnapCall): string | undefined => {
  const header = headers['authorization-customer']
  return header === undefined ? undefined : bearerIn(header)
}

/** Some of a secret, by which its owner knows it. */
export const beginning = (secret: string): string => shown(`${secret.slice(0, 8)}…`)

/** The account that a live customer token of the merchant stands for. Throws SnapError. */
export const accountOfToken = (
  customerToken: string,
  { tx, merchant, now }: Pick<Context, 'tx' | 'merchant' | 'now'>,
): AccountLink => {
  const token = bearerIn(customerToken)
  const link = token === '' ? undefined : tx.accountLinks.where('customerToken', token).at(0)
  if (link?.iMid !== merchant.iMid) {
    throw invalid(
      `Authorization-Customer must be the token of an account that is bound to ${merchant.iMid}, received ${beginning(token)}; a refresh ends the token before it`,
    )
  }
  const flaw = tokenFlaw(link, 'accessTokenUntil', now)
  if (flaw) throw invalid(`the customer token of ${link.referenceNo} is dead: ${flaw}`)
  return link
}

const REFUSALS = {
  balance: ['INSUFFICIENT_FUNDS', 'there is too little money in the wallet'],
  decline: ['DO_NOT_HONOR', 'the wallet does not pay for this customer'],
} as const satisfies Record<
  Exclude<WalletUser['outcome'], 'approve'>,
  readonly [SnapResultName, string]
>

/** Refuses what the wallet of a test customer refuses on its page too. Throws SnapError. */
const checkWallet = ({ phone }: AccountLink): void => {
  const user = WALLET_USERS.find((one) => normalPhone(one.phone) === normalPhone(phone))
  if (!user || user.outcome === 'approve') return
  const [result, why] = REFUSALS[user.outcome]
  throw new SnapError(result, '', why)
}

/**
 * Pays an order at once from the account that a customer token stands for, without a page; its merchant is notified. Throws
 * SnapError, and then nothing is stored.
 * Guess: NICEPAY does not say how a bound account is charged; the header Authorization-Customer is Bank Indonesia's
 * (apidevportal.aspi-indonesia.or.id, page "Keamanan"). Differs: X-DEVICE-ID, which that page asks for too, may be missing.
 */
export const chargeBound = (
  order: Transaction,
  customerToken: string,
  context: Pick<Context, 'tx' | 'merchant' | 'now' | 'ids'>,
): Transaction => {
  const link = accountOfToken(customerToken, context)
  if (link.mitraCd !== null && order.mitraCd !== null && link.mitraCd !== order.mitraCd) {
    throw invalid(
      `the customer token is of an account at ${link.mitraCd}, mitraCd of the order is ${order.mitraCd}`,
    )
  }
  if (order.mitraCd !== null && !BINDABLE.includes(order.mitraCd)) {
    throw invalid(
      `only accounts at ${BINDABLE.join(' and ')} can be bound, mitraCd of the order is ${order.mitraCd}`,
    )
  }
  if (order.amt > TRANSACTION_LIMIT) {
    const rule = `a bound account pays at most ${TRANSACTION_LIMIT} at once`
    throw new SnapError('EXCEEDS_AMOUNT', '', `${rule}, amount.value is ${order.amt}`)
  }
  checkWallet(link)
  return approve({ ...order, mitraCd: order.mitraCd ?? link.mitraCd }, context)
}
