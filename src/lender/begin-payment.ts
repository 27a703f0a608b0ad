import { type Begun, newLink } from '../acquirer/link.ts'
import { moved, type Visit } from '../acquirer/visit.ts'
import type { Interaction } from '../domain/interaction.ts'
import { sentOtp } from '../domain/otp.ts'
import { localPhone } from '../domain/phone.ts'
import { begun, type Transaction, withoutToken } from '../domain/transaction.ts'
import { KREDIVO } from '../protocol/codes.ts'
import { chargeUnasked } from './charge.ts'
import { activeToken } from './user-tokens.ts'

/**
 * Sends the browser to the lender: a link, or, with a live userToken, a payment on the spot and no link.
 * Source: Kredivo gives a dead token the pages of a purchase without one (api-evangelist/kredivo).
 */
export const beginPayment = (waiting: Transaction, callBackUrl: string, visit: Visit): Begun => {
  const { tx, now } = visit
  const bySeamless = waiting.tokenize === 'seamless'
  const token = bySeamless ? activeToken(waiting.userToken, waiting.iMid, visit) : undefined
  const account = token && tx.accounts.get(token.phone)
  if (!account) {
    const order = begun(bySeamless ? withoutToken(waiting) : waiting, callBackUrl)
    tx.transactions.put(order.tXid, order)
    return { order, link: moved(tx, linkOf(order, visit)) }
  }

  const known = { ...begun(waiting, callBackUrl), clientUserKey: token.clientUserKey }
  if (!account.otpForToken) return { order: chargeUnasked(known, account, visit), link: null }
  tx.transactions.put(known.tXid, known)
  const link: Interaction = {
    ...linkOf(known, visit),
    step: 'otp',
    typedPhone: localPhone(account.phone),
    phone: account.phone,
    byToken: true,
    otp: sentOtp(now),
    activeAt: now,
  }
  return { order: known, link: moved(tx, link) }
}

const linkOf = (order: Transaction, visit: Visit): Interaction =>
  newLink(order, order.mitraCd === KREDIVO ? 'checkout' : 'lender', visit)
