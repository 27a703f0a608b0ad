import { type CancelRequest, cancelled } from '../../domain/cancellation.ts'
import type { Transaction } from '../../domain/transaction.ts'
import { giveBack } from '../../lender/give-back.ts'
import { shown } from '../../protocol/shown.ts'
import {
  AMOUNT,
  M,
  O,
  object,
  objectIfAny,
  rupiahOf,
  type SnapMessage,
} from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { snapTime } from '../../protocol/snap/time.ts'
import { newTxid } from '../../store/new-txid.ts'
import { ABOUT_ORDER, amountOf, orderAbout } from './order-about.ts'
import { objectIn, textIn } from './order-of.ts'
import type { SnapDefinition, SnapEndpoint } from './snap-endpoint.ts'
import { snapEndpoint } from './transaction-endpoint.ts'

/** What is particular to the refund of one service. */
interface Refund extends Pick<SnapDefinition, 'name' | 'path' | 'service' | 'documented'> {
  readonly payMethods: readonly string[]
  /** The field that says whether all is given back or a part. */
  readonly typeField: 'refundType' | 'cancelType'
}

/** Source: 1 is a full cancel and 2 a partial one, as in API V2. Guess: where nothing is said, the amount decides. */
const typeOf = (
  message: SnapMessage,
  amt: number,
  field: Refund['typeField'],
  order: Transaction,
): CancelRequest['type'] => {
  const said = textIn(objectIn(message, 'additionalInfo'), field)
  if (said === undefined) return amt === order.amt && order.cancelled === 0 ? 'full' : 'partial'
  if (Number(said) === 1) return 'full'
  if (Number(said) === 2) return 'partial'
  const path = `additionalInfo.${field}`
  throw new SnapError(
    'INVALID_FIELD',
    `{${path}}`,
    `${path} must be 1 (full) or 2 (partial), received ${shown(said)}`,
  )
}

/**
 * The numbers that refunds of an order had before. Throws SnapError for one of them, so that a call that is repeated gives nothing back.
 * Guess: by analogy with partnerReferenceNo; no page tells of it.
 */
const checkNewRefundNo = (partnerRefundNo: string, { partnerRefundNos = [] }: Transaction) => {
  if (!partnerRefundNos.includes(partnerRefundNo)) return partnerRefundNos
  throw new SnapError(
    'DUPLICATE_REFERENCE',
    '',
    `partnerRefundNo ${shown(partnerRefundNo)} is of another refund of this order`,
  )
}

/**
 * Gives the money of a paid order back, all of it or a part; what can be given back is up to the method of the order.
 * Source: nicepay-dev/java-nicepay:CancelTest.java and NICEPayResponse.java (fields of both sides).
 * Guess: refundNo is a number as tXids are; the order's own two numbers are answered too, as in Bank Indonesia's standard.
 */
export const refundEndpoint = ({ payMethods, typeField, ...definition }: Refund): SnapEndpoint =>
  snapEndpoint({
    ...definition,
    request: {
      ...ABOUT_ORDER,
      partnerRefundNo: M(64),
      refundAmount: object(AMOUNT),
      reason: O(255),
      additionalInfo: objectIfAny({ [typeField]: O(2) }),
    },
    handle: (message, context) => {
      const { tx, merchant, now, ids } = context
      const order = orderAbout(message, payMethods, context)
      const amt = rupiahOf(textIn(objectIn(message, 'refundAmount'), 'value') ?? '')
      const type = typeOf(message, amt, typeField, order)
      const partnerRefundNo = textIn(message, 'partnerRefundNo') ?? ''
      const partnerRefundNos = [...checkNewRefundNo(partnerRefundNo, order), partnerRefundNo]
      const after = {
        ...cancelled(order, { type, amt }, merchant.settings, now),
        partnerRefundNos,
      }
      giveBack(order, after, merchant, { tx, now, ids })
      return {
        originalReferenceNo: order.tXid,
        originalPartnerReferenceNo: order.referenceNo,
        refundNo: newTxid(tx, ids, order.iMid, order.payMethod, now),
        partnerRefundNo,
        refundAmount: amountOf(amt, order),
        refundTime: snapTime(now),
        additionalInfo: { [typeField]: type === 'full' ? '1' : '2' },
      }
    },
  })
