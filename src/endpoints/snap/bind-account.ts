import { BINDABLE, type LinkRequest, requestedLink } from '../../domain/account-link.ts'
import { newInteraction } from '../../domain/interaction.ts'
import { pathOf } from '../../lender/paths.ts'
import { FIRST_PLACE } from '../../lender/visit.ts'
import { shown } from '../../protocol/shown.ts'
import { M, O, objectIfAny, type SnapMessage, type SnapRows } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { returnUrlFlaw } from '../../protocol/snap/return-url.ts'
import { newTxid } from '../../store/new-txid.ts'
import { ECHOED, echoOf, messageOf, missingField } from './binding-fields.ts'
import { objectIn, textIn } from './order-of.ts'
import type { SnapContext } from './snap-endpoint.ts'
import { snapEndpoint } from './transaction-endpoint.ts'

const phoneFlaw = (value: string): string | undefined =>
  /^\+?\d[\d -]{6,}$/.test(value) ? undefined : 'must be a telephone number'

/**
 * What the call may hold.
 * Source: docs.nicepay.co.id, page "Registration - Account Binding E-Wallet & Direct Debit - SNAP" (additionalData, additionalInfo);
 * developer.ifortepay.id, page "Account Binding" (msisdn, redirectUrl); apidevportal.aspi-indonesia.or.id, page "Registrasi" (the rest).
 * Differs: any of the three shapes is taken; of NICEPAY's, userId, email and mitraCd may be missing, as iFortepay has none of them.
 */
const REQUEST: SnapRows = {
  partnerReferenceNo: M(64),
  merchantId: O(64),
  additionalData: objectIfAny({
    userId: O(100),
    email: O(254),
    phoneNo: O(15, phoneFlaw),
    postalAddress: O(99),
  }),
  msisdn: O(15, phoneFlaw),
  phoneNo: O(16, phoneFlaw),
  redirectUrl: O(2048, returnUrlFlaw),
  additionalInfo: objectIfAny({
    ...ECHOED,
    callbackUrl: O(255, returnUrlFlaw),
    callBackUrl: O(255, returnUrlFlaw),
    state: O(64),
  }),
  state: O(64),
  action: O(10),
  authCode: O(64),
  grantType: O(64),
  isBindAndPay: O(1),
  lang: O(8),
  locale: O(5),
  subMerchantId: O(32),
  otp: O(8),
  platformType: O(4),
  referenceId: O(36),
  refreshToken: O(64),
  successParams: objectIfAny({ accountId: O(36) }),
  terminalId: O(16),
  tokenRequestorId: O(15),
}

const walletIn = (more: SnapMessage): string | null => {
  const mitraCd = textIn(more, 'mitraCd') ?? null
  if (mitraCd === null || BINDABLE.includes(mitraCd)) return mitraCd
  throw new SnapError(
    'INVALID_FIELD',
    '{additionalInfo.mitraCd}',
    `additionalInfo.mitraCd must be ${BINDABLE.join(' or ')} for account binding, received ${shown(mitraCd)}`,
  )
}

/** What is asked for. Throws SnapError. */
const requestIn = (message: SnapMessage, { merchant: { iMid } }: SnapContext): LinkRequest => {
  const [data, more] = [objectIn(message, 'additionalData'), objectIn(message, 'additionalInfo')]
  const mitraCd = walletIn(more)
  const phone = textIn(message, 'msisdn') ?? textIn(data, 'phoneNo') ?? textIn(message, 'phoneNo')
  if (phone === undefined) {
    throw missingField(mitraCd ? 'additionalData.phoneNo' : 'msisdn', '; one phone must be there')
  }
  const returnTo =
    textIn(more, 'callbackUrl') ?? textIn(more, 'callBackUrl') ?? textIn(message, 'redirectUrl')
  if (returnTo === undefined) {
    throw missingField(
      mitraCd ? 'additionalInfo.callbackUrl' : 'redirectUrl',
      '; the customer has to come back',
    )
  }
  return {
    iMid,
    partnerReferenceNo: textIn(message, 'partnerReferenceNo') ?? '',
    mitraCd,
    phone,
    userId: textIn(data, 'userId') ?? null,
    returnTo: returnTo.trim(),
    state: textIn(message, 'state') ?? textIn(more, 'state') ?? null,
  }
}

/** Refuses what the merchant may not bind, or has bound under the same number. Throws SnapError. */
export const checkAllowed = (request: LinkRequest, { tx, merchant }: SnapContext): void => {
  const { iMid, settings } = merchant
  if (!settings.enabledPayMethods.includes('05')) {
    throw new SnapError(
      'FEATURE_NOT_ALLOWED',
      '',
      `payMethod 05 is not active for ${iMid}; see the setting enabledPayMethods`,
    )
  }
  const key = `${iMid} ${request.partnerReferenceNo}`
  if (settings.duplicateReferenceNo === 'accept') return
  if (!tx.accountLinks.some('partnerReferenceNo', key)) return
  throw new SnapError(
    'DUPLICATE_REFERENCE',
    '',
    `partnerReferenceNo ${shown(request.partnerReferenceNo)} is of another binding; see the setting duplicateReferenceNo`,
  )
}

/** The language that a web view is asked for. Source: lang "EN", locale "en_ID" (apidevportal.aspi-indonesia.or.id). */
const languageIn = (message: SnapMessage): { lang?: 'id' | 'en' } => {
  const asked = /^(id|en)\b|^(id|en)_/i.exec(
    textIn(message, 'lang') ?? textIn(message, 'locale') ?? '',
  )
  const lang = (asked?.[1] ?? asked?.[2])?.toLowerCase()
  return lang === 'id' || lang === 'en' ? { lang } : {}
}

/**
 * Asks for a customer's wallet to be bound; the answer carries the address of its web view.
 * Source: developer.ifortepay.id, page "Account Binding" (path without /api, shape of the answer). Guess: nextAction and redirectUrl
 * hold the same address, as NICEPAY's table of the answer cannot be read. Differs: NICEPAY's flow has the OTP before this
 * answer; here it is asked for in the web view, as at iFortepay.
 */
export const bindAccount = snapEndpoint({
  name: 'snap.account-binding',
  path: ['/api/v1.0/registration-account-binding', '/v1.0/registration-account-binding'],
  service: '07',
  documented: 'Registration - Account Binding E-Wallet & Direct Debit - SNAP',
  request: REQUEST,
  read: requestIn,
  handle: (message, context, request) => {
    const { tx, merchant, now, ids, baseUrl } = context
    checkAllowed(request, context)
    const { iMid } = merchant
    const referenceNo = newTxid(tx, ids, iMid, '05', now)
    const [tk, formToken] = [ids.word(), ids.word()]
    tx.accountLinks.put(referenceNo, requestedLink(request, referenceNo, tk, now))
    const which = { tk, kind: 'link', iMid, tXid: referenceNo, formToken } as const
    const link = newInteraction({ ...which, typedPhone: request.phone })
    tx.interactions.put(tk, link)
    const address = `${baseUrl}${pathOf(FIRST_PLACE.link, link, languageIn(message))}`
    return {
      ...messageOf(merchant),
      referenceNo,
      partnerReferenceNo: request.partnerReferenceNo,
      nextAction: address,
      redirectUrl: address,
      additionalInfo: echoOf(message),
    }
  },
})
