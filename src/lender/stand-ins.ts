import type { PartnerDecision } from '../acquirer/partner.ts'
import type { Visit } from '../acquirer/visit.ts'
import type { Interaction, InteractionKind } from '../domain/interaction.ts'
import type { KredivoAccount } from '../domain/kredivo-account.ts'
import type { Instant } from '../protocol/time.ts'
import { CARD_OTP, OTPS, SEED_ACCOUNTS } from '../store/seed.ts'
import { LINK_OUTCOMES, type LinkTyped } from './link-stand-ins.ts'
import type { Credentials } from './log-in.ts'
import type { PlainDecision } from './plain-page.ts'

/** What a shopper without a browser does, step by step; what is left out is not done. */
export interface Typed {
  readonly credentials?: Credentials
  readonly otp?: string
  /** A tenure, or the one that the page begins with. */
  readonly paymentType?: string | 'preset'
  readonly decision?: PlainDecision
  /** What a card's bank, an app or a wallet decides. */
  readonly atPartner?: PartnerDecision
  readonly cancels?: true
  /** Pays back first what is owed, where the limits do not suffice otherwise. */
  readonly repays?: true
}

const otpFor = (outcome: string): string => OTPS.find((o) => o.outcome === outcome)?.otp ?? ''

/** What somebody who stands in for a shopper does at a link, as things are now. */
export type StandIn = (link: Interaction, visit: Visit) => Typed

const canLogIn = (account: KredivoAccount | undefined, now: Instant): account is KredivoAccount =>
  account !== undefined &&
  account.pin !== null &&
  !account.blocked &&
  !account.overdue &&
  (account.lockedUntil === null || account.lockedUntil <= now)

/**
 * A test shopper of a sort who can log in and buy now, whatever was changed of the others: the first whose limits are
 * large enough for the order, else the first.
 */
const shopper = (
  fits: (account: KredivoAccount) => boolean,
  { tXid }: Interaction,
  { tx, now }: Visit,
): Credentials => {
  const able = SEED_ACCOUNTS.map(({ phone }) => tx.accounts.get(phone)).filter(
    (one): one is KredivoAccount => canLogIn(one, now) && fits(one),
  )
  const price = tx.transactions.get(tXid)?.amt ?? 0
  const rich = able.find(({ limits }) => Object.values(limits).some((limit) => limit >= price))
  const { phone = '', pin } = rich ?? able[0] ?? {}
  return { phone, pin: pin ?? '' }
}

/** Who came in with a userToken is logged in already, and has only the OTP to type. */
export const isInByToken = ({ byToken, step }: Interaction): boolean => byToken && step === 'otp'

/** Somebody who buys, and on whom Kredivo decides so; with a userToken, whoever that belongs to. */
const buyer =
  (verdict: KredivoAccount['verdict']): StandIn =>
  (link, visit) => ({
    ...(!isInByToken(link) && {
      credentials: shopper(
        (one) => one.verdict === verdict && one.accountType === 'premium',
        link,
        visit,
      ),
    }),
    otp: otpFor('accepted'),
    paymentType: 'preset',
    repays: true,
  })

const anyone =
  (outcome: string): StandIn =>
  (link, visit) => ({
    ...(!isInByToken(link) && { credentials: shopper(() => true, link, visit) }),
    otp: otpFor(outcome),
  })

const CANCELS: StandIn = () => ({ cancels: true })

const decides =
  (decision: PlainDecision): StandIn =>
  () => ({ decision })

const inApp =
  (atPartner: PartnerDecision): StandIn =>
  () => ({ atPartner })

/** Somebody at a bank or in an app, who pays or does not. */
const AT_PARTNER: Readonly<Record<string, StandIn>> = {
  approved: inApp('approve'),
  declined: inApp('reject'),
  cancelled: CANCELS,
}

const inWebView = (typed: LinkTyped): Typed => {
  const { credentials, ...rest } = typed
  return { ...rest, ...(credentials && { credentials: { phone: '', ...credentials } }) }
}

/** Who links a wallet, or does not. */
const AT_WEB_VIEW: Readonly<Record<string, StandIn>> = Object.fromEntries(
  Object.entries(LINK_OUTCOMES).map(([outcome, typed]) => [outcome, () => inWebView(typed)]),
)

/** Who does what for each outcome that can be asked for, by the kind of the link. */
export const OUTCOMES: Readonly<Record<InteractionKind, Readonly<Record<string, StandIn>>>> = {
  binding: { linked: anyone('accepted'), stopped: anyone('usedUp'), cancelled: CANCELS },
  checkout: {
    approved: buyer('approve'),
    declined: buyer('deny'),
    fraud: buyer('fraud'),
    underReview: buyer('approveLater'),
    stopped: anyone('usedUp'),
    cancelled: CANCELS,
  },
  lender: {
    approved: decides('approve'),
    declined: decides('reject'),
    underReview: decides('later'),
    cancelled: CANCELS,
  },
  card: {
    approved: () => ({ otp: CARD_OTP }),
    declined: inApp('reject'),
    stopped: inApp('balance'),
    cancelled: CANCELS,
  },
  push: AT_PARTNER,
  wallet: AT_PARTNER,
  link: AT_WEB_VIEW,
}
