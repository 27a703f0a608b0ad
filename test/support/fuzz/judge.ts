import { brokenChecks, resultCdOf } from './checks.ts'
import type { Answer, Client } from './client.ts'
import type { Sent } from './sent.ts'

/** A check that did not hold, with what was sent and what came back. */
export interface Failure {
  readonly check: string
  readonly input: number
  readonly sent: Sent
  readonly answer: Answer | undefined
}

/** An input with its number. */
export interface Numbered {
  readonly input: number
  readonly sent: Sent
}

/** Sends inputs one by one and gathers what does not hold. */
export const judge = (client: () => Client, tell: (failure: Failure) => void) => {
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
      const answer = await client().send(numbered.sent)
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

export type Judge = ReturnType<typeof judge>

/** Hears of what reaches nobody: bugs that are printed, errors that nobody catches, promises that nobody waits for. */
export const listen = ({ broke }: Judge): (() => void) => {
  const { error: print } = console
  console.error = (...said: unknown[]) => {
    broke(`no bug is told of (${said.map((one) => (one as Error)?.stack ?? one).join(' ')})`)
  }
  const unhandled = (reason: unknown) => broke(`every promise is waited for (${reason})`)
  const uncaught = (error: Error) => broke(`nothing ends the process (${error.stack})`)
  process.on('unhandledRejection', unhandled)
  process.on('uncaughtException', uncaught)
  return () => {
    console.error = print
    process.off('unhandledRejection', unhandled)
    process.off('uncaughtException', uncaught)
  }
}
