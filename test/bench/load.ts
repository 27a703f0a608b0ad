import autocannon, { type Result } from 'autocannon'

/** How a server held under load. */
export interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Calls without an answer. */
  readonly failed: number
}

/** What is sent again and again. */
export interface Shot {
  readonly url: string
  readonly body: string
}

/** Posts a body a number of times over a number of connections. Throws when an answer is a refusal. */
export const load = async (
  { url, body }: Shot,
  connections: number,
  amount: number,
): Promise<Measured> => {
  const began = performance.now()
  let last = began
  const headers = { 'content-type': 'application/json' }
  const result = await new Promise<Result>((resolve, reject) => {
    const options = { url, connections, amount, method: 'POST', headers, body } as const
    const fire = autocannon(options, (error, all) => (error ? reject(error) : resolve(all)))
    // autocannon itself only counts whole seconds.
    fire.on('response', () => {
      last = performance.now()
    })
  })
  if (result.non2xx > 0) throw new Error(`${result.non2xx} refused at ${url}`)
  const { p50, p99 } = result.latency
  const failed = result.errors
  return { perSecond: (amount - failed) / ((last - began) / 1000), p50, p99, failed }
}

/** The middle one of some numbers. */
export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

/** A number to so many digits behind the point. */
export const rounded = (number: number, digits: number): number => Number(number.toFixed(digits))
