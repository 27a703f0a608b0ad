import { payByPartner } from '../../acquirer/partner.ts'
import { put } from '../../acquirer/settle.ts'
import { methodOf } from '../../domain/methods/index.ts'
import { snapStatusAt } from '../../domain/snap-status.ts'
import { type Order, registered, type Transaction } from '../../domain/transaction.ts'
import { pathOf } from '../../lender/paths.ts'
import { pageOf } from '../../lender/visit.ts'
import { cartItems, checkCartTotal } from '../../protocol/cart.ts'
import { shown } from '../../protocol/shown.ts'
import {
  AMOUNT,
  listIfAny,
  M,
  O,
  object,
  objectIfAny,
  type SnapMessage,
} from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { snapTime } from '../../protocol/snap/time.ts'
import { newTxid } from '../../store/new-txid.ts'
import { addressAmong, returnAddressAmong } from './addresses.ts'
import { chargeBound, customerTokenOf } from './bound-account.ts'
import { ABOUT_STATUS, amountOf, checkServiceCode, orderAbout } from './order-about.ts'
import { objectIn, snapOrder, textIn } from './order-of.ts'
import { refundEndpoint } from './refund.ts'
import type { SnapContext } from './snap-endpoint.ts'
import { snapEndpoint } from './transaction-endpoint.ts'
import { untilFlaw, untilIn } from './until.ts'

const WALLET = '05'
const BANK = '04'
/** What the services 54, 55 and 58 are about. */
const DEBITS = [WALLET, BANK]

const URLS = listIfAny({ url: O(2048), type: O(20), isDeeplink: O(1) })

const FEES = { msId: O(255), msFee: O(255), msFeeType: O(255), mbFee: O(255), mbFeeType: O(255) }

/** The method of a partner, by its code. Throws SnapError for one that is nobody's. */
const methodOfPartner = (mitraCd: string): string => {
  const known = DEBITS.map((code) => [code, methodOf({ payMethod: code }).partners?.list] as const)
  const found = known.find(([, list]) => list?.has(mitraCd))
  if (found) return found[0]
  const codes = known.flatMap(([, list]) => [...(list?.keys() ?? [])]).join(', ')
  throw new SnapError(
    'INVALID_FIELD',
    '{additionalInfo.mitraCd}',
    `additionalInfo.mitraCd must be one of ${codes}, received ${shown(mitraCd)}`,
  )
}

const orderIn = (
  message: SnapMessage,
  { payMethod, dbProcessUrl }: { readonly payMethod: string; readonly dbProcessUrl: string },
  context: SnapContext,
): Order => {
  const more = objectIn(message, 'additionalInfo')
  const cartData = textIn(more, 'cartData')
  const shopId = textIn(message, 'externalStoreId')
  const items = cartData === undefined ? [] : cartItems(cartData, 'withCents')
  const order = snapOrder(
    payMethod,
    {
      referenceNo: textIn(message, 'partnerReferenceNo') ?? '',
      amount: objectIn(message, 'amount'),
      mitraCd: textIn(more, 'mitraCd') ?? null,
      goodsNm: textIn(more, 'goodsNm'),
      billingNm: textIn(more, 'billingNm'),
      billingPhone: textIn(more, 'billingPhone'),
      dbProcessUrl,
      items,
      details: shopId === undefined ? {} : { shopId },
    },
    context,
  )
  if (items.length > 0) checkCartTotal(items, order.amt)
  return order
}

/** Sends the customer to the wallet or the bank; answers the address of the page. */
const pageFor = (fresh: Transaction, callBackUrl: string, context: SnapContext): string => {
  const { link } = payByPartner(fresh, callBackUrl, {}, context)
  return link ? `${context.baseUrl}${pathOf(pageOf(link, context), link)}` : ''
}

/** Keeps an order that a linked account has paid; no page is needed any more. */
const withoutPage = (charged: Transaction, context: SnapContext): string => {
  put(charged, context)
  return ''
}

