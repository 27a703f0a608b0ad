import {
  CARD_TRANSACTION,
  cardDetails,
  maskedCard,
  type PresentedCard,
  type TestCard,
} from '../domain/card.ts'
import type { Details } from '../domain/details.ts'
import type { Interaction } from '../domain/interaction.ts'
import { begun, detailed, isOpen, paid, refused, type Transaction } from '../domain/transaction.ts'
import { NicepayError } from '../protocol/results.ts'
import { shown } from '../protocol/shown.ts'
import { CARD_OTP, CARDS } from '../store/seed.ts'
import { type Begun, ended, led, newLink } from './link.ts'
import { merchantOfOrder, put, settle } from './settle.ts'
import { moved, type Visit } from './visit.ts'

/** What a card's payment step brings. */
export interface CardData {
  readonly cardNo?: string | undefined
  readonly cardExpYymm?: string | undefined
  readonly cardCvv?: string | undefined
  readonly recurringToken?: string | undefined
  readonly preauthToken?: string | undefined
}

/** How often an OTP may be wrong. Guess: unpublished. */
const OTP_TRIES = 3

/** The network of an order's cards. */
const networkOf = ({ payMethod }: Transaction): TestCard['network'] =>
  payMethod === '09' ? 'gpn' : 'credit'

/** The test cards that can pay an order. */
export const cardsFor = (order: Transaction): readonly TestCard[] =>
  CARDS.filter(({ network }) => network === networkOf(order))

/** The test card of what was typed. Throws NicepayError. Differs: a card that is no test card is refused, and kept nowhere. */
const presented = (
  order: Transaction,
  { cardNo, cardExpYymm, cardCvv }: CardData,
): { card: TestCard; shownCard: PresentedCard } => {
  const missing = Object.entries({ cardNo, cardExpYymm, cardCvv }).find(([, value]) => !value)
  if (missing) throw new NicepayError('BAD_CARD', `${missing[0]} is missing`)
  if (!/^\d\d(0[1-9]|1[0-2])$/.test(cardExpYymm ?? '')) {
    throw new NicepayError(
      'BAD_CARD_EXPIRY',
      `cardExpYymm must be the year and the month, YYMM, received ${shown(cardExpYymm ?? '')}`,
    )
  }
  if (!/^\d{3,4}$/.test(cardCvv ?? '')) {
    throw new NicepayError('BAD_CARD', 'cardCvv must be three or four digits')
  }
  const number = (cardNo ?? '').replace(/[ -]/g, '')
  const card = cardsFor(order).find((one) => one.cardNo === number)
  if (!card) {
    const known = cardsFor(order).map((one) => one.cardNo)
    throw new NicepayError('CARD_REFUSED', `cardNo must be a test card: ${known.join(', ')}`)
  }
  return { card, shownCard: { cardNo: maskedCard(number), cardExpYymm: cardExpYymm ?? '' } }
}

/** The card of a number that is masked. */
const cardOfMask = (mask: string): TestCard | undefined =>
  CARDS.find(({ cardNo }) => maskedCard(cardNo) === mask)

/**
 * Takes the money, or reserves it where the merchant's cards do that. Source: docs.nicepay.co.id, page "Registration API - Credit
 * Card": recurrOpt 0 makes a token and cancels the payment, 1 makes a token, 2 makes none.
 * Guess: the customer's bank is asked and the merchant told before the payment of recurrOpt 0 is cancelled.
 */
const approve = (
  order: Transaction,
  card: TestCard,
  shownCard: PresentedCard,
  kind: keyof typeof CARD_TRANSACTION,
  visit: Visit,
  more: Details = {},
): Transaction => {
  const { recurrOpt = '2' } = order.details
  const reserves =
    kind === 'normal' && merchantOfOrder(order, visit).settings.cardAuthorisation === 'preauth'
  const details: Details = {
    ...cardDetails(order, card, shownCard, reserves ? 'reserved' : kind),
    ...(kind === 'normal' && recurrOpt !== '2' && { recurringToken: visit.ids.word() }),
    ...(reserves && { preauthToken: visit.ids.word() }),
    ...more,
  }
  const settled = settle(detailed(paid(order, null, visit.now), details), visit)
  if (recurrOpt !== '0' || kind !== 'normal') return settled
  return put({ ...settled, status: 'void', cancelled: order.amt }, visit)
}

