import { authorizedLink, requestedLink } from '../../domain/account-link.ts'
import { newAuthCode } from '../../lender/link-wallet.ts'
import { M, O } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { returnUrlFlaw } from '../../protocol/snap/return-url.ts'
import { newTxid } from '../../store/new-txid.ts'
import { checkAllowed } from './bind-account.ts'
import { messageOf } from './binding-fields.ts'
import { textIn } from './order-of.ts'
import { snapEndpoint } from './transaction-endpoint.ts'

/** The customer's phone number in what a merchant says beforehand; "" where it says none. Throws SnapError. */
const phoneIn = (seamlessData: string | undefined): string => {
  if (seamlessData === undefined) return ''
  try {
    const { mobileNumber = '' } = JSON.parse(seamlessData)
    return String(mobileNumber).slice(0, 16)
  } catch {
    throw new SnapError(
      'INVALID_FIELD',
      '{seamlessData}',
      'seamlessData must be a JSON object like {"mobileNumber":"62822999999999"}',
    )
  }
}

/**
 * Gives a code for a customer's token without a web view.
 * Source: apidevportal.aspi-indonesia.or.id, page "Registrasi" (a GET whose query is signed with the path); NICEPAY has no page of it.
 * Guess: the customer has agreed before, so the code comes at once; the binding has the state as its partnerReferenceNo.
 */
export const getAuthCode = snapEndpoint({
  name: 'snap.get-auth-code',
  method: 'get',
  path: ['/v1.0/get-auth-code', '/api/v1.0/get-auth-code'],
  service: '10',
  documented: 'Account Binding E-Wallet & Direct Debit - SNAP',
  request: {
    state: M(32),
    scopes: M(256),
    redirectUrl: M(2048, returnUrlFlaw),
    merchantId: O(64),
    subMerchantId: O(32),
    seamlessData: O(512),
    seamlessSign: O(1024),
  },
  handle: (message, context) => {
    const { tx, merchant, now, ids } = context
    const { iMid } = merchant
    const state = textIn(message, 'state') ?? ''
    const request = {
      iMid,
      partnerReferenceNo: state,
      mitraCd: null,
      phone: phoneIn(textIn(message, 'seamlessData')),
      userId: null,
      returnTo: textIn(message, 'redirectUrl') ?? '',
      state,
    }
    checkAllowed(request, context)
    const referenceNo = newTxid(tx, ids, iMid, '05', now)
    const link = requestedLink(request, referenceNo, ids.word(), now)
    const authCode = newAuthCode({ ids })
    tx.accountLinks.put(referenceNo, authorizedLink(link, authCode, now))
    return { ...messageOf(merchant), authCode, state }
  },
})
