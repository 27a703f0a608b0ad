import { localPhone } from '../../domain/phone.ts'
import { SEED_ACCOUNTS } from '../../store/seed.ts'
import type { Seen } from '../browser.ts'
import {
  cancelRequest,
  inquiryRequest,
  isGenuinePayment,
  type KnownOrder,
  orderRequest,
  paymentFields,
} from '../merchant.ts'
import { OTP } from './bind.ts'
import type { JourneyOptions, Stage } from './stage.ts'

const DIRECT = '/nicepay/direct/v2'

/** A customer buys and links the account with it, buys again without a page, and has that order cancelled. */
export const paymentJourney =
  ({ url, merchant, now }: JourneyOptions) =>
  async ({ receiver, scene, check, call, open, submit, arrives }: Stage): Promise<void> => {
    const shopper = SEED_ACCOUNTS.find(({ accountType }) => accountType === 'premium')
    const phone = localPhone(shopper?.phone ?? '')

    const register = async (wish: { clientUserKey?: string; userToken?: string }) => {
      const order = {
        referenceNo: `DEMO${now().getTime()}${wish.userToken ? '-2' : '-1'}`,
        goodsNm: 'Kopi Gayo',
        amt: '25145',
        billingNm: shopper?.legalName ?? '',
        billingPhone: phone,
        dbProcessUrl: `${receiver.url}/paid`,
      }
      const request = orderRequest(merchant, { ...order, ...wish }, now())
      const answer = await call(`${DIRECT}/registration`, request)
      check('the registration is accepted', answer.resultCd === '0000')
      return { ...order, tXid: answer.tXid ?? '' }
    }
    const sendBrowser = (order: KnownOrder): Promise<Seen> => {
      const fields = paymentFields(merchant, order, `${receiver.url}/callback`, now())
      return open(`${url}${DIRECT}/payment?${new URLSearchParams(fields)}`)
    }
    const comeBack = async (end: Seen, order: KnownOrder) => {
      await submit(end, {})
      const { fields } = await arrives('/callback')
      const isPaid = fields.tXid === order.tXid && fields.resultCd === '0000'
      check('the browser comes back and says paid', isPaid)
    }
    const isNotified = async (order: KnownOrder) => {
      const { fields } = await arrives('/paid')
      check('the notification is about this order', fields.tXid === order.tXid)
      check('its merchantToken is genuine', isGenuinePayment(fields, merchant))
      return fields
    }
    const stands = async (order: KnownOrder, status: string, word: string) => {
      const answer = await call(`${DIRECT}/inquiry`, inquiryRequest(merchant, order, now()))
      check(
        `the inquiry says ${status} ${word}`,
        answer.status === status && answer.resultMsg === word,
      )
    }

    scene('The merchant registers an order, to be paid at Kredivo; the account is linked with it.')
    const first = await register({ clientUserKey: 'demo-customer-2' })

    scene('The customer’s browser goes through the payment step to Kredivo: login, OTP, review.')
    const login = await sendBrowser(first)
    const otpPage = await submit(login, { phone, pin: shopper?.pin ?? '' })
    const review = await submit(otpPage, { otp: OTP })
    const end = await submit(review, { paymentType: '30_days', agree: 'yes' })
    check('the pages end', end.url.includes('/result?') && end.status === 200)

    scene(
      'The browser goes back, the notification arrives, the merchant asks how the order stands.',
    )
    await comeBack(end, first)
    const { userToken = '' } = await isNotified(first)
    check('the notification carries a userToken', /^[0-9a-f-]{36}$/.test(userToken))
    await stands(first, '0', 'paid')

    scene('The same customer buys again with the userToken: no login, paid at the payment step.')
    const second = await register({ userToken })
    await comeBack(await sendBrowser(second), second)
    await isNotified(second)
    await stands(second, '0', 'paid')

    scene('The merchant cancels that order.')
    const answer = await call(`${DIRECT}/cancel`, cancelRequest(merchant, second, now()))
    check('the cancel is accepted', answer.resultCd === '0000')
    await stands(second, '1', 'void')
  }
