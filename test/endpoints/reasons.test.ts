import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Settings } from '../../src/domain/settings.ts'
import type { Core } from '../../src/endpoints/core.ts'
import { PLAIN_DECISIONS } from '../../src/lender/plain-page.ts'
import { RESULT, type ResultName } from '../../src/protocol/results.ts'
import { StorageError } from '../../src/store/store.ts'
import { HOUR, T0 } from '../support/clock.ts'
import type { Fields } from '../support/fixtures.ts'
import { coreWithOther, type SignedCall, send, signedCalls } from '../support/wrong-tokens/calls.ts'
import { right } from '../support/wrong-tokens/programs.ts'

const DAY = 24 * HOUR

/** What has happened to the order before the call, or how the sandbox is. */
interface Before {
  readonly settings?: Partial<Settings>
  /** The call is about another order than the one by payloan, registered with this change. */
  readonly order?: Row['change']
  /** Money that a card has reserved for the order by payloan. */
  readonly reserved?: string
  /** What the lender has decided of the order. */
  readonly lender?: keyof typeof PLAIN_DECISIONS
  /** The payout is approved. */
  readonly approved?: true
  /** A customerId that was registered. */
  readonly customer?: string
  /** A cancel that was done. */
  readonly cancelled?: Fields
  /** How much time has gone by since the registration, in milliseconds. */
  readonly later?: number
  /** How storing fails. */
  readonly failure?: Error
}

interface Row {
  readonly result: ResultName
  readonly call: string
  readonly change?: Readonly<Record<string, string | undefined>>
  readonly before?: Before
  readonly reason: string
  /** The page of docs.nicepay.co.id, where it is not the one of the call by payloan. */
  readonly page?: string
}

const PAGE: Readonly<Record<string, string>> = {
  'direct.registration': 'Registration API - Payloan',
  'direct.inquiry': 'Status Inquiry API - Payloan',
  'direct.cancel': 'Cancel API - Payloan',
  'direct.payment': 'Payment API',
  'direct.confirm-akulaku': 'Payment API - Payloan',
  'binding.registration': 'Registration & Notification - Account Binding Payloan API',
  'payout.request': 'Registration - API Payout (Disbursement)',
  'payout.approve': 'Approve - API Payout (Disbursement)',
  'payout.reject': 'Reject - API Payout (Disbursement)',
  'payout.inquiry': 'Inquiry - API Payout (Disbursement)',
  'payout.cancel': 'Cancel - API Payout (Disbursement)',
  'binding.user-details': 'Get User Detail - Account Binding Payloan API',
  'fixed-va.register': 'Virtual Account Static',
  'fixed-va.inquiry': 'Virtual Account Static',
  'fixed-va.update': 'Virtual Account Static',
  'fixed-va.deposits': 'Virtual Account Static',
  'fixed-va.customer-deposits': 'Virtual Account Static',
}

/** The order of the calls, and when it was registered. */
const TXID = 'IONPAYTEST06202601311000000001'

/** The payout of the calls. */
const PAYOUT = 'IONPAYTEST07202601311000000002'

const missing = (result: ResultName, call: string, name: string): Row => ({
  result,
  call,
  change: { [name]: undefined },
  reason: `${name} is missing`,
})

/** What registers an order by each other method in the place of payloan's. */
const CARD = { payMethod: '01', recurrOpt: '2', mitraCd: undefined }
const VA = { payMethod: '02', bankCd: 'CENA' }
const STORE = { payMethod: '03', mitraCd: 'ALMA' }
const BY_BANK = { payMethod: '04', mitraCd: 'MDRC' }
const OVO = { payMethod: '05', mitraCd: 'OVOE' }

/** The order of another method, which is the third to be registered. */
const orderBy = (payMethod: string): string => `IONPAYTEST${payMethod}202601311000000003`

const CARD_DATA = { cardNo: '5123450000000008', cardExpYymm: '3901', cardCvv: '100' }

