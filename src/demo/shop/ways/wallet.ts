import { snapAmount } from '../../snap.ts'
import type { SnapWay, Way } from './way.ts'

/** The wallet that the shop links. */
const WALLET = 'ASTR'

const BY_SNAP = { group: 'wallet', account: 'wallet', signs: 'snap' } as const

/** Linking a wallet without buying, by SNAP. */
export const WALLET_LINK: SnapWay = {
  ...BY_SNAP,
  id: 'linkWallet',
  kind: 'binding',
  label: { id: 'Hubungkan AstraPay', en: 'Link AstraPay' },
  hint: {
    id: 'Account binding lewat SNAP: persetujuan, OTP 123456, PIN 123456.',
    en: 'Account binding by SNAP: consent, OTP 123456, PIN 123456.',
  },
  needsLink: false,
  links: true,
  inLanguage: true,
  path: '/nicepay/api/v1.0/registration-account-binding',
  request: ({ iMid }, { referenceNo, customer, callBackUrl, state }) => ({
    partnerReferenceNo: referenceNo,
    merchantId: iMid,
    additionalData: { userId: customer.name, phoneNo: customer.phone },
    additionalInfo: { mitraCd: WALLET, callbackUrl: callBackUrl },
    state,
  }),
  next: ({ answered: { redirectUrl: url } }) =>
    url === undefined
      ? undefined
      : { url, news: { kind: 'webView', line: `GET ${url}`, fields: {} } },
}

/** Paying with a linked wallet, without a page. */
export const BY_WALLET: SnapWay = {
  ...BY_SNAP,
  id: 'wallet',
  kind: 'order',
  label: { id: 'AstraPay terhubung', en: 'Linked AstraPay' },
  hint: {
    id: 'Dompet yang terhubung membayar tanpa halaman: Authorization-Customer.',
    en: 'A linked wallet pays without a page: Authorization-Customer.',
  },
  needsLink: true,
  links: false,
  path: '/nicepay/api/v1.0/debit/payment-host-to-host',
  request: ({ iMid }, { referenceNo, goods, customer, dbProcessUrl, callBackUrl }) => ({
    partnerReferenceNo: referenceNo,
    merchantId: iMid,
    amount: snapAmount(goods.amt),
    additionalInfo: {
      mitraCd: WALLET,
      goodsNm: goods.goodsNm,
      billingNm: customer.name,
      billingPhone: customer.phone,
      dbProcessUrl,
      callBackUrl,
    },
  }),
  next: () => undefined,
}

/** Every way that goes by SNAP. */
export const BY_SNAP_WAYS: readonly Way[] = [BY_WALLET, WALLET_LINK]

/** The body that ends a link. */
export const unbinding = (
  iMid: string,
  partnerReferenceNo: string,
  { tXid, authCode }: { readonly tXid: string; readonly authCode: string },
) => ({
  partnerReferenceNo,
  merchantId: iMid,
  additionalInfo: { mitraCd: WALLET, referenceNo: tXid, authCode },
})
