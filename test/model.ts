// Random sequences of what shops and shoppers do, against the sandbox and against small models of it, compared after each
// step. Usage: npm run model -- [--only payloan|methods] [--sequences 10000] [--seed S] [--path P --replay R]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { EVERY_METHOD } from './model/methods/index.ts'
import { PAYLOAN } from './model/payloan.ts'
import { type RunOptions, runSequences } from './model/run.ts'
import { type Driven, driveSandbox } from './model/sandbox.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
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

/** Each with sequences of its own. */
const MODELS = {
  payloan: (driven: Driven, options: RunOptions) => runSequences(driven, PAYLOAN, options),
  methods: (driven: Driven, options: RunOptions) => runSequences(driven, EVERY_METHOD, options),
} as const

const { only } = values
if (only !== undefined && !(only in MODELS)) {
  throw new Error(`--only must be one of ${Object.keys(MODELS).join(', ')}`)
}

/** Runs the sequences of one model; answers whether it agreed with the sandbox. */
const agrees = async (name: keyof typeof MODELS, driven: Driven): Promise<boolean> => {
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  const details = await MODELS[name](driven, {
    sequences,
    seed,
    ...(values.path !== undefined && { path: values.path }),
    ...(values.replay !== undefined && { replayPath: values.replay }),
    onSequence: (number) => {
      if (number > 0 && number % TOLD_EVERY === 0) {
        console.log(`${name}: ${number} sequences, ${seconds()} s`)
      }
    },
  })
  if (!details.failed) {
    console.log(`${name}: ${details.numRuns} sequences in ${seconds()} s, no disagreement`)
    return true
  }
  const [counterexample] = details.counterexample ?? []
  const replay = /replayPath="([^"]*)"/.exec(String(counterexample))?.[1] ?? ''
  console.error(
    `${name}: a disagreement, after ${details.numRuns} sequences and ${details.numShrinks} shrinks:`,
  )
  console.error((details.errorInstance as Error | undefined)?.message)
  console.error(
    `again: npm run model -- --only ${name} --seed ${seed} --path '${details.counterexamplePath}' --replay '${replay}'`,
  )
  return false
}

const folder = await mkdtemp(join(tmpdir(), 'nicepay-model-'))
const driven = await driveSandbox(folder)
console.log(`seed ${seed}`)
try {
  for (const name of Object.keys(MODELS) as (keyof typeof MODELS)[]) {
    if (only !== undefined && only !== name) continue
    if (!(await agrees(name, driven))) process.exitCode = 1
  }
} finally {
  await driven.stop()
  await rm(folder, { recursive: true, force: true })
}