const OTHER_METHODS: readonly Row[] = [
  {
    result: 'METHOD_NOT_ACTIVE',
    call: 'direct.registration',
    change: { payMethod: '99' },
    page: 'Registration API',
    reason: 'payMethod must be one of 01, 02, 03, 04, 05, 06, 08, 09, received "99"',
  },
  {
    result: 'METHOD_NOT_ACTIVE',
    call: 'direct.registration',
    change: { ...OVO, mitraCd: 'KDVI' },
    page: 'Registration API - E-Wallet',
    reason: 'mitraCd must be one of OVOE, DANA, LINK, ESHP, ASTR, ALLO, received "KDVI"',
  },
  {
    result: 'BAD_ORDER_DATA',
    call: 'direct.registration',
    change: { ...CARD, recurrOpt: '3' },
    page: 'Registration API - Credit Card',
    reason:
      'recurrOpt must be 0 (make a token, cancel the payment), 1 (make a token) or 2 (no token), received "3"',
  },
  {
    result: 'NO_SUCH_INSTALMENT',
    call: 'direct.registration',
    change: { ...CARD, instmntMon: '9' },
    page: 'Registration API - Credit Card',
    reason: 'instmntMon must be one of 1, 3, 6, 12, received "9"',
  },
  {
    result: 'VA_REFERENCE_NO_TOO_LONG',
    call: 'direct.registration',
    change: { ...VA, referenceNo: 'r'.repeat(41) },
    page: 'Registration API - Virtual Account',
    reason: `referenceNo must have at most 40 characters, received 41: "${'r'.repeat(41)}"`,
  },
  {
    result: 'VA_AMOUNT_TOO_LOW',
    call: 'direct.registration',
    change: { ...VA, amt: '0' },
    page: 'Registration API - Virtual Account',
    reason: 'amt must be more than 0, received 0',
  },
  {
    result: 'BAD_VA_VALIDITY',
    call: 'direct.registration',
    change: { ...VA, vacctValidDt: '20260230', vacctValidTm: '120000' },
    page: 'Registration API - Virtual Account',
    reason:
      'vacctValidDt and vacctValidTm (yyyyMMdd and HHmmss in Jakarta) must be an existing time, received 20260230 120000',
  },
  {
    result: 'BAD_BANK',
    call: 'direct.registration',
    change: { ...VA, bankCd: 'MEGA' },
    page: 'Registration API - Virtual Account',
    reason:
      'bankCd must be one of CENA, BNIN, BRIN, BMRI, BBBA, BBBB, BNIA, BDIN, IBBK, HNBN, YUDB, BDKI, PDJB, OTHR, received "MEGA"',
  },
  {
    result: 'CVS_REFERENCE_NO_TOO_LONG',
    call: 'direct.registration',
    change: { ...STORE, referenceNo: 'r'.repeat(41) },
    page: 'Registration API - Convenience Store',
    reason: `referenceNo must have at most 40 characters, received 41: "${'r'.repeat(41)}"`,
  },
  {
    result: 'CVS_AMOUNT_TOO_LOW',
    call: 'direct.registration',
    change: { ...STORE, amt: '0' },
    page: 'Registration API - Convenience Store',
    reason: 'amt must be more than 0, received 0',
  },
  {
    result: 'BAD_CVS_VALIDITY',
    call: 'direct.registration',
    change: { ...STORE, payValidDt: '20260131', payValidTm: '100000' },
    page: 'Registration API - Convenience Store',
    reason:
      'payValidDt and payValidTm (yyyyMMdd and HHmmss in Jakarta) must be later than now, 20260131100000, received 20260131 100000; see the setting pastValidity',
  },
  {
    result: 'BAD_CARD',
    call: 'direct.payment',
    before: { order: CARD },
    change: { ...CARD_DATA, cardCvv: undefined },
    reason: 'cardCvv is missing',
  },
  {
    result: 'BAD_CARD',
    call: 'direct.payment',
    before: { order: CARD },
    change: { ...CARD_DATA, isEncryptedCard: '1' },
    reason: 'isEncryptedCard must be 0, only NICEPAY can decrypt cards, received "1"',
  },
  {
    result: 'BAD_CARD_EXPIRY',
    call: 'direct.payment',
    before: { order: CARD },
    change: { ...CARD_DATA, cardExpYymm: '0139' },
    reason: 'cardExpYymm must be the year and the month, YYMM, received "0139"',
  },
  {
    result: 'CARD_REFUSED',
    call: 'direct.payment',
    before: { order: { payMethod: '09', mitraCd: undefined } },
    change: CARD_DATA,
    reason: 'cardNo must be a test card: 1946340000000008, 1946340000000016',
  },
  {
    result: 'NO_SUCH_CARD_TOKEN',
    call: 'direct.payment',
    before: { order: CARD },
    change: { recurringToken: 'gone' },
    reason: 'recurringToken must be one that a payment of IONPAYTEST has brought, received "gone"',
  },
  {
    result: 'CAPTURES_TOO_MUCH',
    call: 'direct.payment',
    before: { order: { ...CARD, amt: '12500001' }, reserved: 'pre-1' },
    change: { preauthToken: 'pre-1', amt: '12500001' },
    reason: 'amt must be at most 12500000, what is reserved, the order has 12500001',
  },
  {
    result: 'BAD_CLICKPAY',
    call: 'direct.payment',
    before: { order: BY_BANK },
    change: { clickPayNo: '1234567890123456', clickPayToken: '12345' },
    reason:
      'clickPayNo must have 16 digits and clickPayToken 6, received "1234567890123456" and "12345"',
  },
  {
    result: 'VA_PAID',
    call: 'direct.cancel',
    before: { order: VA, lender: 'approve' },
    change: { payMethod: '02' },
    page: 'Cancel API',
    reason: 'money that came in by transfer cannot be cancelled',
  },
  {
    result: 'CANNOT_CANCEL',
    call: 'direct.cancel',
    before: { order: STORE, lender: 'approve' },
    change: { payMethod: '03' },
    page: 'Cancel API',
    reason: 'money that came in at a till cannot be cancelled',
  },
  {
    result: 'CANNOT_CANCEL',
    call: 'direct.cancel',
    before: { order: CARD },
    change: { payMethod: '01' },
    page: 'Cancel API',
    reason: `only a paid order can be cancelled, ${orderBy('01')} is init`,
  },
  {
    result: 'CANNOT_CANCEL',
    call: 'direct.cancel',
    before: { order: OVO, lender: 'approve', later: DAY },
    change: { payMethod: '05' },
    page: 'Cancel API',
    reason: 'OVO gives back on the day of the payment only',
  },
  {
    result: 'PARTIAL_CANCEL_OFF',
    call: 'direct.cancel',
    before: { order: OVO, lender: 'approve' },
    change: { payMethod: '05', cancelType: '2' },
    page: 'Cancel API',
    reason: 'cancelType must be 1 for an order by 05 and OVOE, received 2',
  },
]

