// Preloaded into a server (node --import): tells how long its event loop was held up, and how much of that was the garbage
// collector's. GET / answers the worst block since the last look, in milliseconds.
import { createServer } from 'node:http'
import { PerformanceObserver } from 'node:perf_hooks'

const collections = []
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) {
    collections.push({ from: startTime, to: startTime + duration })
  }
}).observe({ entryTypes: ['gc'] })

let gaps = []
let last = performance.now()
// Gaps between the ticks of a timer; shorter ones than a few milliseconds say nothing.
setInterval(() => {
  const now = performance.now()
  if (now - last > 5) gaps.push({ from: last, to: now })
  last = now
}, 1).unref()

/** How much of a gap was spent collecting. */
const collecting = ({ from, to }) =>
  collections.reduce(
    (sum, one) => sum + Math.max(0, Math.min(to, one.to) - Math.max(from, one.from)),
    0,
  )

const server = createServer((_req, res) => {
  const blocks = gaps.map((gap) => {
    const gc = collecting(gap)
    return { all: gap.to - gap.from - 1, own: Math.max(0, gap.to - gap.from - 1 - gc), gc }
  })
  const worst = (name) => Math.max(0, ...blocks.map((block) => block[name]))
  res.end(JSON.stringify({ all: worst('all'), own: worst('own'), gc: worst('gc') }))
  gaps = []
  collections.length = 0
})
server.listen(0, '127.0.0.1', () => {
  console.log(`blocks on http://127.0.0.1:${server.address().port}`)
  server.unref()
})
