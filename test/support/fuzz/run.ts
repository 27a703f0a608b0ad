import fc from 'fast-check'
import { startReceiver } from '../../../src/demo/receiver.ts'
import type { TestSandbox } from '../sandbox.ts'
import { checkoutPages } from './checkout.ts'
import { isReadOnly } from './checks.ts'
import { controlCalls } from './control-calls.ts'
import { imports } from './imports.ts'
import { type Failure, type Judge, judge, listen, type Numbered } from './judge.ts'
import { type Live, stock } from './live.ts'
import { noise } from './noise.ts'
import { pages } from './pages.ts'
import type { Sent } from './sent.ts'
import { paymentSteps, signedCalls } from './signed-calls.ts'
import { snapCalls, snapNoise } from './snap-calls.ts'
import { fingerprint, openTarget } from './target.ts'
import { watchdog } from './watchdog.ts'

export interface FuzzOptions {
  readonly inputs: number
  readonly seed: number
  /** Hears how far it is. */
  readonly say?: (sentence: string) => void
  /** Hears of each failure at once. */
  readonly tell?: (failure: Failure) => void
}

export interface Report {
  readonly inputs: number
  readonly failures: readonly Failure[]
  /** How often each kind of input was answered how. */
  readonly answers: ReadonlyMap<string, number>
}

/** Inputs between two fresh beginnings. */
const BATCH = 500
/** Calls at once. */
const CALLERS = 8
/** One input in so many is sent alone, and what is stored compared. */
const WATCHED = 20
/** Failures after which it stops. */
const ENOUGH = 20

const inputsOn = (live: Live): fc.Arbitrary<Sent> =>
  fc.oneof(
    { weight: 28, arbitrary: signedCalls(live) },
    { weight: 7, arbitrary: paymentSteps(live) },
    { weight: 28, arbitrary: snapCalls(live) },
    { weight: 7, arbitrary: snapNoise },
    { weight: 14, arbitrary: pages(live) },
    { weight: 14, arbitrary: checkoutPages(live) },
    { weight: 21, arbitrary: controlCalls(live) },
    // Rare, as one replaces everything, what was changed by mistake included.
    { weight: 1, arbitrary: imports(live) },
    { weight: 14, arbitrary: noise },
  )

const eachAtOnce = async (inputs: readonly Numbered[], { one }: Judge): Promise<void> => {
  const queue = inputs.values()
  const caller = async () => {
    for (const numbered of queue) await one(numbered)
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
}

const watched = async (
  inputs: readonly Numbered[],
  sandbox: TestSandbox,
  { one, fail }: Judge,
): Promise<void> => {
  for (const numbered of inputs) {
    const before = await fingerprint(sandbox)
    const answer = await one(numbered)
    if (!answer || !isReadOnly(numbered.sent, answer)) continue
    if ((await fingerprint(sandbox)) !== before) fail('a refusal writes nothing', numbered, answer)
  }
}

const RESTART: Sent = {
  kind: 'restart',
  method: '',
  target: '',
  headers: {},
  body: Buffer.alloc(0),
}

/** Sends inputs of all kinds to a sandbox in this process and checks what must hold whatever is sent. */
export const fuzz = async ({
  inputs,
  seed,
  say = () => {},
  tell = () => {},
}: FuzzOptions): Promise<Report> => {
  const target = await openTarget(seed)
  const receiver = await startReceiver()
  const guard = watchdog()
  const judged = judge(target.client, tell)
  const { failures, answers, fail } = judged
  const deafen = listen(judged)
  let done = 0
  try {
    while (done < inputs && failures.length < ENOUGH) {
      guard.at(done)
      const live = await stock(target.sandbox(), receiver)
      const numRuns = Math.min(BATCH, inputs - done)
      const batch = fc
        .sample(inputsOn(live), { seed: seed + done, numRuns })
        .map((sent, index) => ({ input: done + index, sent }))
      await eachAtOnce(
        batch.filter(({ input }) => input % WATCHED !== 0),
        judged,
      )
      await watched(
        batch.filter(({ input }) => input % WATCHED === 0),
        target.sandbox(),
        judged,
      )
      done += numRuns
      const different = await target.restart()
      if (different)
        fail(`a restart changes nothing (${different})`, { input: done, sent: RESTART })
      say(`${done} inputs, ${failures.length} failures`)
    }
    await target.sandbox().http.get('/_sandbox/health').expect(200)
  } finally {
    deafen()
    await guard.stop()
    await target.stop()
    await receiver.stop()
  }
  return { inputs: done, failures, answers }
}