const REFUSALS: readonly Row[] = [
  ...OTHER_METHODS,
  missing('UNKNOWN_MERCHANT', 'direct.registration', 'iMid'),
  missing('NO_AMOUNT', 'direct.registration', 'amt'),
  missing('NO_CURRENCY', 'direct.registration', 'currency'),
  missing('NO_REFERENCE_NO', 'direct.registration', 'referenceNo'),
  missing('NO_GOODS_NAME', 'direct.registration', 'goodsNm'),
  missing('NO_BILLING_NAME', 'direct.registration', 'billingNm'),
  missing('NO_BILLING_PHONE', 'binding.registration', 'billingPhone'),
  missing('NO_BILLING_EMAIL', 'direct.registration', 'billingEmail'),
  missing('NO_BILLING_CITY', 'direct.registration', 'billingCity'),
  missing('NO_BILLING_STATE', 'direct.registration', 'billingState'),
  missing('NO_BILLING_POST_CODE', 'direct.registration', 'billingPostCd'),
  missing('NO_BILLING_COUNTRY', 'direct.registration', 'billingCountry'),
  missing('NO_DB_PROCESS_URL', 'direct.registration', 'dbProcessUrl'),
  missing('NO_CALLBACK_URL', 'direct.payment', 'callBackUrl'),
  missing('BAD_TXID', 'direct.inquiry', 'tXid'),
  missing('BAD_TOKEN', 'binding.registration', 'merchantToken'),
  {
    result: 'NO_AMOUNT',
    call: 'direct.registration',
    change: { amt: undefined, amount: '25145' },
    reason: 'amt is missing; "amount" is not a field of this call, perhaps it was meant',
  },
  {
    result: 'NO_REFERENCE_NO',
    call: 'binding.registration',
    change: { referenceNo: undefined, refrenceNo: 'A1' },
    reason:
      'referenceNo is missing; "refrenceNo" is not a field of this call, perhaps it was meant',
  },
  {
    result: 'NO_CALLBACK_URL',
    call: 'direct.payment',
    change: { callBackUrl: undefined, callbackURL: 'http://shop.test/back' },
    reason:
      'callBackUrl is missing; "callbackURL" is not a field of this call, perhaps it was meant',
  },
  {
    result: 'NO_GOODS_NAME',
    call: 'direct.registration',
    change: { goodsNm: '' },
    reason: 'goodsNm is missing: it was sent as "", which counts as absent',
  },
  {
    result: 'UNKNOWN_MERCHANT',
    call: 'direct.registration',
    change: { iMid: 'NOBODY0000' },
    reason: 'no merchant has the iMid "NOBODY0000"; see GET /_sandbox/merchants',
  },
  {
    result: 'BAD_TOKEN',
    call: 'binding.registration',
    change: { merchantToken: 'x' },
    reason:
      'merchantToken must be the SHA-256 of iMid+referenceNo+billingPhone+merchantKey: ' +
      '"IONPAYTESTOrder/7 Café-A 0001+62-82112345678" and the key 33F4…(88) of IONPAYTEST give c92975cb…, received x',
  },
  {
    result: 'BAD_TOKEN',
    call: 'binding.registration',
    change: { merchantToken: 'A'.repeat(344) },
    reason: `merchantToken must have at most 255 characters, received 344: "${'A'.repeat(60)}…". It looks like an RSA signature in Base64, as SNAP's access token call has: this call is V2, where a merchantToken is the SHA-256 of the joined values in 64 small hexadecimal digits`,
  },
  {
    result: 'BAD_AMOUNT',
    call: 'direct.registration',
    change: { amt: '10000.00' },
    reason: 'amt must be digits only, received "10000.00"',
  },
  {
    result: 'BAD_TIME',
    call: 'binding.registration',
    change: { timeStamp: '2019' },
    reason: 'timeStamp must have 14 digits, yyyyMMddHHmmss in Jakarta, received "2019"',
  },
  {
    result: 'BAD_TIME',
    call: 'binding.registration',
    change: { timeStamp: '20191318151435' },
    before: { settings: { timeStamp: 'strict' } },
    reason:
      'timeStamp must be an existing time, yyyyMMddHHmmss in Jakarta, received "20191318151435"; see the setting timeStamp',
  },
  {
    result: 'REFERENCE_NO_TOO_LONG',
    call: 'direct.registration',
    change: { referenceNo: 'r'.repeat(41) },
    reason: `referenceNo must have at most 40 characters, received 41: "${'r'.repeat(41)}"`,
  },
  {
    result: 'DUPLICATE_REFERENCE_NO',
    call: 'direct.registration',
    before: { settings: { duplicateReferenceNo: 'refuse' } },
    reason:
      'referenceNo must be a new one, received "Order/7 Café-A 0001", which was registered before; see the setting duplicateReferenceNo',
  },
  {
    result: 'METHOD_NOT_ACTIVE',
    call: 'direct.registration',
    before: { settings: { enabledPayMethods: ['02'] } },
    reason:
      'payMethod must be one that is active for IONPAYTEST (02), received "06"; see the setting enabledPayMethods',
  },
  {
    result: 'AMOUNT_TOO_LOW',
    call: 'direct.registration',
    change: { amt: '0' },
    reason: 'amt must be more than 0, received 0',
  },
  {
    result: 'BAD_ORDER_DATA',
    call: 'direct.registration',
    change: { goodsNm: 'Kopi\nGayo' },
    reason: 'goodsNm must not hold control characters, received "Kopi\\nGayo"',
  },
  {
    result: 'BAD_CART_DATA',
    call: 'direct.registration',
    change: { cartData: "{'count': '1'}" },
    reason:
      "cartData is not JSON at line 1, column 2, near \"{'count': '1'}\": JSON wants double quotes around names and texts",
  },
  {
    result: 'CART_TOTAL_DIFFERS',
    call: 'direct.registration',
    change: { amt: '10000' },
    reason:
      'cartData must add up to amt: goods_amt times goods_quantity give 12500000, amt is 10000',
  },
  {
    result: 'NO_USER_IP',
    call: 'direct.registration',
    change: { userIP: undefined },
    before: { settings: { requireUserIP: 'yes' } },
    reason: 'userIP is missing, the address of the customer; see the setting requireUserIP',
  },
  {
    result: 'BAD_INSTALMENT_TYPE',
    call: 'direct.registration',
    change: { instmntType: '3' },
    reason: 'instmntType must be 1 or 2, received "3"',
  },
  {
    result: 'NO_SUCH_INSTALMENT',
    call: 'direct.registration',
    change: { instmntMon: '5' },
    reason: 'instmntMon must be one of 1, 3, 6, 12 with mitraCd KDVI, received "5"',
  },
  {
    result: 'BAD_USER_TOKEN',
    call: 'direct.registration',
    change: { tokenizeUser: '2', userToken: 'gone' },
    before: { settings: { seamlessDeadToken: 'refuse' } },
    reason:
      'userToken must be an active one of IONPAYTEST, received "gone"; see the setting seamlessDeadToken',
  },
  {
    result: 'BAD_USER_TOKEN',
    call: 'binding.user-details',
    change: { userToken: 'gone' },
    reason: 'userToken must be an active one of IONPAYTEST, "gone" is none of its',
  },
  {
    result: 'BAD_CALLBACK_URL',
    call: 'direct.payment',
    change: { callBackUrl: 'shop://back' },
    reason: 'callBackUrl must be an http or https URL, received "shop://back"',
  },
  {
    result: 'NO_SUCH_ORDER',
    call: 'direct.inquiry',
    change: { amt: '1' },
    reason: `amt must be that of the order ${TXID}, "12500000", received "1"`,
  },
  {
    result: 'NO_SUCH_ORDER',
    call: 'direct.payment',
    change: { tXid: 'IONPAYTEST06202601311000009999' },
    reason:
      'no order has the tXid "IONPAYTEST06202601311000009999"; its registration has answered another one',
  },
  {
    result: 'NOT_ALLOWED',
    call: 'direct.confirm-akulaku',
    reason: `the order must be paid at AKLP, ${TXID} is init at KDVI`,
  },
  {
    result: 'BAD_CANCEL_TYPE',
    call: 'direct.cancel',
    change: { cancelType: '3' },
    reason: 'cancelType must be 1 (full) or 2 (partial), received "3"',
  },
  {
    result: 'BAD_CANCEL_AMOUNT',
    call: 'direct.cancel',
    change: { amt: 'all' },
    reason: 'amt must be digits only, received "all"',
  },
  {
    result: 'CANNOT_CANCEL',
    call: 'direct.cancel',
    before: { settings: { cancelUnpaid: 'refuse' } },
    reason: `only a paid order can be cancelled, ${TXID} is init; see the setting cancelUnpaid`,
  },
  {
    result: 'PARTIAL_CANCEL_BEFORE_PURCHASE',
    call: 'direct.cancel',
    change: { cancelType: '2' },
    reason: `cancelType must be 1 before an order is paid, ${TXID} is init, received 2`,
  },
  {
    result: 'PARTIAL_CANCEL_OFF',
    call: 'direct.cancel',
    change: { cancelType: '2' },
    before: { lender: 'approve', settings: { partialCancel: 'refuse' } },
    reason: 'cancelType must be 1 for IONPAYTEST, received 2; see the setting partialCancel',
  },
  {
    result: 'FULL_AFTER_PARTIAL_CANCEL',
    call: 'direct.cancel',
    before: { lender: 'approve', cancelled: { cancelType: '2', amt: '500000' } },
    reason: 'cancelType must be 2 where 500000 of 12500000 is cancelled already, received 1',
  },
  {
    result: 'CANCELS_NOTHING',
    call: 'direct.cancel',
    change: { amt: '0' },
    before: { lender: 'approve' },
    reason: 'amt must be more than 0, received 0',
  },
  {
    result: 'CANCELS_TOO_MUCH',
    call: 'direct.cancel',
    change: { amt: '12500001' },
    before: { lender: 'approve' },
    reason: 'amt must be at most 12500000, what is left, received 12500001',
  },
  {
    result: 'BAD_FULL_CANCEL',
    call: 'direct.cancel',
    change: { amt: '1' },
    before: { lender: 'approve' },
    reason: 'amt must be all 12500000 with cancelType 1, received 1',
  },
  {
    result: 'CANCELLED_TOO_LATE',
    call: 'direct.cancel',
    before: { lender: 'approve', later: 91 * DAY },
    reason: `an order can be cancelled for 90 days, ${TXID} was paid on 2026-01-31T03:00:00.000Z, it is 2026-05-02T03:00:00.000Z`,
  },
  {
    result: 'BAD_BANK',
    call: 'payout.request',
    change: { bankCd: 'MEGA' },
    reason:
      'bankCd must be one of CENA, BNIN, BRIN, BMRI, BBBA, BBBB, BNIA, BDIN, IBBK, HNBN, YUDB, BDKI, PDJB, OYID, received "MEGA"; see the setting payoutBanks',
  },
  {
    result: 'BAD_ORDER_DATA',
    call: 'payout.request',
    change: { benefType: '4' },
    reason: 'benefType must be 1 (personal), 2 (company) or 3 (government), received "4"',
  },
  {
    result: 'BAD_AMOUNT',
    call: 'payout.request',
    change: { amt: '010' },
    reason: 'amt must be digits only, the first one not 0, received "010"',
  },
  {
    result: 'BAD_TIME',
    call: 'payout.request',
    change: { reservedDt: '20260230', reservedTm: '120000' },
    reason:
      'reservedDt and reservedTm must be an existing time, yyyyMMdd and HHmmss in Jakarta, received "20260230" and "120000"',
  },
  {
    result: 'BAD_TIME',
    call: 'payout.request',
    change: { reservedDt: '20260131', reservedTm: '095959' },
    reason:
      'reservedDt and reservedTm must be still to come, received "20260131" and "095959"; it is 2026-01-31T03:00:00.000Z',
  },
  {
    result: 'BALANCE_TOO_LOW',
    call: 'payout.approve',
    before: { settings: { payoutBalance: 12_499_999 } },
    reason:
      'the balance must be at least amt, 12500000, there is 12499999; see the setting payoutBalance',
  },
  {
    result: 'ALREADY_APPROVED',
    call: 'payout.approve',
    before: { approved: true },
    reason: `a payout is decided once, ${PAYOUT} is approved`,
  },
  {
    result: 'ALREADY_APPROVED',
    call: 'payout.reject',
    before: { approved: true },
    reason: `a payout is decided once, ${PAYOUT} is approved`,
  },
  {
    result: 'CANNOT_CANCEL',
    call: 'payout.cancel',
    reason: `only an approved payout can be cancelled, ${PAYOUT} is requested; rejectPayout ends one that is not approved yet`,
  },
  {
    result: 'CANNOT_CANCEL',
    call: 'payout.cancel',
    before: { approved: true },
    reason: `a payout can be cancelled before the bank has it, ${PAYOUT} went there at 2026-01-31T03:00:00.000Z; send reservedDt and reservedTm, or see the setting payoutDelayMs`,
  },
  {
    result: 'NO_SUCH_ORDER',
    call: 'payout.inquiry',
    change: { accountNo: '1' },
    reason: `accountNo must be that of the payout ${PAYOUT}, "5345000060", received "1"`,
  },
  {
    result: 'NO_SUCH_ORDER',
    call: 'payout.approve',
    change: { tXid: TXID },
    reason: `no payout has the tXid "${TXID}"; its request has answered another one`,
  },
  missing('NO_VA_DATA', 'fixed-va.inquiry', 'customerId'),
  missing('NO_VA_DATA', 'fixed-va.deposits', 'vacctNo'),
  missing('BAD_CUSTOMER_NAME', 'fixed-va.register', 'customerNm'),
  missing('BAD_VA_TOKEN', 'fixed-va.register', 'merchantToken'),
  missing('BAD_DATES', 'fixed-va.customer-deposits', 'startDt'),
  {
    result: 'BAD_CUSTOMER_ID',
    call: 'fixed-va.register',
    change: { customerId: 'C-1' },
    reason: 'customerId must be digits only, received "C-1"',
  },
  {
    result: 'BAD_CUSTOMER_ID',
    call: 'fixed-va.register',
    change: { customerId: '123456789' },
    reason: 'customerId must have at most 8 characters, received 9: "123456789"',
  },
  {
    result: 'CUSTOMER_EXISTS',
    call: 'fixed-va.register',
    change: { customerId: '20260131' },
    reason:
      'customerId must be a new one, received "20260131", which IONPAYTEST has registered; vacctCustomerUpdate.do changes it',
  },
  {
    result: 'NO_SUCH_CUSTOMER',
    call: 'fixed-va.inquiry',
    change: { customerId: '1' },
    reason: 'customerId must be one that is registered for IONPAYTEST, received "1"',
  },
  {
    result: 'BAD_UPDATE_TYPE',
    call: 'fixed-va.update',
    change: { updateType: '4' },
    reason: 'updateType must be 1 (new banks), 2 (new name) or 3 (end), received "4"',
  },
  {
    result: 'BAD_CUSTOMER_NAME',
    call: 'fixed-va.update',
    change: { customerNm: undefined },
    reason: 'customerNm is missing; updateType 2 is a new name',
  },
  {
    result: 'VA_TAKEN',
    call: 'fixed-va.register',
    change: { customerId: '77' },
    before: { customer: '077' },
    reason:
      'customerId must make numbers of its own, received "77": 4477155400000077 is that of "077" of IONPAYTEST',
  },
  {
    result: 'NO_DEPOSIT',
    call: 'fixed-va.deposits',
    change: { vacctNo: '1' },
    reason:
      'vacctNo must be that of a customer of IONPAYTEST, or one on which something came in, received "1"',
  },
  {
    result: 'BAD_DATES',
    call: 'fixed-va.deposits',
    change: { startDt: '20260231' },
    reason: 'startDt must be an existing day, yyyyMMdd in Jakarta, received "20260231"',
  },
  {
    result: 'BAD_DATES',
    call: 'fixed-va.deposits',
    change: { startDt: '20260202' },
    reason: 'startDt must not be later than endDt, received 20260202 and 20260201',
  },
  {
    result: 'BAD_DATES',
    call: 'fixed-va.customer-deposits',
    change: { startDt: '20250131' },
    reason: 'startDt and endDt must be within 366 days, received 367',
  },
]

