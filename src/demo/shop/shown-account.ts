import type { Language } from '../../config.ts'
import { rupiah } from '../../http/lender/figures.ts'
import type { Answer } from './calls.ts'
import { DEAD_TOKEN } from './cashier.ts'
import { SHOP_TEXTS } from './texts.ts'

interface Limit {
  readonly paymentType?: unknown
  readonly remainingUserLimit?: unknown
  readonly totalUserLimit?: unknown
}

/** From short to long; NICEPAY sorts them as words. */
const TENURES = ['30_days', '3_months', '6_months', '12_months']

/** `30_days` and `12_months`, in words. */
const tenure = (paymentType: string, lang: Language): string =>
  paymentType
    .replace('30_days', SHOP_TEXTS[lang].days)
    .replace('_months', ` ${SHOP_TEXTS[lang].months}`)

const shownLimits = (body: unknown, lang: Language) => {
  const { limitDetails } = body as { limitDetails?: unknown }
  const rows: Limit[] = Array.isArray(limitDetails) ? limitDetails : []
  return rows
    .toSorted((a, b) => TENURES.indexOf(`${a.paymentType}`) - TENURES.indexOf(`${b.paymentType}`))
    .map(({ paymentType, remainingUserLimit, totalUserLimit }) => ({
      tenure: tenure(`${paymentType}`, lang),
      left: Number(remainingUserLimit),
      total: Number(totalUserLimit),
      leftInWords: rupiah(Number(remainingUserLimit), lang),
      totalInWords: rupiah(Number(totalUserLimit), lang),
    }))
}

/** A linked account as NICEPAY tells of it; nothing without a link. */
export const shownAccount = (details: Answer | undefined, lang: Language) => {
  if (!details) return null
  const { fields, body } = details
  const { resultCd, resultMsg, billingPhone = '', accountStatus, accountType } = fields
  const says = `${resultCd ?? ''} ${resultMsg ?? details.reason ?? ''}`.trim()
  if (resultCd !== '0000')
    return { state: resultCd === DEAD_TOKEN ? 'dead' : 'unknown', says } as const
  return {
    state: 'linked',
    says,
    phone: billingPhone,
    isPremium: accountType === '2',
    isBlocked: accountStatus === '2',
    limits: shownLimits(body, lang),
  } as const
}
