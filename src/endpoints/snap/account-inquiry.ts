import { type AccountLink, TRANSACTION_LIMIT, tokenFlaw } from '../../domain/account-link.ts'
import { localPhone, normalPhone } from '../../domain/phone.ts'
import { M, O, objectIfAny } from '../../protocol/snap/fields.ts'
import { snapTime } from '../../protocol/snap/time.ts'
import type { Instant } from '../../protocol/time.ts'
import {
  checkWalletOf,
  ECHOED,
  echoOf,
  invalidAccount,
  linkNamed,
  messageOf,
  missingField,
  type Shown,
  shownIn,
} from './binding-fields.ts'
import { accountOfToken, beginning } from './bound-account.ts'
import type { SnapContext } from './snap-endpoint.ts'
import { snapEndpoint } from './transaction-endpoint.ts'

/** Refuses who shows neither the account's refresh token nor its customer token. Throws SnapError. */
const checkShown = (
  link: AccountLink,
  { customerToken, refreshToken }: Shown,
  context: SnapContext,
): void => {
  if (refreshToken === undefined) {
    if (accountOfToken(customerToken ?? '', context).referenceNo === link.referenceNo) return
    throw invalidAccount('the customer token is of another account than partnerReferenceNo')
  }
  const flaw = tokenFlaw(link, 'refreshTokenUntil', context.now)
  if (link.tokens?.refreshToken === refreshToken && !flaw) return
  throw invalidAccount(
    `refreshToken ${beginning(refreshToken)} is not that of ${link.partnerReferenceNo}: ${flaw ?? 'another one was given since, or it is of another account'}`,
  )
}

const dateOf = (at: Instant): string => snapTime(at).slice(0, 10)

/**
 * Tells of an account that is bound.
 * Source: docs.nicepay.co.id, page "Inquiry - Account Binding E-Wallet & Direct Debit - SNAP" (the call);
 * apidevportal.aspi-indonesia.or.id, page "Registrasi" (the answer). Guess: the account's number is the customer's phone number;
 * the period ends with the refresh token.
 */
export const accountInquiry = snapEndpoint({
  name: 'snap.account-inquiry',
  path: ['/api/v1.0/registration-account-inquiry', '/v1.0/registration-account-inquiry'],
  service: '08',
  documented: 'Inquiry - Account Binding E-Wallet & Direct Debit - SNAP',
  request: {
    partnerReferenceNo: M(64),
    merchantId: O(64),
    additionalInfo: objectIfAny({ ...ECHOED, refreshToken: O(512) }),
  },
  read: (message, context) => {
    const shownOnes = shownIn(message, context)
    if (shownOnes.refreshToken ?? shownOnes.customerToken) return shownOnes
    throw missingField('additionalInfo.refreshToken')
  },
  handle: (message, context, shownOnes) => {
    const link = linkNamed(message, context, shownOnes)
    if (link.status !== 'active') {
      throw invalidAccount(`the account of ${link.referenceNo} is not bound: it is ${link.status}`)
    }
    checkWalletOf(link, message)
    checkShown(link, shownOnes, context)
    const phone = normalPhone(link.phone)
    return {
      ...messageOf(context.merchant),
      referenceNo: link.referenceNo,
      partnerReferenceNo: link.partnerReferenceNo,
      accountCurrency: 'IDR',
      accountName: [...(link.userId ?? '')].slice(0, 50).join(''),
      accountNo: (phone ? localPhone(phone) : link.phone.replace(/\D/g, '')).slice(0, 13),
      accountTransactionLimit: `${TRANSACTION_LIMIT}`,
      startDatePeriod: dateOf(link.authorizedAt ?? link.requestedAt),
      endDatePeriod: dateOf(link.tokens?.refreshTokenUntil ?? 0),
      additionalInfo: echoOf(message),
    }
  },
})