/**
 * Has a customer pay from a wallet or a bank account, on a page or in its app; with the token of a linked account, without either.
 * Source: docs.nicepay.co.id, page "Registration E-Wallet - SNAP"; nicepay-dev/php-nicepay:test/NicepayEwalletTest.php; urlParams as
 * nicepay-dev/woocommerce-nicepay writes it. Guess: which fields may be missing; that a bank is chosen by mitraCd as well.
 */
export const debitPayment = snapEndpoint({
  name: 'snap.debit-payment',
  path: '/api/v1.0/debit/payment-host-to-host',
  service: '54',
  documented: 'Registration E-Wallet - SNAP',
  request: {
    partnerReferenceNo: M(40),
    merchantId: M(10),
    subMerchantId: O(32),
    externalStoreId: O(32),
    validUpTo: O(25, untilFlaw),
    pointOfInitiation: O(20),
    amount: object(AMOUNT),
    urlParam: URLS,
    urlParams: URLS,
    additionalInfo: object({
      mitraCd: M(4),
      goodsNm: O(100),
      billingNm: O(100),
      billingPhone: O(20),
      customerEmail: O(100),
      dbProcessUrl: O(255),
      callBackUrl: O(2048),
      callbackUrl: O(2048),
      cartData: O(4000),
      ...FEES,
    }),
  },
  read: (message) => ({
    payMethod: methodOfPartner(textIn(objectIn(message, 'additionalInfo'), 'mitraCd') ?? ''),
    dbProcessUrl: addressAmong(message, 'additionalInfo.dbProcessUrl', 'PAY_NOTIFY'),
    callBackUrl: returnAddressAmong(message, 'additionalInfo.callBackUrl', 'PAY_RETURN'),
  }),
  handle: (message, context, { callBackUrl, ...read }) => {
    const { tx, ids, now } = context
    const order = orderIn(message, read, context)
    const until = untilIn(message, 'validUpTo', order, context)
    const tXid = newTxid(tx, ids, order.iMid, order.payMethod, now)
    const fresh = registered(order, tXid, now, until)
    const customerToken = customerTokenOf(context.call)
    const page =
      customerToken === undefined
        ? pageFor(fresh, callBackUrl, context)
        : withoutPage(chargeBound(fresh, customerToken, context), context)
    return {
      referenceNo: tXid,
      partnerReferenceNo: order.referenceNo,
      webRedirectUrl: page,
      appRedirectUrl: '',
      additionalInfo: {},
    }
  },
})

/**
 * How a payment from a wallet or a bank account stands.
 * Source: docs.nicepay.co.id, page "Check Status E-Wallet - SNAP"; the amount under both of its names, as
 * nicepay-dev/woocommerce-nicepay reads amount, nicepay-dev/php-nicepay and java-nicepay transAmount.
 * Guess: transactionDateTime is that of the registration until it is paid.
 */
export const debitStatus = snapEndpoint({
  name: 'snap.debit-status',
  path: '/api/v1.0/debit/status',
  service: '55',
  documented: 'Check Status E-Wallet - SNAP',
  request: { ...ABOUT_STATUS, additionalInfo: objectIfAny({}) },
  handle: (message, context) => {
    checkServiceCode(message, [debitPayment.service])
    const order = orderAbout(message, DEBITS, context)
    const [latestTransactionStatus, transactionStatusDesc] = snapStatusAt(order, context.now)
    const amount = amountOf(order.amt, order)
    return {
      originalReferenceNo: order.tXid,
      originalPartnerReferenceNo: order.referenceNo,
      serviceCode: debitPayment.service,
      latestTransactionStatus,
      transactionStatusDesc,
      amount,
      transAmount: amount,
      additionalInfo: { transactionDateTime: snapTime(order.paidAt ?? order.registeredAt) },
    }
  },
})

/** Gives back what a wallet or a bank account has paid. */
export const debitRefund = refundEndpoint({
  name: 'snap.debit-refund',
  path: '/api/v1.0/debit/refund',
  service: '58',
  documented: 'Refund E-Wallet - SNAP',
  payMethods: DEBITS,
  typeField: 'refundType',
})
