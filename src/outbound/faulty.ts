import { type Delivery, duplicateOf, putOff, released } from '../domain/delivery.ts'
import { type FaultStep, NOTIFICATION } from '../domain/fault.ts'
import type { Instant } from '../protocol/time.ts'
import type { Faults } from '../store/faults.ts'
import type { Tx } from '../store/overlay.ts'
import { NoNamespace, StorageError } from '../store/store.ts'
import type { Send, Sent } from './send.ts'

const NOT_SENT: Sent = {
  requestHeaders: [],
  httpStatus: null,
  answer: '',
  latencyMs: 0,
  error: null,
  retryAfterMs: null,
}

/** What a step of a fault does to the state before an attempt. Answers whether the attempt is made at all. */
const beforeAttempt = (delivery: Delivery, step: FaultStep, tx: Tx, at: Instant): boolean => {
  const later = putOff(delivery, step, at)
  if (later) {
    tx.deliveries.put(delivery.id, later)
    return false
  }
  // An attempt that was broken off by the end of the program may have made some of the same number.
  for (let copy = 1, left = step.duplicate ?? 0; left > 0; copy++) {
    const twin = duplicateOf(delivery, `${delivery.attempts.length + 1}.${copy}`, at)
    if (tx.deliveries.get(twin.id)) continue
    tx.deliveries.put(twin.id, twin)
    left--
  }
  return true
}

/** Sends on those that waited for this merchant's next one. */
export const releaseAfter = ({ iMid, heldUntil }: Delivery, tx: Tx, at: Instant): void => {
  if (heldUntil) return
  for (const waiting of tx.deliveries.where('waitsForNext', iMid)) {
    tx.deliveries.put(waiting.id, released(waiting, at))
  }
}

/** The way of sending under a step: not at all, without hearing the answer, or as ever. */
const sendUnder =
  ({ drop, httpStatus }: FaultStep, send: Send): Send =>
  async (delivery, signal) => {
    if (httpStatus !== undefined) {
      return { ...NOT_SENT, httpStatus, answer: 'not sent: a fault answers so' }
    }
    if (drop === 'before')
      return { ...NOT_SENT, error: 'not sent: a fault broke the connection off' }
    const sent = await send(delivery, signal)
    if (drop !== 'afterCommit') return sent
    return { ...sent, httpStatus: null, answer: '', error: 'a fault lost the receiver’s answer' }
  }

interface Faulty {
  readonly faults: Faults
  readonly send: Send
}

/** The way in which a delivery whose turn it is now is sent; nothing when a fault has put it off. */
export const underFaults = async (
  { faults, send }: Faulty,
  namespace: string,
  delivery: Delivery,
  at: Instant,
): Promise<Send | undefined> => {
  if (delivery.spared || !faults.any()) return send
  let isSent = true
  const meet = (step: FaultStep, tx: Tx): boolean => {
    // One that was asked for anew meanwhile has its turn again, and this step then.
    const isItsTurn = tx.deliveries.get(delivery.id) === delivery
    isSent = isItsTurn && beforeAttempt(delivery, step, tx, at)
    return isItsTurn
  }
  try {
    const { iMid } = delivery
    const step = await faults.take({ namespace, endpoint: NOTIFICATION, iMid }, meet)
    if (!isSent) return undefined
    return step ? sendUnder(step, send) : send
  } catch (error) {
    // A fault that cannot be noted down does not happen.
    if (error instanceof StorageError || error instanceof NoNamespace) return send
    throw error
  }
}