/** How the browser's step answers an order that is decided: nothing is wrong with the call, so no page is named. */
const RESULTS: readonly Row[] = [
  {
    result: 'NOT_PAID',
    call: 'direct.payment',
    before: { lender: 'reject' },
    reason: 'the order is failed (declined)',
  },
  {
    result: 'CARD_REFUSED',
    call: 'direct.payment',
    before: { order: CARD },
    change: { ...CARD_DATA, cardNo: '4000 0000 0000 0010' },
    reason: 'the order is failed (card)',
  },
  {
    result: 'SECURE_FAILED',
    call: 'direct.payment',
    before: { order: CARD },
    change: { ...CARD_DATA, cardNo: '4000000000000101' },
    reason: 'the order is failed (secure)',
  },
  {
    result: 'WALLET_FAILED',
    call: 'direct.payment',
    before: { order: OVO, lender: 'reject' },
    reason: 'the order is failed (declined)',
  },
  {
    result: 'CLICKPAY_FAILED',
    call: 'direct.payment',
    before: { order: BY_BANK },
    change: { clickPayNo: '1234567890123456', clickPayToken: '000000' },
    reason: 'the order is failed (declined)',
  },
  {
    result: 'NOT_FINISHED',
    call: 'direct.payment',
    before: { lender: 'later' },
    reason: 'the order is init (under review)',
  },
  {
    result: 'ORDER_EXPIRED',
    call: 'direct.payment',
    before: { later: 2 * DAY },
    reason: 'the order is failed',
  },
  {
    result: 'ALREADY_CANCELLED',
    call: 'direct.payment',
    before: { cancelled: { cancelType: '1' } },
    reason: 'the order is void',
  },
  {
    result: 'BUSY',
    call: 'direct.registration',
    before: { failure: new StorageError('the change could not be stored: disk full') },
    reason: 'the change could not be stored: disk full',
  },
  {
    result: 'SERVER_ERROR',
    call: 'direct.registration',
    before: { failure: new Error('oops') },
    reason: 'a bug of the sandbox, please report it: oops',
  },
]

