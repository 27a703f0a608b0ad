import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { startReceiver } from '../../../src/demo/receiver.ts'
import { makeIds } from '../../../src/env.ts'
import { T0 } from '../clock.ts'
import { type TestSandbox, testSandbox } from '../sandbox.ts'
import { checkoutPages } from './checkout.ts'
import { brokenChecks, isReadOnly, resultCdOf } from './checks.ts'
import { type Answer, type Client, openClient } from './client.ts'
import { controlCalls } from './control-calls.ts'
import { type Live, stock } from './live.ts'
import { noise } from './noise.ts'
import { pages } from './pages.ts'
import type { Sent } from './sent.ts'
import { paymentSteps, signedCalls } from './signed-calls.ts'
import { snapCalls, snapNoise } from './snap-calls.ts'

export interface FuzzOptions {
  readonly inputs: number
  readonly seed: number
  /** Hears how far it is. */
  readonly say?: (sentence: string) => void
  /** Hears of each failure at once. */
  readonly tell?: (failure: Failure) => void
}

/** A check that did not hold, with what was sent and what came back. */
export interface Failure {
  readonly check: string
  readonly input: number
  readonly sent: Sent
  readonly answer: Answer | undefined
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
    { weight: 4, arbitrary: signedCalls(live) },
    { weight: 1, arbitrary: paymentSteps(live) },
    { weight: 4, arbitrary: snapCalls(live) },
    { weight: 1, arbitrary: snapNoise },
    { weight: 2, arbitrary: pages(live) },
    { weight: 2, arbitrary: checkoutPages(live) },
    { weight: 3, arbitrary: controlCalls(live) },
    { weight: 2, arbitrary: noise },
  )

interface Numbered {
  readonly input: number
  readonly sent: Sent
}

/** Sends inputs one by one and gathers what does not hold. */
const judge = (client: Client, tell: (failure: Failure) => void) => {
  const failures: Failure[] = []
  const answers = new Map<string, number>()
  const underWay = new Set<Numbered>()

  const fail = (check: string, { input, sent }: Numbered, answer?: Answer): void => {
    const failure = { check, input, sent, answer }
    failures.push(failure)
    tell(failure)
  }

  const count = ({ kind }: Sent, answer: Answer): void => {
    const how = `${kind}: ${resultCdOf(answer) ?? answer.status}`
    answers.set(how, (answers.get(how) ?? 0) + 1)
  }

  const one = async (numbered: Numbered): Promise<Answer | undefined> => {
    underWay.add(numbered)
    try {
      const answer = await client.send(numbered.sent)
      count(numbered.sent, answer)
      for (const check of brokenChecks(numbered.sent, answer)) fail(check, numbered, answer)
      return answer
    } catch (error) {
      fail(`an answer arrives (${error})`, numbered)
      return undefined
    } finally {
      underWay.delete(numbered)
    }
  }

  /** Something went wrong in the process; any call under way may be the cause. */
  const broke = (how: string): void => {
    for (const numbered of underWay) fail(how, numbered)
  }
  return { failures, answers, fail, one, broke }
}

type Judge = ReturnType<typeof judge>

const eachAtOnce = async (inputs: readonly Numbered[], { one }: Judge): Promise<void> => {
  const queue = inputs.values()
  const caller = async () => {
    for (const numbered of queue) await one(numbered)
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
}

/** A fingerprint of all that is stored, once what was due has happened; time stands still meanwhile. */
const fingerprint = async (sandbox: TestSandbox): Promise<string> => {
  await sandbox.control('/notifications/flush').expect(200)
  const { text } = await sandbox.http.get('/_sandbox/state').buffer().expect(200)
  return createHash('sha256').update(text).digest('hex')
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

/** Hears of what reaches nobody: bugs that are printed, promises that nobody waits for. */
const listen = ({ broke }: Judge): (() => void) => {
  const { error: print } = console
  console.error = (...said: unknown[]) => {
    broke(`no bug is told of (${said.map((one) => (one as Error)?.stack ?? one).join(' ')})`)
  }
  const unhandled = (reason: unknown) => broke(`every promise is waited for (${reason})`)
  process.on('unhandledRejection', unhandled)
  return () => {
    console.error = print
    process.off('unhandledRejection', unhandled)
  }
}

/** Sends inputs of all kinds to a sandbox in this process and checks what must hold whatever is sent. */
export const fuzz = async ({
  inputs,
  seed,
  say = () => {},
  tell = () => {},
}: FuzzOptions): Promise<Report> => {
  const env = { systemNow: () => T0, ids: makeIds(seed) }
  const sandbox = await testSandbox({ env })
  const receiver = await startReceiver()
  const client = openClient(sandbox.port)
  const judged = judge(client, tell)
  const { failures, answers } = judged
  const deafen = listen(judged)
  let done = 0
  try {
    while (done < inputs && failures.length < ENOUGH) {
      const live = await stock(sandbox, receiver)
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
        sandbox,
        judged,
      )
      done += numRuns
      say(`${done} inputs, ${failures.length} failures`)
    }
    await sandbox.http.get('/_sandbox/health').expect(200)
  } finally {
    deafen()
    client.close()
    await sandbox.stop()
    await receiver.stop()
  }
  return { inputs: done, failures, answers }
}
