import { setTimeout as pause } from 'node:timers/promises'
import { type FaultStep, faultWords } from '../domain/fault.ts'
import { iMidOfTXid } from '../protocol/ids.ts'
import { RESULT_CODES, type Result } from '../protocol/results.ts'
import type { ApiAnswer, Callable } from './answer.ts'
import type { Core } from './core.ts'
import type { ApiRequest } from './input.ts'

/** Whose call it is, as far as it can be told without checking anything: by its iMid, or by that in its tXid. */
const callerOf = (endpoint: Callable, call: ApiRequest): string | null => {
  try {
    const { iMid, tXid } = endpoint.read(call)
    if (typeof iMid === 'string') return iMid
    return typeof tXid === 'string' ? iMidOfTXid(tXid) : null
  } catch {
    return null
  }
}

/** A published code with its text; one that is not published has the text of none. */
const resultOf = (resultCd: string): Pick<Result, 'resultCd' | 'resultMsg'> =>
  RESULT_CODES.find((row) => row.resultCd === resultCd) ?? { resultCd, resultMsg: '' }

/** Guess: what a web server before NICEPAY's program shows when that does not answer. */
const errorPage = (status: number): string =>
  `<html>\n<head><title>${status}</title></head>\n<body><h1>${status}</h1></body>\n</html>\n`

/** Answers a call, with what a fault has in store for it. */
export const invokeUnderFaults = async (
  endpoint: Callable,
  call: ApiRequest,
  core: Core,
): Promise<ApiAnswer> => {
  const { store, faults } = core
  if (!faults.any()) return endpoint.invoke(call, core)
  const iMid = callerOf(endpoint, call)
  // A call of nobody's, or of one that cannot be read, goes wrong as those of the first namespace do.
  const namespace = store.homeOf('merchants', iMid ?? '') ?? 'default'
  const step = await faults.take({ namespace, endpoint: endpoint.name, iMid }, () => true)
  return step ? underStep(step, iMid, endpoint, call, core) : endpoint.invoke(call, core)
}

const underStep = async (
  step: FaultStep,
  iMid: string | null,
  endpoint: Callable,
  call: ApiRequest,
  core: Core,
): Promise<ApiAnswer> => {
  const { resultCd, httpStatus, drop, delayMs = 0 } = step
  const reason = faultWords(step)
  const instead = { resultCd: null, iMid, tXid: null, reason }
  const answer = async (): Promise<ApiAnswer> => {
    if (resultCd !== undefined) {
      return { ...endpoint.refuse(call, resultOf(resultCd)), iMid, reason }
    }
    if (httpStatus !== undefined) {
      return {
        ...instead,
        status: httpStatus,
        content: { kind: 'html', body: errorPage(httpStatus) },
      }
    }
    if (drop === 'before') return { ...instead, status: 0, content: { kind: 'nothing' } }
    const done = await endpoint.invoke(call, core)
    if (drop === undefined) return { ...done, reason: done.reason ?? reason }
    return { ...done, status: 0, content: { kind: 'nothing' }, reason }
  }
  const answered = await answer()
  if (delayMs > 0) await pause(delayMs, undefined, { ref: false })
  return answered
}
