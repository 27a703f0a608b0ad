import type { AccountLink } from '../domain/account-link.ts'
import type { BindingRequest, BoundAccount } from '../domain/binding.ts'
import type { Customer } from '../domain/fixed-va.ts'
import type { Loan } from '../domain/ledger.ts'
import { methodOf } from '../domain/methods/index.ts'
import type { Payout } from '../domain/payout.ts'
import type { CheckoutPage, Transaction } from '../domain/transaction.ts'
import { TOKENIZE_USER } from '../protocol/codes.ts'
import { PAYOUT_STATUS_CODE } from '../protocol/payout-codes.ts'
import {
  ADDRESS,
  both,
  byField,
  COUNT,
  dictOf,
  FLAG,
  INSTANT,
  INSTANT_OR_NULL,
  ifAny,
  listOf,
  NUMBER,
  objectOf,
  oneOf,
  orNull,
  type Shape,
  TEXT,
  TEXT_OR_NULL,
  unless,
} from './shape.ts'

const BINDING_REQUEST = {
  iMid: TEXT,
  referenceNo: TEXT,
  payMethod: TEXT,
  mitraCd: TEXT,
  billingNm: TEXT,
  billingPhone: TEXT,
  billingEmail: TEXT_OR_NULL,
  dbProcessUrl: ADDRESS,
  callBackUrl: ADDRESS,
  clientUserKey: TEXT,
  tXid: TEXT,
  tk: TEXT,
  requestedAt: INSTANT,
} satisfies Record<keyof BindingRequest | 'tXid' | 'tk' | 'requestedAt', Shape>

export const binding = byField('status', {
  requested: objectOf(BINDING_REQUEST),
  bound: objectOf<BoundAccount>({
    ...BINDING_REQUEST,
    status: TEXT,
    userToken: TEXT,
    phone: TEXT,
    boundAt: INSTANT,
  }),
})

export const accountLink = objectOf<AccountLink>({
  iMid: TEXT,
  partnerReferenceNo: TEXT,
  mitraCd: TEXT_OR_NULL,
  phone: TEXT,
  userId: TEXT_OR_NULL,
  returnTo: TEXT,
  state: TEXT_OR_NULL,
  referenceNo: TEXT,
  tk: TEXT,
  requestedAt: INSTANT,
  status: oneOf('requested', 'authorized', 'active', 'failed', 'unlinked'),
  failure: TEXT_OR_NULL,
  authCode: TEXT_OR_NULL,
  authorizedAt: INSTANT_OR_NULL,
  tokens: orNull(
    objectOf<NonNullable<AccountLink['tokens']>>({
      accessToken: TEXT,
      accessTokenUntil: INSTANT,
      refreshToken: TEXT,
      refreshTokenUntil: INSTANT,
    }),
  ),
})

const page = objectOf<CheckoutPage>({
  payMethod: TEXT,
  mitraCd: TEXT_OR_NULL,
  bankCd: TEXT_OR_NULL,
  instmntType: TEXT_OR_NULL,
  instmntMon: TEXT_OR_NULL,
  until: INSTANT,
  untilBy: dictOf(INSTANT),
})

const methodFlaw = ({ payMethod, status }: Transaction): string | undefined => {
  try {
    if (methodOf({ payMethod }).statuses[status]) return undefined
    return `an order by ${payMethod} is never ${status}`
  } catch (error) {
    return (error as Error).message
  }
}

export const transaction = both(
  objectOf<Transaction>({
    iMid: TEXT,
    referenceNo: TEXT,
    payMethod: TEXT,
    product: oneOf('direct', 'checkout', 'snap'),
    mitraCd: TEXT_OR_NULL,
    currency: TEXT,
    amt: COUNT,
    goodsNm: TEXT,
    description: TEXT_OR_NULL,
    billingNm: TEXT,
    billingPhone: TEXT,
    instmntType: TEXT_OR_NULL,
    instmntMon: TEXT_OR_NULL,
    items: listOf(
      objectOf<Transaction['items'][number]>({
        id: TEXT,
        name: TEXT,
        price: NUMBER,
        quantity: NUMBER,
      }),
    ),
    // Nothing: nobody is to be told (acquirer/settle.ts).
    dbProcessUrl: (value) => (value === '' ? undefined : ADDRESS(value)),
    tokenize: oneOf(...Object.keys(TOKENIZE_USER)),
    clientUserKey: TEXT_OR_NULL,
    userToken: TEXT_OR_NULL,
    details: dictOf(ifAny(TEXT)),
    page: ifAny(page),
    tXid: TEXT,
    registeredAt: INSTANT,
    expiresAt: INSTANT,
    status: TEXT,
    callBackUrl: TEXT_OR_NULL,
    underReview: FLAG,
    refusal: TEXT_OR_NULL,
    payer: orNull(objectOf<NonNullable<Transaction['payer']>>({ phone: TEXT, paymentType: TEXT })),
    paidAt: INSTANT_OR_NULL,
    cancelled: COUNT,
    partnerRefundNos: ifAny(listOf(TEXT)),
    deliveredAt: INSTANT_OR_NULL,
  }),
  unless(methodFlaw),
)

export const payout = objectOf<Payout>({
  iMid: TEXT,
  referenceNo: TEXT,
  amt: COUNT,
  bankCd: TEXT,
  accountNo: TEXT,
  benefNm: TEXT,
  benefPhone: TEXT,
  benefStatus: TEXT,
  benefType: TEXT,
  payoutMethod: TEXT_OR_NULL,
  msId: TEXT_OR_NULL,
  description: TEXT_OR_NULL,
  reservedAt: INSTANT_OR_NULL,
  product: ifAny(oneOf('snap')),
  tXid: TEXT,
  status: oneOf(...Object.keys(PAYOUT_STATUS_CODE)),
  registeredAt: INSTANT,
  approvedAt: INSTANT_OR_NULL,
  transferAt: INSTANT_OR_NULL,
  cashoutToken: TEXT_OR_NULL,
  cashoutValidUntil: INSTANT_OR_NULL,
})

export const customer = objectOf<Customer>({
  iMid: TEXT,
  customerId: TEXT,
  customerNm: TEXT,
  accounts: listOf(objectOf<Customer['accounts'][number]>({ bankCd: TEXT, vacctNo: TEXT })),
  registeredAt: INSTANT,
})

export const loan = objectOf<Loan>({
  tXid: TEXT,
  phone: TEXT,
  paymentType: oneOf('30_days', '3_months', '6_months', '12_months'),
  price: NUMBER,
  principal: COUNT,
  months: COUNT,
  monthly: NUMBER,
  openedAt: INSTANT,
  heldUntil: INSTANT_OR_NULL,
})
