import type { Visit } from '../acquirer/visit.ts'
import type { Interaction } from '../domain/interaction.ts'
import { LINK_OTPS, LINK_PINS } from '../store/seed.ts'
import { confirmLinkOtp, confirmLinkPin, consent, giveUpLink } from './link-wallet.ts'

/** What a customer without a browser does in a wallet's web view; what is left out is not done. */
export interface LinkTyped {
  readonly otp?: string
  readonly credentials?: { readonly pin: string }
  readonly cancels?: true
}

const keyOf = (values: Readonly<Record<string, string>>, effect: string): string =>
  Object.keys(values).find((key) => values[key] === effect) ?? ''

const otp = (effect: string): LinkTyped => ({ otp: keyOf(LINK_OTPS, effect) })

const pin = (effect: string): LinkTyped => ({
  ...otp('accepted'),
  credentials: { pin: keyOf(LINK_PINS, effect) },
})

/** What is typed for each outcome of a link that can be asked for. */
export const LINK_OUTCOMES = {
  linked: pin('accepted'),
  otpWrong: { ...otp('wrong'), cancels: true },
  otpExpired: { ...otp('expired'), cancels: true },
  stopped: otp('usedUp'),
  blocked: pin('blocked'),
  inactive: pin('inactive'),
  cancelled: { cancels: true },
} as const satisfies Record<string, LinkTyped>

/** Does what a customer in a web view would do, with the same functions. */
export const walkLink = (
  start: Interaction,
  { otp: code, credentials, cancels }: LinkTyped,
  visit: Visit,
): Interaction => {
  let at = start
  if (code !== undefined || credentials) at = consent(at, visit)
  if (code !== undefined) at = confirmLinkOtp(at, code, visit)
  if (credentials) at = confirmLinkPin(at, credentials.pin, visit)
  return cancels ? giveUpLink(at, visit) : at
}