/** What the card's bank decides. */
const decide = (
  order: Transaction,
  card: TestCard,
  shownCard: PresentedCard,
  visit: Visit,
): Transaction => {
  if (card.outcome === 'approve') return approve(order, card, shownCard, 'normal', visit)
  return put(refused(order, card.outcome === 'unsafe' ? 'secure' : 'card'), visit)
}

/** An order of the same merchant and kind of card that a token is of. Throws NicepayError. */
const ofToken = (
  index: 'recurringToken' | 'preauthToken',
  token: string,
  { iMid, payMethod }: Transaction,
  { tx }: Visit,
): Transaction => {
  const found = tx.transactions
    .where(index, token)
    .find((one) => one.iMid === iMid && one.payMethod === payMethod)
  if (found) return found
  throw new NicepayError(
    'NO_SUCH_CARD_TOKEN',
    `${index} must be one that a payment of ${iMid} has brought, received ${shown(token)}`,
  )
}

/** The card that has paid an order before. */
const cardBefore = ({ details }: Transaction): { card: TestCard; shownCard: PresentedCard } => {
  const { cardNo = '', cardExpYymm = '' } = details
  const card = cardOfMask(cardNo)
  if (!card) throw new NicepayError('NO_SUCH_CARD_TOKEN', 'its card is no test card any more')
  return { card, shownCard: { cardNo, cardExpYymm } }
}

/** Charges the card of an earlier payment. Source: giliheriawan/slate (recurringToken in the payment step, ccTransType 2). */
const payAgain = (order: Transaction, recurringToken: string, visit: Visit): Transaction => {
  const { card, shownCard } = cardBefore(ofToken('recurringToken', recurringToken, order, visit))
  return approve(order, card, shownCard, 'recurring', visit, { recurringToken })
}

/** Takes money that an earlier payment has reserved, once. Source: text of 9145; ccTransType 4. */
const capture = (order: Transaction, preauthToken: string, visit: Visit): Transaction => {
  const before = ofToken('preauthToken', preauthToken, order, visit)
  const reserved = before.amt - before.cancelled
  if (order.amt > reserved) {
    throw new NicepayError(
      'CAPTURES_TOO_MUCH',
      `amt must be at most ${reserved}, what is reserved, the order has ${order.amt}`,
    )
  }
  const { card, shownCard } = cardBefore(before)
  put(detailed(before, { ccTransType: CARD_TRANSACTION.captured }), visit)
  return approve(order, card, shownCard, 'captured', visit, { preauthToken })
}

/** The payment step of a card: decided at once, or on with the customer to the bank's page. Throws NicepayError. */
export const payByCard = (
  waiting: Transaction,
  callBackUrl: string,
  data: CardData,
  visit: Visit,
): Begun => {
  const order = begun(waiting, callBackUrl)
  if (data.recurringToken) return { order: payAgain(order, data.recurringToken, visit), link: null }
  if (data.preauthToken) return { order: capture(order, data.preauthToken, visit), link: null }
  const { card, shownCard } = presented(order, data)
  if (!card.secure) return { order: decide(order, card, shownCard, visit), link: null }
  return led(order, { ...newLink(order, 'card', visit), card: shownCard }, visit)
}

/** The order that a link is about, while it can be paid. */
const openOrder = ({ tXid }: Interaction, { tx, now }: Visit): Transaction | undefined => {
  const order = tx.transactions.get(tXid)
  return order && isOpen(order, now) ? order : undefined
}

/** Enters the OTP of a card's bank, once: the bank decides, or the page says why not. */
export const confirmSecure = (link: Interaction, otp: string, visit: Visit): Interaction => {
  const order = openOrder(link, visit)
  const card = link.card && cardOfMask(link.card.cardNo)
  if (link.kind !== 'card' || !order || !link.card || !card) return link
  if (otp === CARD_OTP) {
    decide(order, card, link.card, visit)
    return ended(link, visit)
  }
  const tries = (link.wrongCodes ?? 0) + 1
  if (tries >= OTP_TRIES) return refuseCard(link, 'secure', visit)
  const left = OTP_TRIES - tries
  return moved(visit.tx, { ...link, wrongCodes: tries, notice: { kind: 'otpWrong', left } })
}

/** The card's bank refuses, or cannot be sure of its customer. */
export const refuseCard = (
  link: Interaction,
  refusal: 'card' | 'secure',
  visit: Visit,
): Interaction => {
  const order = openOrder(link, visit)
  if (link.kind !== 'card' || !order) return link
  put(refused(order, refusal), visit)
  return ended(link, visit)
}
