import type { Driven } from '../sandbox.ts'
import { rupiah, snap, v2 } from './calls.ts'
import { STATUS_CODES } from './table.ts'
import { type Place, type Sale, statusOf } from './world.ts'

/** Compares what the inquiry of V2 answers of an order. */
export const inquiryOf = async (sale: Sale, place: Place, driven: Driven) => {
  const { tXid, referenceNo, amt, method } = sale
  const asked = { tXid, referenceNo, amt: `${amt}` }
  const { body } = await v2(driven, '/nicepay/direct/v2/inquiry', asked, 'inquiry', place)
  const { resultCd, status } = body
  const model = STATUS_CODES[method.code]?.[statusOf(sale, place)]
  return { sandbox: [resultCd, status], model: ['0000', model] }
}

const SNAP_STATUS = { init: '01', unpaid: '03', ready: '03', paid: '00', refund: '04' } as const

const snapStatusOf = (sale: Sale, place: Place): string => {
  const status = statusOf(sale, place)
  if (status === 'void') return sale.paidAt === null ? '05' : '04'
  if (status === 'failed') return '06'
  return status === 'expired' ? '05' : SNAP_STATUS[status]
}

/** Compares how SNAP says that an order stands. */
export const snapInquiryOf = async (sale: Sale, place: Place, driven: Driven) => {
  const { tXid, referenceNo, amt, method } = sale
  const numbers = { originalReferenceNo: tXid, originalPartnerReferenceNo: referenceNo }
  const ofOrder = { merchantId: place.iMid, ...numbers, amount: rupiah(amt), additionalInfo: {} }
  const ofVa = { trxId: referenceNo, additionalInfo: { tXidVA: tXid, totalAmount: rupiah(amt) } }
  const [path, body] =
    method.code === '02'
      ? ['/api/v1.0/transfer-va/status', ofVa]
      : [`/api/v1.0/${method.code === '08' ? 'qr/qr-mpm-query' : 'debit/status'}`, ofOrder]
  const answer = await snap(driven, path, body, place)
  const { latestTransactionStatus, additionalInfo } = answer.body
  return {
    sandbox: latestTransactionStatus ?? additionalInfo?.latestTransactionStatus,
    model: snapStatusOf(sale, place),
  }
}

export const isSnaps = ({ method }: Sale): boolean => ['02', '04', '05', '08'].includes(method.code)
