import { localPhone } from '../../domain/phone.ts'
import { OTPS, SEED_ACCOUNTS } from '../../store/seed.ts'
import { bindingRequest, isGenuineBinding } from '../merchant.ts'
import type { JourneyOptions, Stage } from './stage.ts'

/** The OTP that Kredivo's pages take. */
export const OTP = OTPS.find(({ outcome }) => outcome === 'accepted')?.otp ?? ''

/** A merchant links a test shopper's account. */
export const bindingJourney =
  ({ merchant, now }: JourneyOptions) =>
  async ({ receiver, scene, check, call, open, submit, arrives }: Stage): Promise<void> => {
    const [shopper] = SEED_ACCOUNTS
    const phone = localPhone(shopper?.phone ?? '')
    const wish = {
      referenceNo: `DEMO${now().getTime()}`,
      billingNm: shopper?.legalName ?? '',
      billingPhone: `+62-${phone.slice(1)}`,
      clientUserKey: 'demo-customer-1',
      dbProcessUrl: `${receiver.url}/linked`,
      callBackUrl: `${receiver.url}/callback`,
    }

    scene('The merchant registers an account binding.')
    const request = bindingRequest(merchant, wish, now())
    const answer = await call('/nicepay/v2/userAccountBinding', request)
    check('the registration is accepted', answer.resultCd === '0000')
    if (!answer.redirectUrlHttp) return

    scene('The shopper logs in at Kredivo and enters the OTP.')
    const login = await open(answer.redirectUrlHttp)
    const otpPage = await submit(login, { phone, pin: shopper?.pin ?? '' })
    const end = await submit(otpPage, { otp: OTP })
    check('the pages end with a linked account', end.url.includes('/result?') && end.status === 200)

    scene('The browser goes back to the merchant.')
    await submit(end, {})
    const callback = await arrives('/callback')
    check('the callback is about this binding', callback.fields.tXid === answer.tXid)
    check('the callback says that it succeeded', callback.fields.resultCd === '0000')

    scene('The notification arrives at dbProcessUrl.')
    const { fields } = await arrives('/linked')
    check('the notification is about this binding', fields.tXid === answer.tXid)
    check('its merchantToken is genuine', isGenuineBinding(fields, merchant))
    check('it carries a userToken', /^[0-9a-f-]{36}$/.test(fields.userToken ?? ''))
  }
