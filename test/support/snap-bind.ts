import { generateKeyPairSync } from 'node:crypto'
import type supertest from 'supertest'
import {
  asymmetricSignature,
  bodyHash,
  stringToSign,
  symmetricSignature,
  tokenStringToSign,
} from '../../src/protocol/snap/signature.ts'
import { SEED_MERCHANTS } from '../../src/store/seed.ts'
import type { TestSandbox } from './sandbox.ts'

type Json = Readonly<Record<string, unknown>>

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** They are remembered for the day, also where the state begins anew. */
let externalIds = 0

const TIMESTAMP = '2026-01-31T10:00:00+07:00'

/** NICEPAY's request for a binding. Source: docs.nicepay.co.id, page "Registration - Account Binding E-Wallet & Direct Debit - SNAP". */
export const NICEPAY_REQUEST = {
  partnerReferenceNo: 'BIND20260131100000001',
  merchantId: 'IONPAYTEST',
  additionalData: {
    userId: 'John Doe',
    email: 'john.doe@example.com',
    phoneNo: '081234567890',
  },
  additionalInfo: { mitraCd: 'ASTR', callbackUrl: 'https://merchant.example/binding/callback' },
} as const

/** The example of developer.ifortepay.id, page "Account Binding", with its trailing comma mended. */
export const IFORTEPAY_REQUEST = `{
"partnerReferenceNo":"2020102900000000000001",
"additionalData":{
"email":"[email protected]"
},
"msisdn":"62812345678901",
"redirectUrl":"merchantapp://main_page",
"additionalInfo":{
}
}`

/** The example of apidevportal.aspi-indonesia.or.id, page "Registrasi", without the merchantId of its merchant. */
export const BI_REQUEST = {
  partnerReferenceNo: '2020102900000000000001',
  action: 'otpLinkage',
  additionalData: { userId: 'John Doe', email: 'john.doe@email.com', postalAddress: '134346' },
  authCode: '4b203fe6c11548bcabd8da5bb087a83b',
  grantType: 'AUTHORIZATION_CODE',
  isBindAndPay: 'N',
  lang: 'EN',
  locale: 'en_ID',
  subMerchantId: '310928924949487',
  msisdn: '+62812345678901',
  otp: '34564367',
  phoneNo: '0899345678864332',
  platformType: 'app',
  redirectUrl: 'merchantapp://main_page',
  referenceId: '08400000814-08400000814',
  refreshToken: '201208134b203fe6c11548bcabd8da5bb087a83b ',
  successParams: { accountId: 'ABCD1234-EF56-GH78-IJ90-KLMNOP123456' },
  terminalId: 'ID',
  tokenRequestorId: 'e-commerceA',
  additionalInfo: { deviceId: '12345679237', channel: 'mobilephone' },
} as const

export interface SnapShop {
  /** A call with an access token and a symmetric signature. */
  call(path: string, body: Json | string, headers?: Record<string, string>): supertest.Test
  get(path: string): supertest.Test
  bind(change?: Json): Promise<Record<string, string> & { additionalInfo: Json }>
  customerToken(body: Json): supertest.Test
  inquire(body?: Json, headers?: Record<string, string>): supertest.Test
  unbind(body?: Json, headers?: Record<string, string>): supertest.Test
}

/** A merchant that calls SNAP, signing as documented. */
export const snapShop = async (sandbox: TestSandbox, iMid = 'IONPAYTEST'): Promise<SnapShop> => {
  const secret = SEED_MERCHANTS[0]?.clientSecret ?? ''
  await sandbox.http.patch(`/_sandbox/merchants/${iMid}`).send({ publicKey }).expect(200)

  const byKey = (path: string, body: Json) =>
    sandbox.http
      .post(path)
      .set({
        'X-TIMESTAMP': TIMESTAMP,
        'X-CLIENT-KEY': iMid,
        'X-SIGNATURE': asymmetricSignature(tokenStringToSign(iMid, TIMESTAMP), privateKey),
      })
      .send(body)

  const { accessToken } = (
    await byKey('/nicepay/v1.0/access-token/b2b', { grantType: 'client_credentials' }).expect(200)
  ).body

  const headersFor = (method: string, path: string, body: string) => ({
    Authorization: `Bearer ${accessToken}`,
    'X-TIMESTAMP': TIMESTAMP,
    'X-PARTNER-ID': iMid,
    'X-EXTERNAL-ID': `external${++externalIds}`,
    'CHANNEL-ID': `${iMid}01`,
    'X-SIGNATURE': symmetricSignature(
      stringToSign({
        method,
        path: path.replace(/^\/nicepay/, ''),
        accessToken,
        hash: bodyHash(body),
        timestamp: TIMESTAMP,
      }),
      secret,
    ),
  })

  const call: SnapShop['call'] = (path, body, headers = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return sandbox.http
      .post(path)
      .set({ 'Content-Type': 'application/json', ...headersFor('POST', path, text), ...headers })
      .send(text)
  }
  const at = (name: string) => `/nicepay/api/v1.0/registration-account-${name}`
  return {
    call,
    get: (path) => sandbox.http.get(path).set(headersFor('GET', path, '')),
    bind: async (change = {}) =>
      (await call(at('binding'), { ...NICEPAY_REQUEST, ...change }).expect(200)).body,
    customerToken: (body) => byKey('/nicepay/v1.0/access-token/b2b2c', body),
    inquire: (body = {}, headers = {}) => call(at('inquiry'), body, headers),
    unbind: (body = {}, headers = {}) => call(at('unbinding'), body, headers),
  }
}
