import { type AccountLink, isLinked, unlinked } from '../../domain/account-link.ts'
import { shown } from '../../protocol/shown.ts'
import { M, O, objectIfAny } from '../../protocol/snap/fields.ts'
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
import { beginning } from './bound-account.ts'
import { snapEndpoint } from './transaction-endpoint.ts'

/**
 * Refuses who does not show what belongs to the account: NICEPAY's authCode and referenceNo, or the customer token that Bank
 * Indonesia's standard has as tokenId and as a header. Throws SnapError.
 */
const checkShown = (link: AccountLink, { authCode, referenceNo, customerToken }: Shown): void => {
  if (referenceNo !== undefined && referenceNo !== link.referenceNo) {
    throw invalidAccount(`referenceNo must be ${link.referenceNo}, received ${shown(referenceNo)}`)
  }
  if (authCode !== undefined && authCode !== link.authCode) {
    throw invalidAccount(`authCode ${beginning(authCode)} is not that of ${link.referenceNo}`)
  }
  if (customerToken !== undefined && customerToken !== link.tokens?.accessToken) {
    throw invalidAccount(
      `the customer token ${beginning(customerToken)} is not that of ${link.referenceNo}`,
    )
  }
}

/**
 * Ends the binding of an account: its code and tokens are dead.
 * Source: docs.nicepay.co.id, page "Unbinding - Account Binding E-Wallet & Direct Debit - SNAP" (the call);
 * apidevportal.aspi-indonesia.or.id, page "Registrasi" (linkId, tokenId and the answer). Guess: a second one answers 4040911.
 */
export const unbindAccount = snapEndpoint({
  name: 'snap.account-unbinding',
  path: ['/api/v1.0/registration-account-unbinding', '/v1.0/registration-account-unbinding'],
  service: '09',
  documented: 'Unbinding - Account Binding E-Wallet & Direct Debit - SNAP',
  request: {
    partnerReferenceNo: M(64),
    merchantId: O(64),
    subMerchantId: O(32),
    linkId: O(24),
    tokenId: O(128),
    additionalInfo: objectIfAny({ ...ECHOED, referenceNo: O(40), authCode: O(256) }),
  },
  read: (message, context) => {
    const shownOnes = shownIn(message, context)
    const { authCode, referenceNo, customerToken } = shownOnes
    if (authCode === undefined && customerToken === undefined)
      throw missingField('additionalInfo.authCode')
    if (authCode !== undefined && referenceNo === undefined) {
      throw missingField('additionalInfo.referenceNo')
    }
    return shownOnes
  },
  handle: (message, context, shownOnes) => {
    const link = linkNamed(message, context, shownOnes)
    if (!isLinked(link)) {
      throw invalidAccount(`the account of ${link.referenceNo} is not bound: it is ${link.status}`)
    }
    checkWalletOf(link, message)
    checkShown(link, shownOnes)
    context.tx.accountLinks.put(link.referenceNo, unlinked(link))
    const { subMerchantId, linkId } = message
    return {
      ...messageOf(context.merchant),
      referenceNo: link.referenceNo,
      partnerReferenceNo: link.partnerReferenceNo,
      merchantId: link.iMid,
      ...(subMerchantId !== undefined && { subMerchantId }),
      ...(linkId !== undefined && { linkId }),
      unlinkResult: 'success',
      additionalInfo: echoOf(message),
    }
  },
})
