import { issue } from '../../acquirer/issue.ts'
import { qris } from '../../domain/methods/qris.ts'
import { snapStatusAt } from '../../domain/snap-status.ts'
import { registered } from '../../domain/transaction.ts'
import { shown } from '../../protocol/shown.ts'
import { AMOUNT, M, O, object, objectIfAny } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { snapTime } from '../../protocol/snap/time.ts'
import { newTxid } from '../../store/new-txid.ts'
import { qrUrlOf } from '../qr-url.ts'
import { ABOUT_STATUS, amountOf, checkServiceCode, orderAbout } from './order-about.ts'
import { addressIn, objectIn, snapOrder, textIn } from './order-of.ts'
import { refundEndpoint } from './refund.ts'
import { snapEndpoint } from './transaction-endpoint.ts'
import { untilFlaw, untilIn } from './until.ts'

const checkAcquirer = (mitraCd: string): void => {
  if (qris.partners?.list.has(mitraCd)) return
  const known = [...(qris.partners?.list.keys() ?? [])].join(', ')
  throw new SnapError(
    'INVALID_FIELD',
    '{additionalInfo.mitraCd}',
    `additionalInfo.mitraCd must be one of ${known}, received ${shown(mitraCd)}`,
  )
}

/**
 * Makes a QR code that any wallet can scan.
 * Source: docs.nicepay.co.id, page "Generate QRIS - SNAP"; nicepay-dev/php-nicepay:test/NicepayQrisTest.php (request);
 * nicepay-dev/magento-nicepay (answer). Guess: which fields may be missing; callBackUrl and cartData are read by nobody.
 */
export const qrGenerate = snapEndpoint({
  name: 'snap.qr-generate',
  path: '/api/v1.0/qr/qr-mpm-generate',
  service: '47',
  documented: 'Generate QRIS - SNAP',
  request: {
    partnerReferenceNo: M(40),
    amount: object(AMOUNT),
    merchantId: M(10),
    storeId: O(64),
    validityPeriod: O(25, untilFlaw),
    additionalInfo: object({
      mitraCd: M(4),
      goodsNm: O(100),
      billingNm: O(100),
      billingPhone: O(20),
      dbProcessUrl: M(255),
      callBackUrl: O(2048),
      userIP: O(15),
      cartData: O(4000),
    }),
  },
  handle: (message, context) => {
    const { tx, ids, now, baseUrl } = context
    const more = objectIn(message, 'additionalInfo')
    const mitraCd = textIn(more, 'mitraCd') ?? ''
    checkAcquirer(mitraCd)
    const shopId = textIn(message, 'storeId')
    const order = snapOrder(
      qris.code,
      {
        referenceNo: textIn(message, 'partnerReferenceNo') ?? '',
        amount: objectIn(message, 'amount'),
        mitraCd,
        goodsNm: textIn(more, 'goodsNm'),
        billingNm: textIn(more, 'billingNm'),
        billingPhone: textIn(more, 'billingPhone'),
        dbProcessUrl: addressIn(more, 'dbProcessUrl', 'additionalInfo.dbProcessUrl'),
        details: shopId === undefined ? {} : { shopId },
      },
      context,
    )
    const until = untilIn(message, 'validityPeriod', order, context)
    const tXid = newTxid(tx, ids, order.iMid, order.payMethod, now)
    const issued = issue(registered(order, tXid, now, until), context)
    return {
      referenceNo: tXid,
      partnerReferenceNo: order.referenceNo,
      qrContent: issued.details.qrContent,
      qrUrl: qrUrlOf(issued, baseUrl),
      additionalInfo: { validityPeriod: snapTime(until) },
    }
  },
})

/**
 * How a QR code stands. Source: docs.nicepay.co.id, page "Check Status QRIS - SNAP"; serviceCode is 47 there and in
 * nicepay-dev/woocommerce-nicepay, 51 in nicepay-dev/java-nicepay. Guess: paidTime is empty until it is paid.
 */
export const qrQuery = snapEndpoint({
  name: 'snap.qr-query',
  path: '/api/v1.0/qr/qr-mpm-query',
  service: '51',
  documented: 'Check Status QRIS - SNAP',
  request: { ...ABOUT_STATUS, additionalInfo: objectIfAny({}) },
  handle: (message, context) => {
    checkServiceCode(message, ['47', '51'])
    const order = orderAbout(message, [qris.code], context)
    const [latestTransactionStatus, transactionStatusDesc] = snapStatusAt(order, context.now)
    return {
      originalReferenceNo: order.tXid,
      originalPartnerReferenceNo: order.referenceNo,
      serviceCode: textIn(message, 'serviceCode') ?? qrGenerate.service,
      latestTransactionStatus,
      transactionStatusDesc,
      paidTime: order.paidAt === null ? '' : snapTime(order.paidAt),
      amount: amountOf(order.amt, order),
      additionalInfo: {},
    }
  },
})

/** Gives back what was paid by a QR code. Source: docs.nicepay.co.id, page "Refund QRIS - SNAP". */
export const qrRefund = refundEndpoint({
  name: 'snap.qr-refund',
  path: '/api/v1.0/qr/qr-mpm-refund',
  service: '78',
  documented: 'Refund QRIS - SNAP',
  payMethods: [qris.code],
  typeField: 'cancelType',
})
