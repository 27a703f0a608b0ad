import { formOf } from '../../src/demo/browser.ts'
import { type Fields, tkOf } from './fixtures.ts'
import type { PayloanShop, Registered } from './payloan.ts'
import type { TestSandbox } from './sandbox.ts'

/** What registers an order by each method, beside what every registration has. */
export const BY = {
  card: { payMethod: '01', recurrOpt: '2', mitraCd: '' },
  gpn: { payMethod: '09', mitraCd: '' },
  transfer: { payMethod: '02', bankCd: 'BMRI', mitraCd: '' },
  alfamart: { payMethod: '03', mitraCd: 'ALMA' },
  indomaret: { payMethod: '03', mitraCd: 'INDO' },
  mandiri: { payMethod: '04', mitraCd: 'MDRC' },
  jenius: { payMethod: '04', mitraCd: 'JENC' },
  ovo: { payMethod: '05', mitraCd: 'OVOE' },
  dana: { payMethod: '05', mitraCd: 'DANA' },
  linkAja: { payMethod: '05', mitraCd: 'LINK' },
  qris: { payMethod: '08', mitraCd: 'QSHP', shopId: 'NICEPAY' },
} as const satisfies Readonly<Record<string, Fields>>

/** A test card with what its customer types. */
export const cardData = (cardNo: string, cardExpYymm = '3901') => ({
  cardNo,
  cardExpYymm,
  cardCvv: '100',
})

/** A card whose bank asks for an OTP, and one whose bank does not. */
export const SECURE_CARD = cardData('5123450000000008')
export const PLAIN_CARD = cardData('4222222222222222', '2012')
export const GPN_CARD = cardData('1946340000000008')

type Typed = Readonly<Record<string, string>>

/** The browser at the payment step: what the page has for the merchant or for the next page. */
export const atPaymentStep = async (
  sandbox: TestSandbox,
  shop: PayloanShop,
  order: Registered,
  typed: Typed = {},
) => {
  const url = shop.paymentUrl(order, typed).replace(sandbox.url, '')
  const answer = await sandbox.http.get(url)
  const location = answer.get('Location')
  const { action, fields } = formOf(answer.text, sandbox.url)
  return { answer, action, fields, tk: location ? tkOf(location) : (fields.tk ?? '') }
}

/** Who pays, whatever the method, and what the browser would bring to the merchant; nothing where there is no browser. */
export const payOrder = async (
  sandbox: TestSandbox,
  shop: PayloanShop,
  order: Registered,
  payMethod: string,
): Promise<{ method: string; url: string; fields: Record<string, string> } | null> => {
  if (['02', '03', '08'].includes(payMethod)) {
    await sandbox.client.transactions.pay(order.tXid)
    return null
  }
  const typed = { '01': SECURE_CARD, '09': GPN_CARD }[payMethod] ?? {}
  const { tk } = await atPaymentStep(sandbox, shop, order, typed)
  const { body } = await sandbox
    .control(`/interactions/${tk}/complete`, { outcome: 'approved' })
    .expect(200)
  return body.next
}
