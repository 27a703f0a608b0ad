// Preloaded into a server (node --import): tells how long its event loop was held up, and how much of that was the garbage
// collector's, which the profiler's samples show (performance entries leave out the steps of its marking).
// GET / answers the worst blocks since the last look, in milliseconds.
import { createServer } from 'node:http'
import { Session } from 'node:inspector/promises'

/** How often the profiler looks, in microseconds. */
const SAMPLE = 1000

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: SAMPLE })
await session.post('Profiler.start')

/** Microseconds of the clock that the profiler has too. */
const now = () => Number(process.hrtime.bigint()) / 1000

let gaps = []
let last = now()
// Gaps between the ticks of a timer; shorter ones than a few milliseconds say nothing.
setInterval(() => {
  const at = now()
  if (at - last > 5000) gaps.push({ from: last, to: at })
  last = at
}, 1).unref()

/** When a profile looked, and whether it found the garbage collector at work. */
const looksOf = ({ nodes, samples, timeDeltas, startTime }) => {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]))
  let at = startTime
  return samples.map((id, n) => {
    at += timeDeltas[n]
    return { at, isCollecting: names.get(id) === '(garbage collector)' }
  })
}

/** A gap's milliseconds, shared out as the looks fell: there are fewer of them while the collector works. */
const shared = ({ from, to }, looks) => {
  const within = looks.filter(({ at }) => at >= from && at <= to)
  const collecting = within.filter(({ isCollecting }) => isCollecting).length
  const all = (to - from) / 1000 - 1
  const gc = within.length === 0 ? 0 : (all * collecting) / within.length
  return { own: all - gc, gc }
}

const server = createServer(async (_req, res) => {
  const seen = gaps
  const { profile } = await session.post('Profiler.stop')
  const looks = looksOf(profile)
  const blocks = seen.map((gap) => shared(gap, looks))
  const worst = (name) => Math.max(0, ...blocks.map((block) => block[name]))
  await session.post('Profiler.start')
  gaps = []
  last = now()
  res.end(JSON.stringify({ own: worst('own'), gc: worst('gc') }))
})
server.listen(0, '127.0.0.1', () => {
  console.log(`blocks on http://127.0.0.1:${server.address().port}`)
  server.unref()
})