/** Bodies that cannot be read, all answered with BAD_HTTP_MESSAGE. */
const UNREADABLE: readonly {
  readonly type?: string
  readonly body: string
  readonly reason: string
}[] = [
  { body: '', reason: 'the body must be a JSON object or a form, received nothing' },
  { body: '[]', reason: 'the body must be a JSON object, received "[]"' },
  {
    body: '"{\\"iMid\\":1}"',
    reason:
      'the body must be a JSON object, received ""{\\"iMid\\":1}"", JSON that was encoded twice',
  },
  {
    body: '{"iMid":"A",}',
    reason:
      'the body is not JSON at line 1, column 13, near "{"iMid":"A",}": a comma must not stand in front of } or ]',
  },
  {
    body: 'iMid=A&amt=1',
    reason:
      'the body is not JSON at line 1, column 1, near "iMid=A&amt=1": it looks like a form; send it as application/x-www-form-urlencoded, or send JSON',
  },
  {
    type: 'text/plain',
    body: '{}',
    reason:
      'the content type must be application/json or application/x-www-form-urlencoded, received "text/plain"',
  },
  {
    type: '',
    body: '{}',
    reason:
      'the content type must be application/json or application/x-www-form-urlencoded, none was sent',
  },
]

let core: Core
let calls: readonly SignedCall[]
let now: number
beforeEach(async () => {
  const fresh = await coreWithOther()
  now = T0
  core = { ...fresh, env: { ...fresh.env, systemNow: () => now }, bug: () => {} }
  calls = await signedCalls(core)
})

