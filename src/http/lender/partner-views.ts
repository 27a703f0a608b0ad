import { CARD_OTP, WALLET_USERS } from '../../store/seed.ts'
import { type Facts, frame, type View } from './frame.ts'

/** How often a page that waits for an app looks again, in seconds. */
const LOOKS_AGAIN = 5

/** The page of a card's bank that asks for an OTP. */
export const secureView = (facts: Facts): View => ({
  status: 200,
  template: 'lender/secure',
  locals: { ...frame(facts, 'secure'), card: facts.interaction.card?.cardNo ?? '', otp: CARD_OTP },
})

/** The page that waits until its customer has confirmed in an app. */
export const pushView = (facts: Facts): View => ({
  status: 200,
  template: 'lender/push',
  locals: { ...frame(facts, 'push'), refresh: LOOKS_AGAIN },
})

/** The login of a wallet or a bank. */
export const walletView = (facts: Facts): View => ({
  status: 200,
  template: 'lender/wallet',
  locals: {
    ...frame(facts, 'wallet'),
    typedPhone: facts.interaction.typedPhone,
    users: WALLET_USERS.map((user) => ({ ...user, behaviour: user.behaviour[facts.language] })),
  },
})
