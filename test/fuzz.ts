// Sends broken, mutated and hostile calls to a sandbox in this process, and checks what must hold whatever is sent.
// Usage: npm run fuzz -- [--inputs 100000] [--seed S]
import { isUtf8 } from 'node:buffer'
import { parseArgs } from 'node:util'
import type { Failure } from './support/fuzz/judge.ts'
import { fuzz } from './support/fuzz/run.ts'

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const inputs = Number(values.inputs)
const seed = Number(values.seed)
/** Inputs between two lines of progress. */
const PROGRESS = 10_000

/** All of what was sent, so that it can be sent again; only the beginning of what came back. */
const printed = ({ check, input, sent: { body, ...call }, answer }: Failure): string => {
  const { what } = call
  const sent =
    what !== undefined
      ? { ...call, body: `${body.length} bytes` }
      : isUtf8(body)
        ? { ...call, body: body.toString() }
        : { ...call, bodyInBase64: body.toString('base64') }
  const came = answer && { ...answer, text: answer.text.slice(0, 1000) }
  return `\ninput ${input}: ${check}\n${JSON.stringify({ sent, came }, null, 2)}`
}

console.log(`${inputs} inputs, seed ${seed}`)
const began = performance.now()
const report = await fuzz({
  inputs,
  seed,
  tell: (failure) => console.log(printed(failure)),
  say: (sentence) => {
    if (Number.parseInt(sentence, 10) % PROGRESS === 0) console.log(sentence)
  },
})
console.table(Object.fromEntries([...report.answers].sort()))
console.log(
  `${report.inputs} inputs in ${Math.round((performance.now() - began) / 1000)} s, seed ${seed}, ` +
    `${report.failures.length} failures`,
)
process.exitCode = report.failures.length === 0 ? 0 : 1
