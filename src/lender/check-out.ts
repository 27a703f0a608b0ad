import { moved, type Visit } from '../acquirer/visit.ts'
import { type Interaction, loggedOut, type Notice } from '../domain/interaction.ts'
import type { KredivoAccount } from '../domain/kredivo-account.ts'
import { type Transaction, withoutToken } from '../domain/transaction.ts'
import { charge, chargeUnasked, obstacle, tenuresFor } from './charge.ts'
import { deny } from './decide.ts'
import { activeToken } from './user-tokens.ts'
import { placeIn } from './visit.ts'

/** What the review's form holds, as sent. */
export interface Choice {
  readonly paymentType: string
  readonly agrees: boolean
}

/** The order that an interaction is about, and the account that is logged in. */
const partiesOf = (
  { tXid, phone }: Interaction,
  { tx }: Visit,
): { order: Transaction; account: KredivoAccount } => {
  const order = tx.transactions.get(tXid)
  const account = tx.accounts.get(phone ?? '')
  if (!order || !account) throw new Error(`order ${tXid} is incomplete`)
  return { order, account }
}

const ended = (interaction: Interaction, { tx }: Visit): Interaction =>
  moved(tx, { ...interaction, step: 'ended', notice: null })

/**
 * What follows the right OTP: the review, or the end where there is nothing to choose. Who came in with a userToken is
 * charged at once.
 */
export const enterReview = (interaction: Interaction, visit: Visit): Interaction => {
  const { order, account } = partiesOf(interaction, visit)
  if (interaction.byToken) return payByToken(interaction, order, account, visit)
  const hindered = obstacle(account, tenuresFor(order, account, visit))
  if (hindered) {
    deny(order, hindered, visit)
    return ended(interaction, visit)
  }
  return moved(visit.tx, { ...interaction, step: 'review', activeAt: visit.now, notice: null })
}

/** Charges the account of a userToken, or asks for a login where the token was ended meanwhile. */
const payByToken = (
  interaction: Interaction,
  order: Transaction,
  account: KredivoAccount,
  visit: Visit,
): Interaction => {
  if (activeToken(order.userToken, order.iMid, visit)) {
    chargeUnasked(order, account, visit)
    return ended(interaction, visit)
  }
  visit.tx.transactions.put(order.tXid, withoutToken(order))
  return moved(visit.tx, loggedOut(interaction, 'login', { kind: 'sessionEnded' }))
}

/**
 * Confirms the purchase: Kredivo decides, or the page says what is missing. Nothing happens unless the shopper stands at
 * the review of an order that is still open, so that two tabs charge once.
 */
export const confirmPurchase = (
  interaction: Interaction,
  { paymentType, agrees }: Choice,
  visit: Visit,
): Interaction => {
  const { tx, now } = visit
  if (placeIn(interaction, visit) !== 'settlement') return interaction
  const told = (kind: 'tenureMissing' | 'tenureClosed' | 'termsMissing'): Interaction => {
    const notice: Notice = { kind }
    return moved(tx, { ...interaction, activeAt: now, notice })
  }

  const { order, account } = partiesOf(interaction, visit)
  const tenures = tenuresFor(order, account, visit)
  const hindered = obstacle(account, tenures)
  if (hindered) {
    deny(order, hindered, visit)
    return ended(interaction, visit)
  }
  const chosen = tenures.find(({ quote }) => quote.paymentType === paymentType)
  if (!chosen) return told('tenureMissing')
  if (chosen.closed) return told('tenureClosed')
  if (!agrees) return told('termsMissing')
  charge(order, account, chosen.quote.paymentType, visit)
  return ended(interaction, visit)
}
