import { openControl } from '../../src/client/control.ts'
import { median, rounded } from './load.ts'
import { sandboxOn, stop } from './servers.ts'

const MANY = 200

const worst = (values: readonly number[]): number => Math.max(...values)

const timed = async <T>(run: () => Promise<T>): Promise<{ ms: number; result: T }> => {
  const began = performance.now()
  const result = await run()
  return { ms: performance.now() - began, result }
}

/** What it costs to make and to drop a namespace, one after another and many at once, on a durable file; in milliseconds. */
export const namespaces = async ({ folder }: { folder: string }) => {
  const server = await sandboxOn(`${folder}/namespaces/db.json`)
  const control = openControl(server.url)
  const made: number[] = []
  const dropped: number[] = []
  for (let n = 0; n < MANY; n++) {
    const { ms, result } = await timed(() => control.namespaces.make())
    made.push(ms)
    dropped.push((await timed(() => control.namespaces.drop(result.name))).ms)
  }
  const together = await timed(() =>
    Promise.all(Array.from({ length: MANY }, () => control.namespaces.make())),
  )
  await Promise.all(together.result.map(({ name }) => control.namespaces.drop(name)))
  await stop(server)
  return {
    'made, ms': { median: rounded(median(made), 2), worst: rounded(worst(made), 1) },
    'dropped, ms': { median: rounded(median(dropped), 2), worst: rounded(worst(dropped), 1) },
    [`${MANY} made at once, ms each`]: rounded(together.ms / MANY, 2),
  }
}