/** A call with other values, signed after the change unless it says how. */
const changed = (
  name: string,
  change: Row['change'] = {},
): SignedCall & { token: string | undefined } => {
  const call = calls.find(({ endpoint }) => endpoint.name === name)
  if (!call) throw new Error(`there is no ${name}`)
  const fields = Object.fromEntries(
    Object.entries({ ...call.fields, ...change }).filter(
      ([field, value]) => value !== undefined && field !== 'merchantToken',
    ),
  ) as Record<string, string>
  const signed = call.signed.map(
    ([field, value]) => [field, field in change ? (change[field] ?? '') : value] as const,
  )
  const made = { ...call, fields, signed }
  return { ...made, token: 'merchantToken' in change ? change.merchantToken : right(made) }
}

/** Registers another order; every call about an order is about that one now. */
const goOnWith = async (change: Row['change']): Promise<string> => {
  const { token = '', ...call } = changed('direct.registration', change)
  const { tXid, reason } = await send(call, token, core)
  expect(reason).toBeNull()
  calls = calls.map((one) =>
    one.fields.tXid === TXID
      ? {
          ...one,
          fields: { ...one.fields, tXid: tXid ?? '' },
          signed: one.signed.map(([field, value]) => [field, value === TXID ? `${tXid}` : value]),
        }
      : one,
  )
  return tXid ?? ''
}

