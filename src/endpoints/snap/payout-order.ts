import type { PayoutRequest } from '../../domain/payout.ts'
import { NicepayError } from '../../protocol/results.ts'
import {
  AMOUNT,
  M,
  O,
  object,
  rupiahOf,
  type SnapMessage,
  type SnapRows,
} from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { payoutOf } from '../payout/payout-order.ts'
import { objectIn, textIn } from './order-of.ts'
import type { SnapContext } from './snap-endpoint.ts'

const digits = (value: string): string | undefined =>
  /^\d+$/.test(value) ? undefined : 'must be digits only'

const telephone = (value: string): string | undefined =>
  /^\+?[0-9][0-9 -]*$/.test(value) ? undefined : 'must be a telephone number'

/**
 * What a merchant says of a payout. Source: nicepay-dev/java-nicepay:PayoutTest.java and Payout.java, nicepay-dev/php-nicepay:
 * test/NicepayPayoutTest.php. Guess: sizes, as in API V2, and which fields may be missing; what is asked about companies is not kept.
 */
export const PAYOUT_ROWS: SnapRows = {
  merchantId: M(10),
  msId: O(30),
  beneficiaryAccountNo: M(20, digits),
  beneficiaryName: M(40),
  beneficiaryPhone: M(20, telephone),
  beneficiaryCustomerResidence: M(2),
  beneficiaryCustomerType: M(2),
  beneficiaryPostalCode: O(10),
  payoutMethod: O(2),
  beneficiaryBankCode: M(4),
  amount: object(AMOUNT),
  partnerReferenceNo: M(40),
  reservedDt: O(8),
  reservedTm: O(6),
  description: O(100),
  deliveryName: O(100),
  deliveryId: O(100),
}

/** The fields of a payout in API V2, by their names in SNAP. */
const NAMES = {
  accountNo: 'beneficiaryAccountNo',
  benefNm: 'beneficiaryName',
  benefPhone: 'beneficiaryPhone',
  benefStatus: 'beneficiaryCustomerResidence',
  benefType: 'beneficiaryCustomerType',
  bankCd: 'beneficiaryBankCode',
  amt: 'amount.value',
  payoutMethod: 'payoutMethod',
  reservedDt: 'reservedDt',
} as const

const inSnapNames = (reason: string): string =>
  Object.entries(NAMES).reduce(
    (text, [name, snap]) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), snap),
    reason,
  )

/** What is wrong with a payout's values, with the field by its name in SNAP. */
const refusalOf = ({ result, reason }: NicepayError): SnapError => {
  const [, snap = ''] = Object.entries(NAMES).find(([name]) => reason.startsWith(name)) ?? []
  const isBank = result === 'BAD_BANK'
  return new SnapError(
    isBank ? 'BANK_NOT_SUPPORTED' : 'INVALID_FIELD',
    isBank ? '' : `{${snap}}`,
    inSnapNames(reason),
  )
}

/** The payout that a message asks for. Throws SnapError. */
export const payoutIn = (
  message: SnapMessage,
  { merchant, now }: Pick<SnapContext, 'merchant' | 'now'>,
): PayoutRequest => {
  const said = (name: string): string => textIn(message, name) ?? ''
  try {
    const request = payoutOf(
      {
        timeStamp: '',
        merchantToken: '',
        iMid: merchant.iMid,
        msId: textIn(message, 'msId'),
        amt: `${rupiahOf(textIn(objectIn(message, 'amount'), 'value') ?? '')}`,
        accountNo: said('beneficiaryAccountNo'),
        referenceNo: said('partnerReferenceNo'),
        bankCd: said('beneficiaryBankCode'),
        benefNm: said('beneficiaryName'),
        benefPhone: said('beneficiaryPhone'),
        benefStatus: said('beneficiaryCustomerResidence'),
        benefType: said('beneficiaryCustomerType'),
        reservedDt: textIn(message, 'reservedDt'),
        reservedTm: textIn(message, 'reservedTm'),
        description: textIn(message, 'description'),
        payoutMethod: textIn(message, 'payoutMethod'),
      },
      merchant,
      now,
    )
    return { ...request, product: 'snap' }
  } catch (error) {
    throw error instanceof NicepayError ? refusalOf(error) : error
  }
}
