import { PAYOUT_STATUS_CODE, type PayoutStatus } from '../protocol/payout-codes.ts'
import { snapValue } from '../protocol/snap/fields.ts'
import type { Payout } from './payout.ts'

const WORDS: Readonly<Record<PayoutStatus, string>> = {
  requested: 'Requested',
  approved: 'Success',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  timeout: 'Pending',
  failed: 'Failed',
}

/**
 * How a payout stands in SNAP's terms, with a word for it.
 * Source: nicepay-dev/magento-nicepay reads 00, 03 and 09, which are the codes of API V2 with a 0 before them. Guess: so are the
 * others; the words.
 */
export const snapPayoutStatus = ({ status }: Payout): readonly [string, string] => [
  `0${PAYOUT_STATUS_CODE[status]}`,
  WORDS[status],
]

/** Whose account a payout goes to, and how much, by SNAP's names. */
export const snapBeneficiary = (payout: Payout) => ({
  beneficiaryAccountNo: payout.accountNo,
  beneficiaryName: payout.benefNm,
  beneficiaryBankCode: payout.bankCd,
  amount: { value: snapValue(payout.amt), currency: 'IDR' },
})

/**
 * What a merchant is told of a payout that it has asked for by SNAP.
 * Source: nicepay-dev/magento-nicepay:Controller/Nicepayment/Notifypayout.php (fields). Guess: the amount beside them.
 */
export const snapPayoutNotification = (payout: Payout) => {
  const [latestTransactionStatus, transactionStatusDesc] = snapPayoutStatus(payout)
  return {
    originalPartnerReferenceNo: payout.referenceNo,
    originalReferenceNo: payout.tXid,
    latestTransactionStatus,
    transactionStatusDesc,
    ...snapBeneficiary(payout),
  }
}
