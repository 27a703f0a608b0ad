import { newAccessToken } from '../../../src/protocol/snap/access-token.ts'
import { snapTime } from '../../../src/protocol/snap/time.ts'
import { type Fields, fixture } from '../../support/fixtures.ts'
import { cartOf, signed, TIME } from '../../support/payloan.ts'
import { snapCall, tokenCall } from '../../support/snap.ts'
import { testKeys } from '../../support/snap-shop.ts'
import type { Answer, Driven } from '../sandbox.ts'
import type { Method } from './table.ts'
import type { Place } from './world.ts'

const SAMPLE: Fields = fixture('requests/direct.registration.json')
const PAYOUT: Fields = fixture('requests/payout.request.json')

/** A signed call of V2. */
export const v2 = (
  { call }: Driven,
  path: string,
  body: Fields,
  signs: Parameters<typeof signed>[1],
  { iMid, key }: Place,
): Promise<Answer> => call('POST', path, signed({ ...body, iMid, timeStamp: TIME }, signs, key))

/** What V2 is sent to register an order. */
export const registration = (
  method: Method,
  referenceNo: string,
  amt: number,
  dbProcessUrl: string,
): Fields => ({
  ...SAMPLE,
  tokenizeUser: '0',
  clientUserKey: '',
  ...method.by,
  amt: String(amt),
  referenceNo,
  cartData: cartOf(String(amt)),
  dbProcessUrl,
})

export const payoutRequest = (referenceNo: string, amt: number): Fields => ({
  ...PAYOUT,
  referenceNo,
  amt: String(amt),
  payoutMethod: '1',
  reservedDt: '',
  reservedTm: '',
})

let externalIds = 0

/** A signed call of SNAP, at the time of its namespace. */
export const snap = async (
  { call }: Driven,
  path: string,
  body: Fields,
  { iMid, key, now }: Place,
  more: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> => {
  const { target, headers, ...sent } = snapCall({
    path,
    body,
    iMid,
    clientSecret: key,
    accessToken: newAccessToken({ iMid, clientSecret: key }, now),
    timestamp: snapTime(now),
    externalId: `model${++externalIds}`,
    ...more,
  })
  return call(sent.method, target, body, headers)
}

/** A call for a customer's token, signed by the merchant's private key. */
export const customerToken = async (
  { call }: Driven,
  authCode: string,
  { iMid, now }: Place,
): Promise<Answer> => {
  const { privateKey } = await testKeys()
  const body = { grantType: 'AUTHORIZATION_CODE', authCode }
  const path = '/v1.0/access-token/b2b2c'
  const { target, headers } = tokenCall(privateKey, { iMid, path, body, timestamp: snapTime(now) })
  return call('POST', target, body, headers)
}

export const rupiah = (amt: number) => ({ value: `${amt}.00`, currency: 'IDR' })

/** What each service of SNAP is sent to sell, and where its answer has the tXid. */
export const SNAP_SALES = {
  va: {
    path: '/api/v1.0/transfer-va/create-va',
    body: (referenceNo: string, _iMid: string, more: Fields): Fields => {
      const asked = fixture('requests/snap.create-va.json')
      return { ...asked, trxId: referenceNo, additionalInfo: { ...asked.additionalInfo, ...more } }
    },
    amount: 'totalAmount',
    tXid: ({ body }: Answer): string => body.virtualAccountData?.additionalInfo?.tXidVA,
  },
  debit: {
    path: '/api/v1.0/debit/payment-host-to-host',
    body: (partnerReferenceNo: string, merchantId: string, more: Fields): Fields => {
      const { additionalInfo, ...asked } = fixture('requests/snap.debit-payment.json')
      const { cartData: _, ...kept } = additionalInfo
      const info = { ...kept, ...more }
      return { ...asked, partnerReferenceNo, merchantId, additionalInfo: info }
    },
    amount: 'amount',
    tXid: ({ body }: Answer): string => body.referenceNo,
  },
  qris: {
    path: '/api/v1.0/qr/qr-mpm-generate',
    body: (partnerReferenceNo: string, merchantId: string, more: Fields): Fields => {
      const { validityPeriod: _, ...asked } = fixture('requests/snap.qr-generate.json')
      const { cartData: _cart, ...kept } = asked.additionalInfo
      const info = { ...kept, ...more }
      return { ...asked, partnerReferenceNo, merchantId, additionalInfo: info }
    },
    amount: 'amount',
    tXid: ({ body }: Answer): string => body.referenceNo,
  },
} as const
