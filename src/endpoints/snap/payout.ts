import {
  approvedPayout,
  cancelledPayout,
  isTransferred,
  type Payout,
  rejectedPayout,
  requestedPayout,
} from '../../domain/payout.ts'
import { snapBeneficiary, snapPayoutStatus } from '../../domain/snap-payout.ts'
import { PAYOUT } from '../../protocol/payout-codes.ts'
import { shown } from '../../protocol/shown.ts'
import { M, O, objectIfAny, type SnapMessage, snapValue } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { snapTime } from '../../protocol/snap/time.ts'
import { newTxid } from '../../store/new-txid.ts'
import { checkNewReferenceNo } from '../checks.ts'
import { putPayout } from '../payout/put-payout.ts'
import { textIn } from './order-of.ts'
import { PAYOUT_ROWS, payoutIn } from './payout-order.ts'
import type { SnapContext, SnapEndpoint } from './snap-endpoint.ts'
import { snapEndpoint } from './transaction-endpoint.ts'

/**
 * The service code of everything but the balance.
 * Source: a success is 2000000 to the tests of nicepay-dev/php-nicepay, kotlin-nicepay-lib and to nicepay-dev/magento-nicepay.
 */
const TRANSFER = '00'

/**
 * Asks for money to be sent to somebody's account; it goes when the merchant approves it.
 * Source: docs.nicepay.co.id, page "Registration Payout - SNAP"; the two numbers of the answer are what
 * nicepay-dev/kotlin-nicepay-lib's SnapPayoutTest.kt reads. Guess: what else the answer has.
 */
export const payoutRegistration = snapEndpoint({
  name: 'snap.payout-registration',
  path: '/api/v1.0/transfer/registration',
  service: TRANSFER,
  documented: 'Registration Payout - SNAP',
  request: PAYOUT_ROWS,
  handle: (message, context) => {
    const { tx, merchant, now, ids } = context
    const request = payoutIn(message, context)
    const { iMid, referenceNo, payoutMethod } = request
    const used = tx.payouts.some('referenceNo', `${iMid} ${referenceNo}`)
    checkNewReferenceNo(referenceNo, used, merchant)
    const tXid = newTxid(tx, ids, iMid, PAYOUT, now)
    const payout = requestedPayout(request, tXid, now)
    tx.payouts.put(tXid, payout)
    return {
      originalReferenceNo: tXid,
      partnerReferenceNo: referenceNo,
      ...snapBeneficiary(payout),
      payoutMethod: payoutMethod ?? '',
    }
  },
})

/** What the calls about a payout say of it. Source: nicepay-dev/kotlin-nicepay-lib:SnapPayoutTest.kt; the last field only some send. */
const ABOUT_PAYOUT = {
  merchantId: M(10),
  originalReferenceNo: M(40),
  originalPartnerReferenceNo: M(40),
  beneficiaryAccountNo: O(20),
}

const NAMES = {
  originalPartnerReferenceNo: 'referenceNo',
  beneficiaryAccountNo: 'accountNo',
} as const

const payoutAbout = (message: SnapMessage, { tx, merchant: { iMid } }: SnapContext): Payout => {
  const tXid = textIn(message, 'originalReferenceNo') ?? ''
  const payout = tx.payouts.get(tXid)
  if (payout?.iMid !== iMid) {
    const reason = `no payout of ${iMid} has the originalReferenceNo ${shown(tXid)}`
    throw new SnapError('NOT_FOUND', '', reason)
  }
  for (const [name, stored] of Object.entries(NAMES)) {
    const value = textIn(message, name)
    if (value === undefined || value === payout[stored]) continue
    const rule = `${name} must be that of the payout ${tXid}, ${payout[stored]}`
    throw new SnapError('NOT_FOUND', '', `${rule}, received ${shown(value)}`)
  }
  return payout
}

/** What is answered about a payout. Source: SnapPayoutTest.kt reads the two numbers and the account. Guess: the rest. */
const replyOf = (payout: Payout) => ({
  originalReferenceNo: payout.tXid,
  originalPartnerReferenceNo: payout.referenceNo,
  ...snapBeneficiary(payout),
})

/** A call that decides about a payout. */
const decision = (
  verb: 'approve' | 'reject' | 'cancel',
  documented: string,
  decide: (payout: Payout, context: SnapContext) => Payout,
): SnapEndpoint =>
  snapEndpoint({
    name: `snap.payout-${verb}`,
    path: `/api/v1.0/transfer/${verb}`,
    service: TRANSFER,
    documented,
    request: ABOUT_PAYOUT,
    handle: (message, context) => {
      const before = payoutAbout(message, context)
      const after = decide(before, context)
      putPayout(before, after, context)
      return replyOf(after)
    },
  })

/** Lets a payout go: the money leaves the merchant's balance. */
export const payoutApprove = decision(
  'approve',
  'Approve Payout - SNAP',
  (payout, { merchant, now }) => approvedPayout(payout, merchant.settings, now),
)

/** Ends a payout that was not approved. */
export const payoutReject = decision('reject', 'Reject Payout - SNAP', rejectedPayout)

/** Takes an approved payout back before the bank has it. */
export const payoutCancel = decision('cancel', 'Cancel Payout - SNAP', (payout, { now }) =>
  cancelledPayout(payout, now),
)

/** How a payout stands. Guess: an approved one is successful; transactionDate is the time at the bank and empty before that. */
export const payoutInquiry = snapEndpoint({
  name: 'snap.payout-inquiry',
  path: '/api/v1.0/transfer/inquiry',
  service: TRANSFER,
  documented: 'Inquiry Payout - SNAP',
  request: ABOUT_PAYOUT,
  handle: (message, context) => {
    const payout = payoutAbout(message, context)
    const [latestTransactionStatus, transactionStatusDesc] = snapPayoutStatus(payout)
    const { transferAt } = payout
    const isSent = transferAt !== null && isTransferred(payout, context.now)
    return {
      ...replyOf(payout),
      latestTransactionStatus,
      transactionStatusDesc,
      transactionDate: isSent ? snapTime(transferAt) : '',
    }
  },
})

/**
 * How much money there is for payouts. Source: nicepay-dev/java-nicepay:ObjectAccountInfo.java; accountNo is the iMid
 * (nicepay-dev/php-nicepay:test/NicepayPayoutTest.php). Guess: another accountNo is an invalid account.
 */
export const balanceInquiry = snapEndpoint({
  name: 'snap.balance-inquiry',
  path: '/api/v1.0/balance-inquiry',
  service: '11',
  documented: 'Check Balance Payout - SNAP',
  request: { accountNo: M(20), additionalInfo: objectIfAny({ msId: O(30) }) },
  handle: (message, { merchant: { iMid, settings } }) => {
    const accountNo = textIn(message, 'accountNo') ?? ''
    if (accountNo !== iMid) {
      const reason = `accountNo must be the iMid, ${iMid}, received ${shown(accountNo)}`
      throw new SnapError('INVALID_ACCOUNT', '', reason)
    }
    const availableBalance = { value: snapValue(settings.payoutBalance), currency: 'IDR' }
    return { accountNo, accountInfos: [{ availableBalance }] }
  },
})
