import {
  bindingRequest,
  type Credentials,
  cancelRequest,
  type Fields,
  orderRequest,
  paymentFields,
  saleRequest,
} from '../../src/demo/merchant.ts'
import { sealedBySecret } from '../../src/demo/snap.ts'
import { newAccessToken } from '../../src/protocol/snap/access-token.ts'
import { wibStamp } from '../../src/protocol/time.ts'
import { fixture, KEY } from '../support/fixtures.ts'
import { signed } from '../support/payloan.ts'
import { type Answer, type Calls, Refusal } from './calls.ts'

export const AMT = '25145'

/** The fixture merchants that the load sells as; a namespace that is made has one of its own. */
export const seller = (iMid: string, merchantKey = KEY): Credentials => ({ iMid, merchantKey })

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The fields of an answer that says that all went well. Throws Refusal. */
const accepted = ({ status, fields }: Answer): Fields => {
  const code = text(fields.resultCd ?? fields.responseCode)
  if (/^(0000|200\d{4})$/.test(code)) return fields as Fields
  throw new Refusal(`refused: HTTP ${status} ${JSON.stringify(fields).slice(0, 300)}`)
}

const tkOf = (link: string | undefined): string => new URL(link ?? '').searchParams.get('tk') ?? ''

let externalIds = 0
/** X-EXTERNAL-IDs are remembered for the day, also by a server that others have called. */
const externalId = () => `${process.pid}${Date.now()}${++externalIds}`

/** A merchant's server, and its customers' browsers: every call of NICEPAY's that the load makes. */
export const openShop = ({ call, control }: Calls, shopUrl: string) => {
  const dbProcessUrl = `${shopUrl}/notification`
  const post = async (path: string, body: object) => accepted(await call('POST', path, body))
  const direct = '/nicepay/direct/v2'
  const wishOf = (referenceNo: string) => ({
    referenceNo,
    goodsNm: 'Kopi Gayo',
    amt: AMT,
    billingNm: 'Siti Rahmawati',
    billingPhone: '081291891818',
    dbProcessUrl,
  })

  const snap = async (path: string, body: object, method = 'POST'): Promise<Fields> => {
    const own = { ...seller('IONPAYTEST'), clientSecret: KEY }
    const now = new Date()
    const accessToken = newAccessToken(own, now.getTime())
    const said = { path, body: JSON.stringify(body), accessToken, externalId: externalId() }
    const { headers } = sealedBySecret(own, said, now)
    return accepted(await call(method, path, said.body, headers))
  }

  /** A payout's call with whatever it needs besides. */
  const payout = (name: string, signs: 'payoutRequest' | 'payoutDecision', fields: object) => {
    const about = { iMid: 'IONPAYTEST', timeStamp: wibStamp(Date.now()), ...fields }
    return post(`/nicepay/api/direct/v2/${name}`, signed(about, signs))
  }

  return {
    sell: (own: Credentials, referenceNo: string, by: Fields) =>
      post(`${direct}/registration`, saleRequest(own, wishOf(referenceNo), by, new Date())),
    sellOnCredit: (own: Credentials, referenceNo: string, clientUserKey: string) => {
      const wish = { ...wishOf(referenceNo), ...(clientUserKey && { clientUserKey }) }
      return post(`${direct}/registration`, orderRequest(own, wish, new Date()))
    },
    /** Sends the browser to the lender; answers the link's tk. */
    sendBrowser: async (own: Credentials, referenceNo: string, tXid: string) => {
      const order = { tXid, referenceNo, amt: AMT }
      const sent = paymentFields(own, order, `${shopUrl}/callback`, new Date())
      const { location } = await call('GET', `${direct}/payment?${new URLSearchParams(sent)}`)
      return tkOf(location)
    },
    cancel: (own: Credentials, tXid: string, payMethod: string, part?: string) => {
      const order = { tXid, referenceNo: '', amt: AMT, payMethod }
      return post(`${direct}/cancel`, cancelRequest(own, order, new Date(), part))
    },
    bind: async (own: Credentials, referenceNo: string) => {
      const wish = {
        referenceNo,
        billingNm: 'Siti Rahmawati',
        billingPhone: '+62-81291891818',
        clientUserKey: referenceNo,
        dbProcessUrl,
        callBackUrl: `${shopUrl}/callback`,
      }
      const asked = bindingRequest(own, wish, new Date())
      const { tXid = '', redirectUrlHttp } = await post('/nicepay/v2/userAccountBinding', asked)
      return { tXid, tk: tkOf(redirectUrlHttp) }
    },
    /** Lets the headless shopper act at a link. Throws Refusal where it ends otherwise. */
    complete: async (tk: string, how: object, state: string) => {
      const said = await control('POST', `/interactions/${tk}/complete`, how)
      if (said.state !== state) throw new Refusal(`ended as ${said.state}, not ${state}`)
    },
    pay: (tXid: string, namespace = 'default') =>
      control('POST', `/transactions/${tXid}/pay?namespace=${namespace}`, {}),
    reverse: (tXid: string) => control('POST', `/transactions/${tXid}/reverse`, {}),

    requestPayout: async (referenceNo: string, amt: string) => {
      const asked = { ...fixture('requests/payout.request.json'), reservedDt: '', reservedTm: '' }
      const about = { referenceNo, amt, payoutMethod: '1' }
      const { tXid = '' } = await payout('requestPayout', 'payoutRequest', { ...asked, ...about })
      return tXid
    },
    decidePayout: (name: 'approvePayout' | 'rejectPayout', tXid: string) =>
      payout(name, 'payoutDecision', { tXid }),
    failPayout: (tXid: string) => control('POST', `/payouts/${tXid}/fail`, {}),
    payoutBalance: async (): Promise<number> => {
      const about = { iMid: 'IONPAYTEST', timeStamp: wibStamp(Date.now()) }
      const asked = signed(about, 'payoutBalance')
      return Number((await post('/nicepay/api/direct/v2/balanceInquiry', asked)).balance)
    },

    createVa: async (trxId: string) => {
      const asked = fixture('requests/snap.create-va.json')
      const more = { ...asked.additionalInfo, dbProcessUrl }
      const said: Record<string, unknown> = await snap('/nicepay/api/v1.0/transfer-va/create-va', {
        ...asked,
        trxId,
        additionalInfo: more,
      })
      const data = said.virtualAccountData as { additionalInfo: { tXidVA: string } }
      return data.additionalInfo.tXidVA
    },
    debit: async (partnerReferenceNo: string) => {
      const asked = fixture('requests/snap.debit-payment.json')
      const more = { ...asked.additionalInfo, dbProcessUrl }
      const body = { ...asked, partnerReferenceNo, additionalInfo: more }
      const said = await snap('/nicepay/api/v1.0/debit/payment-host-to-host', body)
      return { tXid: text(said.referenceNo), tk: tkOf(said.webRedirectUrl) }
    },
    refundDebit: (referenceNo: string, tXid: string) =>
      snap('/nicepay/api/v1.0/debit/refund', {
        ...fixture('requests/snap.debit-refund.json'),
        originalPartnerReferenceNo: referenceNo,
        originalReferenceNo: tXid,
        partnerRefundNo: `R${referenceNo}`,
      }),
  }
}

export type Shop = ReturnType<typeof openShop>
