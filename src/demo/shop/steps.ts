import type { Language } from '../../config.ts'
import { type Instant, wibDateTime } from '../../protocol/time.ts'
import type { Answer } from './calls.ts'
import type { Deal, Step, StepKind } from './deals.ts'
import { SHOP_TEXTS, type ShopTexts } from './texts.ts'
import { TONES, verdictOf } from './verdicts.ts'

/** A step as the order page shows it. */
export interface ShownStep {
  readonly kind: StepKind
  readonly title: string
  /** Who speaks to whom. */
  readonly way: string
  readonly at: string
  /** How often it came, where that was more than once. */
  readonly times: string | null
  readonly tone: 'good' | 'plain' | 'bad'
  readonly verdict: string
  /** What NICEPAY says in it: a code with its words. */
  readonly says: string
  /** What the sandbox says beside it. */
  readonly reason: string | null
  /** What a shop must check here, and why. */
  readonly teaches: string
  readonly line: string
  readonly parts: readonly Part[]
}

/** A piece of what went over the wire. */
interface Part {
  readonly label: string
  readonly text: string
}

/** A time of day as the shop's people read it: `10:00:00`, in Jakarta. */
export const clockTime = (at: Instant): string =>
  wibDateTime(at).time.replace(/^(\d\d)(\d\d)(\d\d)$/, '$1:$2:$3')

const pretty = (value: unknown): string => JSON.stringify(value, null, 2)

/** An answer as it came, but for the nulls, of which there are dozens. */
const answerPart = ({ body, text, status }: Answer, t: ShopTexts): Part => {
  const entries = Object.entries(body ?? {})
  const said = entries.filter(([, value]) => value !== null)
  const nulls = entries.length - said.length
  const label = `${t.answer}, HTTP ${status}${nulls > 0 ? ` (${t.nulls(nulls)})` : ''}`
  return { label, text: body === null ? text : pretty(Object.fromEntries(said)) }
}

const partsOf = ({ token, headers, raw, fields, body, answer }: Step, t: ShopTexts): Part[] => [
  ...(token
    ? [
        { label: token.by ? t.snap.formulas[token.by] : t.formula, text: token.formula },
        { label: token.by ? t.snap.signed : t.hashed, text: token.hashed },
      ]
    : []),
  ...(headers.length > 0 ? [{ label: t.headers, text: headers.join('\n') }] : []),
  ...(raw === null ? [] : [{ label: t.raw, text: raw }]),
  ...(Object.keys(fields).length > 0
    ? [{ label: answer ? t.request : t.fields, text: pretty(body ?? fields) }]
    : []),
  ...(answer?.status == null ? [] : [answerPart(answer, t)]),
]

const saidIn = ({ answer, fields }: Step): string => {
  const { resultCd = '', resultMsg = '', ...said } = answer?.fields ?? fields
  // SNAP's own word for it, not the one that the shop's table has.
  const status = said.latestTransactionStatus ?? said.status
  const stands = answer && status !== undefined ? ` (status ${status})` : ''
  return `${resultCd} ${resultMsg}${stands}`.trim()
}

/** Words that SNAP has beside those of API V2. */
type Words = Readonly<Partial<Record<string, string>>>

/** The steps of a deal as a page shows them. */
export const shownSteps = (deal: Deal, lang: Language): ShownStep[] => {
  const t = SHOP_TEXTS[lang]
  return deal.steps.map((step) => {
    const { kind, at, times, lastAt, line, answer } = step
    const verdict = verdictOf(step, deal)
    const isSnap = deal.way.signs === 'snap'
    const teaches: Words = isSnap ? t.snap.teaches : {}
    const verdicts: Words = isSnap ? t.snap.verdicts : {}
    return {
      kind,
      ...t.steps[kind],
      at: clockTime(at),
      times: times > 1 ? t.times(times, clockTime(lastAt)) : null,
      tone: TONES[verdict],
      verdict: verdicts[verdict] ?? t.verdicts[verdict],
      says: saidIn(step),
      reason: answer?.reason ?? null,
      teaches: verdict === 'prepared' ? t.teaches.form : (teaches[kind] ?? t.teaches[kind]),
      line,
      parts: partsOf(step, t),
    }
  })
}
