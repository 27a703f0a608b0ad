import type supertest from 'supertest'
import type { TestSandbox } from './sandbox.ts'
import { snapCall, tokenCall } from './snap.ts'
import { testKeys } from './snap-shop.ts'

type Json = Readonly<Record<string, unknown>>

/** They are remembered for the day, also where the state begins anew. */
let externalIds = 0

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

export interface BindingShop {
  /** A call with an access token and a symmetric signature. */
  call(path: string, body: Json | string, headers?: Record<string, string>): supertest.Test
  get(path: string): supertest.Test
  bind(change?: Json): Promise<Record<string, string> & { additionalInfo: Json }>
  customerToken(body: Json): supertest.Test
  inquire(body?: Json, headers?: Record<string, string>): supertest.Test
  unbind(body?: Json, headers?: Record<string, string>): supertest.Test
}

/** A merchant that calls SNAP, signing as documented. */
export const bindingShop = async (
  sandbox: TestSandbox,
  iMid = 'IONPAYTEST',
): Promise<BindingShop> => {
  const { publicKey, privateKey } = await testKeys()
  await sandbox.http.patch(`/_sandbox/merchants/${iMid}`).send({ publicKey }).expect(200)

  const byKey = (path: string, body: Json) => {
    const { headers, body: text } = tokenCall(privateKey, { iMid, path, body })
    return sandbox.http.post(`/nicepay${path}`).set(headers).send(text)
  }
  const grant = { grantType: 'client_credentials' }
  const { accessToken } = (await byKey('/v1.0/access-token/b2b', grant).expect(200)).body

  const signed = (method: string, path: string, body: Json | string) => {
    const externalId = `external${++externalIds}`
    const signedPath = path.replace(/^\/nicepay/, '')
    return snapCall({ method, path: signedPath, body, iMid, accessToken, externalId })
  }
  const call: BindingShop['call'] = (path, body, more = {}) => {
    const { headers, body: text } = signed('POST', path, body)
    return sandbox.http
      .post(path)
      .set({ ...headers, ...more })
      .send(text)
  }
  const at = (name: string) => `/nicepay/api/v1.0/registration-account-${name}`
  return {
    call,
    get: (path) => sandbox.http.get(path).set(signed('GET', path, '').headers),
    bind: async (change = {}) =>
      (await call(at('binding'), { ...NICEPAY_REQUEST, ...change }).expect(200)).body,
    customerToken: (body) => byKey('/v1.0/access-token/b2b2c', body),
    inquire: (body = {}, headers = {}) => call(at('inquiry'), body, headers),
    unbind: (body = {}, headers = {}) => call(at('unbinding'), body, headers),
  }
}
