// Random sequences of what shops and shoppers do, against the sandbox and against a small model of it, compared after each
// step. Usage: npm run model -- [--sequences 10000] [--seed S] [--path P --replay R]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { driveSandbox } from './model/sandbox.ts'
import { runSequences } from './model/sequences.ts'

const { values } = parseArgs({
  options: {
    sequences: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    path: { type: 'string' },
    replay: { type: 'string' },
  },
})
const sequences = Number(values.sequences)
const seed = Number(values.seed)
/** Progress is told after so many sequences. */
const TOLD_EVERY = 500

const began = performance.now()
const seconds = () => Math.round((performance.now() - began) / 1000)
const folder = await mkdtemp(join(tmpdir(), 'nicepay-model-'))
const driven = await driveSandbox(folder)
console.log(`seed ${seed}`)
try {
  const details = await runSequences(driven, {
    sequences,
    seed,
    ...(values.path !== undefined && { path: values.path }),
    ...(values.replay !== undefined && { replayPath: values.replay }),
    onSequence: (number) => {
      if (number > 0 && number % TOLD_EVERY === 0) {
        console.log(`${number} sequences, ${seconds()} s`)
      }
    },
  })
  if (details.failed) {
    const [counterexample] = details.counterexample ?? []
    const replay = /replayPath="([^"]*)"/.exec(String(counterexample))?.[1] ?? ''
    console.error(
      `a disagreement, after ${details.numRuns} sequences and ${details.numShrinks} shrinks:`,
    )
    console.error((details.errorInstance as Error | undefined)?.message)
    console.error(
      `again: npm run model -- --seed ${seed} --path '${details.counterexamplePath}' --replay '${replay}'`,
    )
    process.exitCode = 1
  } else {
    console.log(`${details.numRuns} sequences in ${seconds()} s, no disagreement; seed ${seed}`)
  }
} finally {
  await driven.stop()
  await rm(folder, { recursive: true, force: true })
}
