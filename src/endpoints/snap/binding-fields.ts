import { type AccountLink, isLinked } from '../../domain/account-link.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { shown } from '../../protocol/shown.ts'
import { O, type SnapMessage, type SnapRows } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { customerTokenOf } from './bound-account.ts'
import { objectIn, textIn } from './order-of.ts'
import type { SnapContext, SnapReply } from './snap-endpoint.ts'

/** What additionalInfo may hold that comes back in the answer. Source: samples of apidevportal.aspi-indonesia.or.id. */
export const ECHOED: SnapRows = { mitraCd: O(4), deviceId: O(400), channel: O(64) }

/** What comes back of a call's additionalInfo. */
export const echoOf = (message: SnapMessage): SnapMessage => {
  const more = objectIn(message, 'additionalInfo')
  return Object.fromEntries(
    Object.keys(ECHOED).flatMap((name) => (more[name] === undefined ? [] : [[name, more[name]]])),
  )
}

/**
 * The message of a success, where it is not the one that NICEPAY lists.
 * Source: developer.ifortepay.id, page "Account Binding", and apidevportal.aspi-indonesia.or.id print another one.
 */
export const messageOf = ({ settings }: Merchant): SnapReply =>
  settings.bindingMessage === 'processed'
    ? { responseMessage: 'Request has been processed successfully' }
    : {}

export const missingField = (name: string, more = ''): SnapError =>
  new SnapError('MISSING_FIELD', `{${name}}`, `${name} is missing${more}`)

export const invalidAccount = (why: string): SnapError => new SnapError('INVALID_ACCOUNT', '', why)

/** What a call shows of a binding: its number, its code, its tokens. Source: tokenId is Bank Indonesia's, beside the header. */
export const shownIn = (message: SnapMessage, { call }: SnapContext) => {
  const more = objectIn(message, 'additionalInfo')
  return {
    referenceNo: textIn(more, 'referenceNo'),
    authCode: textIn(more, 'authCode'),
    refreshToken: textIn(more, 'refreshToken'),
    customerToken: textIn(message, 'tokenId') ?? customerTokenOf(call),
  }
}

/** What a call shows of the binding that it is about. */
export type Shown = ReturnType<typeof shownIn>

/** The binding that a partnerReferenceNo names: the one of which the call shows something, a live one, the newest. Throws SnapError. */
export const linkNamed = (
  message: SnapMessage,
  { tx, merchant }: SnapContext,
  shownOnes: Shown,
): AccountLink => {
  const said = textIn(message, 'partnerReferenceNo') ?? ''
  const named = tx.accountLinks.where('partnerReferenceNo', `${merchant.iMid} ${said}`)
  const values = Object.values(shownOnes)
  const link =
    named.findLast(({ referenceNo, authCode, tokens }) =>
      [referenceNo, authCode, tokens?.refreshToken, tokens?.accessToken].some(
        (one) => typeof one === 'string' && values.includes(one),
      ),
    ) ??
    named.findLast(isLinked) ??
    named.at(-1)
  if (link) return link
  throw invalidAccount(
    `${merchant.iMid} has registered no binding with the partnerReferenceNo ${shown(said)}`,
  )
}

/** Refuses a wallet that is not the one of the binding, or none where NICEPAY asks for it. Throws SnapError. */
export const checkWalletOf = (link: AccountLink, message: SnapMessage): void => {
  if (link.mitraCd === null) return
  const said = textIn(objectIn(message, 'additionalInfo'), 'mitraCd')
  if (said === undefined) throw missingField('additionalInfo.mitraCd')
  if (said === link.mitraCd) return
  throw invalidAccount(`the account is at ${link.mitraCd}, mitraCd is ${shown(said)}`)
}
