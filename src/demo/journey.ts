import { localPhone } from '../domain/phone.ts'
import { OTPS, SEED_ACCOUNTS } from '../store/seed.ts'
import { formOf, openBrowser, type Seen } from './browser.ts'
import { bindingRequest, type Credentials, type Fields, isGenuine } from './merchant.ts'
import { startReceiver } from './receiver.ts'

export interface JourneyOptions {
  /** The sandbox's base URL. */
  readonly url: string
  readonly merchant: Credentials
  readonly now: Date
  readonly print: (text: string) => void
}

/** How long to wait for the notification, in milliseconds. */
const PATIENCE = 10_000

/**
 * Binds a test shopper's account over real HTTP, as a merchant's server and a shopper's browser would, and prints
 * each exchange. Answers whether everything held.
 */
export const bindingJourney = async ({
  url,
  merchant,
  now,
  print,
}: JourneyOptions): Promise<boolean> => {
  const receiver = await startReceiver()
  const { check, held } = checklist(print)
  try {
    const [shopper] = SEED_ACCOUNTS
    const phone = localPhone(shopper?.phone ?? '')
    const request = bindingRequest(
      merchant,
      {
        referenceNo: `DEMO${now.getTime()}`,
        billingNm: shopper?.legalName ?? '',
        billingPhone: `+62-${phone.slice(1)}`,
        clientUserKey: 'demo-customer-1',
        dbProcessUrl: `${receiver.url}/notification`,
        callBackUrl: `${receiver.url}/callback`,
      },
      now,
    )

    print('\n1. The merchant registers an account binding.\n')
    const answer = await register(`${url}/nicepay/v2/userAccountBinding`, request, print)
    check('the registration is accepted', answer.resultCd === '0000')
    if (!answer.redirectUrlHttp) return held()

    print('\n2. The shopper logs in at Kredivo and enters the OTP.\n')
    const otp = OTPS.find(({ outcome }) => outcome === 'accepted')?.otp ?? ''
    const end = await walkPages(
      answer.redirectUrlHttp,
      { phone, pin: shopper?.pin ?? '', otp },
      print,
    )
    check('the pages end with a linked account', end.url.includes('/result?') && end.status === 200)

    print('\n3. The browser goes back to the merchant.\n')
    const back = formOf(end.html, end.url)
    await openBrowser((seen) => print(lineOf(seen))).post(back.action, back.fields)
    const callback = await receiver.waitFor('/callback', PATIENCE)
    check('the callback is about this binding', callback.fields.tXid === answer.tXid)
    check('the callback says that it succeeded', callback.fields.resultCd === '0000')

    print('\n4. The notification arrives at dbProcessUrl.\n')
    const notification = await receiver.waitFor('/notification', PATIENCE)
    print(`POST ${receiver.url}/notification\n${indented(notification.text)}`)
    check('the notification is about this binding', notification.fields.tXid === answer.tXid)
    check('its merchantToken is genuine', isGenuine(notification.fields, merchant))
    check('it carries a userToken', /^[0-9a-f-]{36}$/.test(notification.fields.userToken ?? ''))
    return held()
  } catch (error) {
    check(`the journey goes through (${(error as Error).message})`, false)
    return held()
  } finally {
    await receiver.stop()
  }
}

const checklist = (print: (text: string) => void) => {
  let ok = true
  return {
    check: (what: string, holds: boolean): void => {
      ok &&= holds
      print(`   ${holds ? '✓' : '✗'} ${what}`)
    },
    held: () => ok,
  }
}

const register = async (url: string, body: Fields, print: (text: string) => void) => {
  print(`POST ${url}\n${indented(JSON.stringify(body))}`)
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  print(`${response.status}\n${indented(text)}`)
  const reason = response.headers.get('x-sandbox-reason')
  if (reason) print(`   X-Sandbox-Reason: ${decodeURIComponent(reason)}`)
  return JSON.parse(text) as Fields
}

interface Typed {
  readonly phone: string
  readonly pin: string
  readonly otp: string
}

const walkPages = async (
  link: string,
  { phone, pin, otp }: Typed,
  print: (text: string) => void,
) => {
  const browser = openBrowser((seen) => print(lineOf(seen)))
  const login = await browser.get(link)
  const loginForm = formOf(login.html, login.url)
  const otpPage = await browser.post(loginForm.action, { ...loginForm.fields, phone, pin })
  const otpForm = formOf(otpPage.html, otpPage.url)
  return browser.post(otpForm.action, { ...otpForm.fields, otp })
}

const lineOf = ({ method, url, form, status, location }: Seen): string => {
  const sent = form ? ` ${Object.keys(form).join(', ')}` : ''
  return `${method} ${url}${sent} → ${status}${location ? ` ${location}` : ''}`
}

const indented = (json: string): string =>
  JSON.stringify(JSON.parse(json), null, 2).replace(/^/gm, '   ')
