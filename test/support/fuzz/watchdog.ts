import { Worker } from 'node:worker_threads'

/** How long the event loop may stand still, in seconds; no input takes a hundredth of it. */
const PATIENCE = 30

/** Runs beside the event loop, so that one that is blocked for good is told of instead of waited for. */
const GUARD = `
  const { workerData } = require('node:worker_threads')
  const seen = new Int32Array(workerData.beats)
  let [last, since] = [-1, Date.now()]
  setInterval(() => {
    if (seen[0] !== last) [last, since] = [seen[0], Date.now()]
    if (Date.now() - since < ${PATIENCE * 1000}) return
    const sentence = 'the event loop is blocked, after input ' + seen[1] + '; again with the same --seed\\n'
    require('node:fs').writeSync(2, sentence)
    process.kill(process.pid, 'SIGKILL')
  }, 1000)
`

/** Ends the process with a sentence when the event loop stands still. */
export const watchdog = () => {
  const beats = new SharedArrayBuffer(8)
  const seen = new Int32Array(beats)
  const worker = new Worker(GUARD, { eval: true, workerData: { beats } })
  worker.unref()
  const timer = setInterval(() => {
    seen[0] = (seen[0] ?? 0) + 1
  }, 500)
  return {
    /** Says which input is on its way. */
    at: (input: number): void => {
      seen[1] = input
    },
    stop: async (): Promise<void> => {
      clearInterval(timer)
      await worker.terminate()
    },
  }
}
