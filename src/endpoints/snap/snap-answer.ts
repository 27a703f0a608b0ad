import {
  SNAP_RESULT,
  type SnapResult,
  type SnapResultName,
  snapCode,
  snapText,
} from '../../protocol/snap/results.ts'
import type { ApiAnswer } from '../answer.ts'

/** What an answer of SNAP says beside its result. */
interface Said {
  /** The service code, two digits. */
  readonly service: string
  readonly about?: string
  readonly iMid?: string | null
  readonly tXid?: string | null
  readonly reason?: string | null
  /** What is answered behind code and text. */
  readonly reply?: Readonly<Record<string, unknown>>
}

/** An answer in SNAP's shape: HTTP status, responseCode and responseMessage say the same. */
export const snapAnswer = (
  result: SnapResultName,
  { service, about = '', iMid = null, tXid = null, reason = null, reply = {} }: Said,
): ApiAnswer => {
  const known = SNAP_RESULT[result]
  const resultCd = snapCode(known, service)
  const body = { responseCode: resultCd, responseMessage: snapText(known, about), ...reply }
  return { status: known.http, content: { kind: 'json', body }, resultCd, iMid, tXid, reason }
}

const RESULTS: readonly SnapResult[] = Object.values(SNAP_RESULT)

/** What is no call of SNAP, by the HTTP status; a body that cannot be read has another one. */
const NO_CALLS: Readonly<Record<number, SnapResultName>> = {
  404: 'NO_SUCH_PATH',
  405: 'NOT_SUPPORTED',
  413: 'TOO_LARGE',
}

/** Differs: what a page under a foreign name calls is refused by the sandbox alone, whose HTTP status no code of SNAP has. */
const MISDIRECTED = 421

/**
 * How what is no call of SNAP is answered. Source: Bank Indonesia's standard for a wrong verb. Guess: the others, and 00 as the
 * service where none was reached.
 */
export const noCall = (status: number, found: object | undefined, reason: string): ApiAnswer => {
  const known = found && 'service' in found ? `${found.service}` : '00'
  const answer = snapAnswer(NO_CALLS[status] ?? 'BAD_REQUEST', { service: known, reason })
  return status === MISDIRECTED ? { ...answer, status } : answer
}

/** The answer with a code that a fault wants, whichever that is; one of seven digits has its HTTP status in it. */
export const snapFault = (resultCd: string, resultMsg: string): ApiAnswer => {
  const [, http = '200', last = ''] = /^([2-5]\d\d)\d\d(\d\d)$/.exec(resultCd) ?? []
  const known = RESULTS.find((one) => `${one.http}` === http && one.case === last)
  const text = resultMsg || (known ? snapText(known) : '')
  const body = { responseCode: resultCd, responseMessage: text }
  const nobody = { iMid: null, tXid: null, reason: null }
  return { status: Number(http), content: { kind: 'json', body }, resultCd, ...nobody }
}
