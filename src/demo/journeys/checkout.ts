import { formOf, type Seen } from '../browser.ts'
import { inquiryRequest, isGenuinePayment, saleRequest } from '../merchant.ts'
import type { JourneyOptions, Stage } from './stage.ts'

/** The button of the checkout page's form that leads back to the merchant. */
const BACK = /<form class="back"[\s\S]*?<\/form>/

/** A customer chooses a store on NICEPAY's page, comes back with a number that nobody has paid, and pays at the till. */
export const checkoutJourney =
  ({ merchant, now }: JourneyOptions) =>
  async ({ receiver, scene, check, call, open, send, arrives }: Stage): Promise<void> => {
    const wish = {
      referenceNo: `DEMO${now().getTime()}-3`,
      goodsNm: 'Kopi Gayo',
      amt: '25145',
      billingNm: 'Budi Santoso',
      billingPhone: '081513114262',
      dbProcessUrl: `${receiver.url}/paid`,
    }
    const stands = async (tXid: string, status: string, word: string) => {
      const request = inquiryRequest(merchant, { ...wish, tXid }, now())
      const answer = await call('/nicepay/direct/v2/inquiry', request)
      const says = answer.status === status && answer.resultMsg === word
      check(`the inquiry says ${status} ${word}`, says)
    }

    scene('The merchant registers an order for the checkout page, every method open.')
    const method = { payMethod: '00', callBackUrl: `${receiver.url}/callback` }
    const request = saleRequest(merchant, wish, method, now())
    const { resultCd, tXid, paymentURL } = await call('/nicepay/redirect/v2/registration', request)
    check('the registration is accepted', resultCd === '0000')
    if (!tXid || !paymentURL) return

    scene('The customer’s browser goes to paymentURL with ?tXid= behind it, and chooses Indomaret.')
    const address = `${paymentURL}?tXid=${tXid}`
    await open(address)
    const number = await send(address, { action: 'choose', payMethod: '03', partner: 'INDO' })
    check('the page shows the number for the till', number.html.includes(tXid.slice(-12)))

    scene('The browser goes back: the number is there, the money is not, so the merchant asks.')
    await goBack(number, send)
    const { fields } = await arrives('/callback')
    check('the callback says that there is a number', fields.resultCd === '0000')
    check('it has no merchantToken, so it proves nothing', fields.merchantToken === undefined)
    await stands(tXid, '3', 'unpaid')

    scene('The customer pays at the till, and the notification arrives.')
    await send(address, { action: 'pay' })
    const notification = await arrives('/paid')
    check('the notification is about this order', notification.fields.tXid === tXid)
    check('its merchantToken is genuine', isGenuinePayment(notification.fields, merchant))
    check('it names the method that was used', notification.fields.payMethod === '03')
    await stands(tXid, '0', 'paid')
  }

const goBack = async ({ html, url }: Seen, send: Stage['send']): Promise<void> => {
  const { action, fields } = formOf(BACK.exec(html)?.[0] ?? '', url)
  await send(action, fields)
}
