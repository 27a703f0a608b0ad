import type { Instant } from '../protocol/time.ts'
import {
  type JsonSchema,
  oneOf,
  pattern,
  type Rules,
  ruleFlaw,
  schemaOf,
  TRUE,
  whole,
} from './rule.ts'

/** What goes wrong with so many calls, or attempts at a notification, in a row. */
export interface FaultStep {
  readonly times: number
  /** Of a call: the refusal that answers it; nothing is done. */
  readonly resultCd?: string
  /** Of a call: a web server's error page instead of an answer, nothing is done; of a notification: what the receiver seems to answer. */
  readonly httpStatus?: number
  /** Of a call: how much later it is answered, in real time; of a notification: how much later it is sent, by the sandbox's clock. */
  readonly delayMs?: number
  /** The connection breaks off before anything was done (sent), or after all of it was. */
  readonly drop?: 'before' | 'afterCommit'
  /** Of a notification: how many further times it is sent. */
  readonly duplicate?: number
  /** Of a notification: it waits until it is released. */
  readonly hold?: true
  /** Of a notification: it waits until the merchant's next one was sent. */
  readonly reorder?: true
}

/** A script of what goes wrong, step after step, with one endpoint or with notifications; after it all is well. */
export interface Fault {
  readonly id: string
  /** An endpoint's name, or `notification`. */
  readonly endpoint: string
  /** Whose calls; null: every merchant's of the namespace. */
  readonly iMid: string | null
  /** The steps that are left. */
  readonly steps: readonly FaultStep[]
  readonly createdAt: Instant
}

/** The name under which faults of notifications are made. */
export const NOTIFICATION = 'notification'

const EVERYWHERE: Rules = {
  times: whole(1, 1_000_000),
  httpStatus: whole(200, 599),
  drop: oneOf('before', 'afterCommit'),
}

const OF_CALLS: Rules = {
  ...EVERYWHERE,
  resultCd: pattern(/^[0-9A-Za-z]{1,20}$/, 'a result code, as 9002'),
  delayMs: whole(0, 120_000, 'milliseconds, 0 to 120000'),
}

const OF_NOTIFICATIONS: Rules = {
  ...EVERYWHERE,
  delayMs: whole(0, 366 * 86_400_000, 'milliseconds, up to a year'),
  duplicate: whole(1, 10),
  hold: TRUE,
  reorder: TRUE,
}

/** What decides how a step ends; one step has one of them. A delay of a call may go with another. */
const ENDS = ['resultCd', 'httpStatus', 'drop', 'duplicate', 'hold', 'reorder'] as const
const ENDS_OF_NOTIFICATIONS = [...ENDS, 'delayMs'] as const

const rulesFor = (endpoint: string): Rules =>
  endpoint === NOTIFICATION ? OF_NOTIFICATIONS : OF_CALLS

const stepFlaw = (endpoint: string, step: unknown): string | undefined => {
  if (step === null || typeof step !== 'object' || Array.isArray(step)) {
    return 'a step must be an object'
  }
  const rules = rulesFor(endpoint)
  const known = Object.keys(rules).join(', ')
  const flaw = ruleFlaw(
    rules,
    step as Record<string, unknown>,
    (name) => `a step of ${endpoint} has no "${name}"; it may have ${known}`,
  )
  if (flaw) return flaw
  const ends = (endpoint === NOTIFICATION ? ENDS_OF_NOTIFICATIONS : ENDS).filter(
    (name) => name in step,
  )
  if (ends.length > 1) return `a step has one of ${ends.join(' and ')}`
  if (ends.length === 0 && !('delayMs' in step)) return 'a step must say what goes wrong'
  return undefined
}

/** The most steps that a script has. */
const MOST_STEPS = 1000

/** What is wrong with the steps of a script, in words, or nothing. */
export const stepsFlaw = (endpoint: string, steps: unknown): string | undefined => {
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > MOST_STEPS) {
    return `"steps" must be a list of 1 to ${MOST_STEPS} steps`
  }
  for (const [index, step] of steps.entries()) {
    const flaw = stepFlaw(endpoint, step)
    if (flaw) return `step ${index + 1}: ${flaw}`
  }
  return undefined
}

/** The schema of a script's steps. */
export const STEPS_SCHEMA: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: MOST_STEPS,
  items: { anyOf: [schemaOf(OF_CALLS), schemaOf(OF_NOTIFICATIONS)] },
}

/** Uses up the next step once: what is left of the fault, or null when that was its last. */
export const used = (fault: Fault): { readonly step: FaultStep; readonly rest: Fault | null } => {
  const [step, ...later] = fault.steps
  if (!step) throw new Error(`fault ${fault.id} has no step left`)
  const left = step.times > 1 ? [{ ...step, times: step.times - 1 }, ...later] : later
  return { step, rest: left.length > 0 ? { ...fault, steps: left } : null }
}

/** A step in words, for whoever wonders why a call failed. */
export const faultWords = ({ resultCd, httpStatus, delayMs, drop }: FaultStep): string => {
  const late = delayMs === undefined ? '' : ` ${delayMs} ms later`
  if (resultCd !== undefined) return `a fault answers ${resultCd}${late}`
  if (httpStatus !== undefined) return `a fault answers HTTP ${httpStatus}${late}`
  if (drop === 'before') return `a fault breaks the connection off before anything is done${late}`
  if (drop === 'afterCommit') return `a fault breaks the connection off after all was done${late}`
  return `a fault answers${late}`
}