const happen = async (before: Before): Promise<void> => {
  const { settings, reserved, lender, approved, customer, cancelled, later = 0 } = before
  const tXid = before.order ? await goOnWith(before.order) : TXID
  await core.store.transact('default', (tx) => {
    const merchant = tx.merchants.get('IONPAYTEST')
    if (merchant && settings) {
      tx.merchants.put('IONPAYTEST', {
        ...merchant,
        settings: { ...merchant.settings, ...settings },
      })
    }
    const first = tx.transactions.get(TXID)
    if (first && reserved) {
      const details = { preauthToken: reserved, ccTransType: '3' }
      tx.transactions.put(TXID, { ...first, payMethod: '01', status: 'paid', details })
    }
    const order = tx.transactions.get(tXid)
    if (order && lender) PLAIN_DECISIONS[lender](order, { tx, now, ids: core.env.ids })
  })
  if (approved) {
    const { token = '', ...call } = changed('payout.approve')
    expect((await send(call, token, core)).reason).toBeNull()
  }
  if (customer) {
    const { token = '', ...call } = changed('fixed-va.register', { customerId: customer })
    expect((await send(call, token, core)).reason).toBeNull()
  }
  if (cancelled) {
    const { token = '', ...call } = changed('direct.cancel', cancelled as Row['change'])
    expect((await send(call, token, core)).reason).toBeNull()
  }
  now += later
}

