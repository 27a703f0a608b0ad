import { moved, type Visit } from '../acquirer/visit.ts'
import { type Interaction, loggedOut, type Notice } from '../domain/interaction.ts'
import { type PinOutcome, tryPin } from '../domain/kredivo-account.ts'
import { sentOtp } from '../domain/otp.ts'
import { normalPhone } from '../domain/phone.ts'
import { isOver, placeIn } from './visit.ts'

/** What the login form holds, as typed. */
export interface Credentials {
  readonly phone: string
  readonly pin: string
}

const isKredivo = ({ kind }: Interaction): boolean => kind === 'binding' || kind === 'checkout'

/** The longest phone number that is kept as typed. */
const TYPED_MAX = 40

/**
 * Enters a phone number and a PIN: the OTP is "sent", or the page says why not. Nothing happens on a link that has
 * ended.
 */
export const logIn = (
  interaction: Interaction,
  { phone: typed, pin }: Credentials,
  visit: Visit,
): Interaction => {
  const { tx, now } = visit
  if (!isKredivo(interaction) || isOver(placeIn(interaction, visit))) return interaction

  const refused = (notice: Notice): Interaction =>
    moved(tx, {
      ...loggedOut(interaction, 'login', notice),
      typedPhone: typed.slice(0, TYPED_MAX),
    })

  const phone = normalPhone(typed)
  if (!phone) return refused({ kind: 'phoneInvalid' })
  if (!/^[0-9]{6}$/.test(pin)) return refused({ kind: 'pinInvalid' })
  const known = tx.accounts.get(phone)
  if (!known) return refused({ kind: 'phoneUnknown' })

  const { account, outcome } = tryPin(known, pin, now)
  if (account !== known) tx.accounts.put(phone, account)
  if (outcome.kind !== 'right') return refused(noticeOf(outcome))
  return moved(tx, {
    ...interaction,
    step: 'otp',
    byToken: false,
    typedPhone: typed.slice(0, TYPED_MAX),
    phone,
    otp: sentOtp(now, interaction.otp),
    activeAt: now,
    notice: null,
  })
}

const noticeOf = (outcome: Exclude<PinOutcome, { kind: 'right' }>): Notice =>
  outcome.kind === 'wrong' ? { kind: 'pinWrong', left: outcome.left } : outcome
