import { issue } from '../../acquirer/issue.ts'
import { put } from '../../acquirer/settle.ts'
import { cancelled } from '../../domain/cancellation.ts'
import { virtualAccount } from '../../domain/methods/virtual-account.ts'
import { snapStatusAt } from '../../domain/snap-status.ts'
import { registered, statusAt } from '../../domain/transaction.ts'
import { BANKS } from '../../protocol/banks.ts'
import { AMOUNT, M, O, object } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { newTxid } from '../../store/new-txid.ts'
import { expiryOf } from '../validity.ts'
import { amountOf } from './order-about.ts'
import { addressIn, objectIn, snapOrder, textIn } from './order-of.ts'
import { snapEndpoint } from './transaction-endpoint.ts'
import { ABOUT_VA, vaAbout, vaDataOf } from './va-about.ts'

const FEES = ['msId', 'msFee', 'msFeeType', 'mbFee', 'mbFeeType'] as const

/**
 * Gives out a number to transfer to.
 * Source: docs.nicepay.co.id, page "Create VA - SNAP"; request and answer in nicepay-dev/python-nicepay:README.md.
 */
export const createVa = snapEndpoint({
  name: 'snap.create-va',
  path: '/api/v1.0/transfer-va/create-va',
  service: '27',
  documented: 'Create VA - SNAP',
  request: {
    partnerServiceId: O(20),
    customerNo: O(40),
    virtualAccountNo: O(28),
    virtualAccountName: M(100),
    trxId: M(40),
    totalAmount: object(AMOUNT),
    additionalInfo: object({
      bankCd: M(4),
      goodsNm: M(100),
      dbProcessUrl: M(255),
      vacctValidDt: O(8),
      vacctValidTm: O(6),
      msId: O(255),
      msFee: O(255),
      msFeeType: O(255),
      mbFee: O(255),
      mbFeeType: O(255),
    }),
  },
  handle: (message, context) => {
    const { tx, merchant, now, ids } = context
    const more = objectIn(message, 'additionalInfo')
    const bankCd = textIn(more, 'bankCd') ?? ''
    if (!BANKS.has(bankCd)) {
      const known = [...BANKS.keys()].join(', ')
      throw new SnapError(
        'BANK_NOT_SUPPORTED',
        '',
        `additionalInfo.bankCd must be one of ${known}, received ${bankCd}`,
      )
    }
    const order = snapOrder(
      '02',
      {
        referenceNo: textIn(message, 'trxId') ?? '',
        amount: objectIn(message, 'totalAmount'),
        mitraCd: null,
        goodsNm: textIn(more, 'goodsNm'),
        billingNm: textIn(message, 'virtualAccountName'),
        billingPhone: undefined,
        dbProcessUrl: addressIn(more, 'dbProcessUrl', 'additionalInfo.dbProcessUrl'),
        details: { bankCd },
      },
      context,
    )
    const validity = {
      vacctValidDt: textIn(more, 'vacctValidDt'),
      vacctValidTm: textIn(more, 'vacctValidTm'),
    }
    const until = expiryOf(virtualAccount, validity, null, merchant, now)
    const tXid = newTxid(tx, ids, merchant.iMid, '02', now)
    const issued = issue(registered(order, tXid, now, until), context)
    const { vacctNo, vacctValidDt, vacctValidTm } = issued.details
    return {
      virtualAccountData: {
        partnerServiceId: textIn(message, 'partnerServiceId') ?? '',
        customerNo: textIn(message, 'customerNo') ?? '',
        virtualAccountNo: vacctNo,
        virtualAccountName: issued.billingNm,
        trxId: issued.referenceNo,
        totalAmount: amountOf(issued.amt, issued),
        additionalInfo: {
          ...Object.fromEntries(FEES.map((name) => [name, textIn(more, name) ?? ''])),
          bankCd,
          tXidVA: tXid,
          goodsNm: issued.goodsNm,
          vacctValidDt,
          vacctValidTm,
        },
      },
    }
  },
})

/**
 * How a number stands.
 * Source: docs.nicepay.co.id, page "Status VA - SNAP". Source: clients look for the status at the top (nicepay-dev/magento-nicepay) or
 * inside virtualAccountData (nicepay-dev/woocommerce-nicepay), so it is in both.
 */
export const vaStatus = snapEndpoint({
  name: 'snap.va-status',
  path: '/api/v1.0/transfer-va/status',
  service: '26',
  documented: 'Status VA - SNAP',
  request: ABOUT_VA,
  handle: (message, context) => {
    const order = vaAbout(message, context)
    const { bankCd, vacctValidDt, vacctValidTm } = order.details
    const [latestTransactionStatus, transactionStatusDesc] = snapStatusAt(order, context.now)
    const additionalInfo = {
      bankCd,
      tXidVA: order.tXid,
      goodsNm: order.goodsNm,
      trxId: order.referenceNo,
      totalAmount: amountOf(order.amt, order),
      vacctValidDt,
      vacctValidTm,
      latestTransactionStatus,
      transactionStatusDesc,
    }
    const virtualAccountData = { ...vaDataOf(order, message), additionalInfo }
    return { virtualAccountData, additionalInfo }
  },
})

/** Ends a number that nobody has paid to. Source: docs.nicepay.co.id, page "Delete VA - SNAP"; a DELETE with a body. */
export const deleteVa = snapEndpoint({
  name: 'snap.delete-va',
  method: 'delete',
  path: '/api/v1.0/transfer-va/delete-va',
  service: '31',
  documented: 'Delete VA - SNAP',
  request: ABOUT_VA,
  handle: (message, context) => {
    const { now, merchant } = context
    const order = vaAbout(message, context)
    if (statusAt(order, now) === 'paid') {
      throw new SnapError('PAID_BILL', '', `the number of ${order.tXid} is paid`)
    }
    const request = { type: 'full', amt: order.amt } as const
    put(cancelled(order, request, merchant.settings, now), context)
    const { cancelMessage } = objectIn(message, 'additionalInfo')
    return {
      virtualAccountData: {
        ...vaDataOf(order, message),
        additionalInfo: { tXidVA: order.tXid, cancelMessage: cancelMessage ?? '' },
      },
    }
  },
})