const answered = async ({ call: name, change, before = {} }: Row) => {
  await happen(before)
  const { token, ...call } = changed(name, change)
  const { failure } = before
  const transact = () => Promise.reject(failure)
  const used = failure ? { ...core, store: { ...core.store, transact } } : core
  const { resultCd, reason } = await send(call, token as string, used)
  return { resultCd, reason }
}

describe('a refusal says which field, the rule, what was received, and where it is documented', () => {
  test.each(REFUSALS)('$result $change $before', async (row) => {
    expect(await answered(row)).toEqual({
      resultCd: RESULT[row.result].resultCd,
      reason: `${row.reason} (docs.nicepay.co.id, "${row.page ?? PAGE[row.call]}")`,
    })
  })
})

test.each(RESULTS)('$result $before', async (row) => {
  expect(await answered(row)).toEqual({
    resultCd: RESULT[row.result].resultCd,
    reason: row.reason,
  })
})

test.each(UNREADABLE)(
  'BAD_HTTP_MESSAGE $body',
  async ({ type = 'application/json', body, reason }) => {
    const { endpoint } = changed('direct.registration')
    const answer = await endpoint.invoke(
      { query: '', contentType: type, body: Buffer.from(body) },
      core,
    )
    expect([answer.resultCd, answer.reason]).toEqual([
      RESULT.BAD_HTTP_MESSAGE.resultCd,
      `${reason} (docs.nicepay.co.id, "Registration API")`,
    ])
  },
)

test('a JSON body that calls itself a form is told from a form', async () => {
  const { endpoint, fields } = changed('direct.registration')
  const body = Buffer.from(JSON.stringify(fields))
  const contentType = 'application/x-www-form-urlencoded'
  const { reason } = await endpoint.invoke({ query: '', contentType, body }, core)
  expect(reason).toMatch(
    /^iMid is missing: the body is JSON, but its content type says that it is a form \(docs/,
  )
})

test('every result that the program gives has a row here', () => {
  const src = join(import.meta.dirname, '../../src')
  const text = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('results.ts'))
    .map((file) => readFileSync(join(src, file), 'utf8'))
    .join('\n')
  const used = Object.keys(RESULT).filter((name) => text.includes(`'${name}'`))
  const rows = [...REFUSALS, ...RESULTS].map(({ result }) => result as string)
  expect(used.filter((name) => !['SUCCESS', 'BAD_HTTP_MESSAGE', ...rows].includes(name))).toEqual(
    [],
  )
})
