import { confirmSecure } from '../../acquirer/card.ts'
import { decideAtPartner, payFromWallet } from '../../acquirer/partner.ts'
import type { Visit } from '../../acquirer/visit.ts'
import type { Interaction } from '../../domain/interaction.ts'
import { cancel } from '../../lender/cancel.ts'
import { confirmPurchase } from '../../lender/check-out.ts'
import { askForOtp, confirmOtp } from '../../lender/confirm-otp.ts'
import { askForLinkOtp, confirmLinkOtp, confirmLinkPin, consent } from '../../lender/link-wallet.ts'
import { logIn } from '../../lender/log-in.ts'
import { decidePlainly, PLAIN_DECISIONS, type PlainDecision } from '../../lender/plain-page.ts'
import type { Place } from '../../lender/visit.ts'
import { MAGIC_OTPS } from '../../store/seed.ts'

/** A form's fields, as sent. */
export type Form = Readonly<Record<string, string>>

/** What a button does. */
export type Act = (interaction: Interaction, form: Form, visit: Visit) => Interaction

/** What the buttons of a page do, by their value; "" is the main one. */
export type Acts = ReadonlyMap<string, Act>

const GIVE_UP: readonly [string, Act] = [
  'cancel',
  (interaction, _form, visit) => cancel(interaction, visit),
]

const LOGIN: Acts = new Map([
  ['', (interaction, { phone = '', pin = '' }, visit) => logIn(interaction, { phone, pin }, visit)],
  GIVE_UP,
])

const OTP: Acts = new Map([
  [
    '',
    (interaction, { otp = '' }, visit) =>
      interaction.kind === 'link'
        ? confirmLinkOtp(interaction, otp.trim(), visit)
        : confirmOtp(interaction, otp, MAGIC_OTPS, visit),
  ],
  [
    'resend',
    (interaction, _form, visit) =>
      interaction.kind === 'link'
        ? askForLinkOtp(interaction, visit)
        : askForOtp(interaction, visit),
  ],
  GIVE_UP,
])

const REVIEW: Acts = new Map([
  [
    '',
    (interaction, { paymentType = '', agree = '' }, visit) =>
      confirmPurchase(interaction, { paymentType, agrees: agree !== '' }, visit),
  ],
  GIVE_UP,
])

const PLAIN: Acts = new Map([
  ...(Object.keys(PLAIN_DECISIONS) as PlainDecision[]).map((decision): [string, Act] => [
    decision,
    (interaction, _form, visit) => decidePlainly(interaction, decision, visit),
  ]),
  GIVE_UP,
])

const SECURE: Acts = new Map([
  ['', (interaction, { otp = '' }, visit) => confirmSecure(interaction, otp.trim(), visit)],
  GIVE_UP,
])

/** What a customer decides in an app; whoever has to log in cannot decide here. */
const inApp =
  (decision: 'approve' | 'reject'): Act =>
  (interaction, _form, visit) =>
    interaction.kind === 'push' ? decideAtPartner(interaction, decision, visit) : interaction

const PUSH: Acts = new Map([['approve', inApp('approve')], ['reject', inApp('reject')], GIVE_UP])

const WALLET: Acts = new Map([
  [
    '',
    (interaction, { phone = '', pin = '' }, visit) =>
      payFromWallet(interaction, { phone, pin }, visit),
  ],
  GIVE_UP,
])

const CONSENT: Acts = new Map([
  ['', (interaction, _form, visit) => consent(interaction, visit)],
  GIVE_UP,
])

const PIN: Acts = new Map([
  ['', (interaction, { pin = '' }, visit) => confirmLinkPin(interaction, pin.trim(), visit)],
  GIVE_UP,
])

/** The pages that have a form, with what their buttons do. */
export const ACTS: ReadonlyMap<Place, Acts> = new Map([
  ['connecting', LOGIN],
  ['signin', LOGIN],
  ['checkout', PLAIN],
  ['secure', SECURE],
  ['push', PUSH],
  ['wallet', WALLET],
  ['consent', CONSENT],
  ['otp', OTP],
  ['pin', PIN],
  ['settlement', REVIEW],
])
