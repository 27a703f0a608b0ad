import type { Interaction } from '../../domain/interaction.ts'
import { OTP_LIFE, WALLET_RULES } from '../../domain/otp.ts'
import { localPhone, normalPhone } from '../../domain/phone.ts'
import { errandOf, placeOf } from '../../lender/visit.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowOf } from '../../store/now.ts'
import { LINK_VALUES, OTPS } from '../../store/seed.ts'
import { gathered } from '../../store/slices.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, timeoutIn } from './calls.ts'
import type { WaitingOtp } from './shown.ts'

/** The code that is accepted, of Kredivo and of a wallet's web view. */
const [ACCEPTED, ACCEPTED_BY_WALLETS] = [OTPS, LINK_VALUES.otps].map(
  (otps) => otps.find(({ outcome }) => outcome === 'accepted')?.otp ?? '',
) as [string, string]

const lifeOf = ({ kind }: Pick<Interaction, 'kind'>): number =>
  kind === 'link' ? WALLET_RULES.life : OTP_LIFE

/** Whether a page asks for this link's OTP, and would take it. */
const isAwaited = (link: Interaction, { tables }: World, now: Instant): boolean => {
  const about = errandOf(link, tables, now)
  const isThere = about !== undefined && placeOf(link, about.errand, now) === 'otp'
  return isThere && link.otp !== null && now < link.otp.sentAt + lifeOf(link)
}

/** The links at the page of the OTP, those given up long ago among them. */
function* atTheOtp({ indexes, tables }: World, phones: Iterable<string>): Generator<Interaction> {
  for (const phone of phones) {
    for (const tk of indexes.ids('interactions', 'otpSentTo', phone)) {
      const link = tables.interactions.get(tk)
      if (link) yield link
    }
  }
}

type Sent = Interaction & { readonly otp: NonNullable<Interaction['otp']> }

const shownOtp = ({ tk, tXid, iMid, phone, otp, kind }: Sent): WaitingOtp => ({
  phone: localPhone(phone ?? ''),
  otp: kind === 'link' ? ACCEPTED_BY_WALLETS : ACCEPTED,
  sentAt: isoOf(otp.sentAt),
  expiresAt: isoOf(otp.sentAt + lifeOf({ kind })),
  tk,
  tXid,
  iMid,
})

/** The OTPs that wait to be typed, newest first; no message is ever sent. Looked for in slices. */
const waiting = async (
  world: World,
  phones: Iterable<string>,
  now: Instant,
  tXid: string | undefined,
): Promise<WaitingOtp[]> => {
  const isMeant = (link: Interaction): link is Sent =>
    (tXid === undefined || link.tXid === tXid) && isAwaited(link, world, now)
  const found = await gathered(atTheOtp(world, phones), (link) =>
    isMeant(link) ? link : undefined,
  )
  return gathered(
    found.sort((a, b) => b.otp.sentAt - a.otp.sentAt),
    shownOtp,
  )
}

/** The inbox of the text messages that are not sent. */
export const otpCalls = ({ core, watch }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/kredivo/otps',
    says: 'the OTPs that wait to be typed, newest first; waits for one as long as `timeoutMs` allows',
    query: {
      phone: 'of this shopper',
      tXid: 'for this order or binding',
      timeoutMs: 'how long to wait until there is one, in milliseconds up to 120000 (0)',
    },
    run: async ({ namespace, world, query, gone }) => {
      const phone = query.phone === undefined ? undefined : normalPhone(query.phone)
      if (query.phone !== undefined && !phone) {
        throw new ControlError(400, '"phone" must be an Indonesian mobile number')
      }
      const timeoutMs = timeoutIn(query, 0)
      const look = async (): Promise<WaitingOtp[] | undefined> => {
        const present = core.store.world(namespace) ?? world
        const phones = phone ? [phone] : present.tables.accounts.keys()
        const now = nowOf(present, core.env.systemNow())
        const found = await waiting(present, phones, now, query.tXid)
        return found.length > 0 ? found : undefined
      }
      return (await watch.until({ namespace, gone, timeoutMs, look })) ?? []
    },
  },
]
