import { WALLET_RULES } from '../../domain/otp.ts'
import { maskedAsTyped } from '../../domain/phone.ts'
import { LINK_VALUES } from '../../store/seed.ts'
import { type Facts, frame, type View } from './frame.ts'

/** The steps of a web view, in their order. */
const STEPS = ['consent', 'otp', 'pin'] as const

const page = (facts: Facts, place: (typeof STEPS)[number], more: object = {}): View => {
  const { language, errand } = facts
  return {
    status: 200,
    template: `lender/link-${place}`,
    locals: {
      ...frame(facts, place),
      phone: maskedAsTyped(errand.billingPhone),
      step: STEPS.indexOf(place) + 1,
      steps: STEPS.length,
      otps: LINK_VALUES.otps.map((row) => ({ ...row, behaviour: row.behaviour[language] })),
      pins: LINK_VALUES.pins.map((row) => ({ ...row, behaviour: row.behaviour[language] })),
      ...more,
    },
  }
}

/** What a customer agrees to. */
export const consentView = (facts: Facts): View => page(facts, 'consent')

/** The OTP of a wallet. */
export const linkOtpView = (facts: Facts): View => {
  const sentAt = facts.interaction.otp?.sentAt ?? 0
  const resendIn = Math.max(0, Math.ceil((sentAt + WALLET_RULES.gap - facts.now) / 1000))
  return page(facts, 'otp', { resendIn })
}

/** The PIN of a wallet. */
export const pinView = (facts: Facts): View => page(facts, 'pin')
