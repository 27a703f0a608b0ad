// Does business with the server, ends it in every bad way, and compares what it holds with what it had acknowledged.
// Usage: npm run crash -- [--only kills|files|two|damage|imports] [--deals 1000] [--rounds 200] [--damages 1000] [--imports 150] [--seed S]
import { parseArgs } from 'node:util'
import { damage } from './crash/damage.ts'
import { files } from './crash/files.ts'
import { imports } from './crash/imports.ts'
import { kills } from './crash/kills.ts'
import { two } from './crash/two.ts'
import { endTogether } from './support/process.ts'
import { randomOf } from './support/random.ts'

endTogether()

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    /** Deals before the first kill, and how many kills. */
    deals: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '200' },
    /** Unless given, in proportion to the kills: 1,000 and 150 for 200 of them. */
    damages: { type: 'string' },
    imports: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const { only } = values
const seed = Number(values.seed)
const rounds = Number(values.rounds)
const say = (sentence: string) => console.log(sentence)

const MODES: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  kills: () => kills({ deals: Number(values.deals), rounds, random: randomOf(seed), say }),
  files: () => files(say),
  two: () => two(say),
  damage: () => damage(Number(values.damages ?? Math.max(100, rounds * 5)), randomOf(seed), say),
  imports: () =>
    imports(Number(values.imports ?? Math.max(10, rounds * 0.75)), randomOf(seed), say),
}
if (only !== undefined && !(only in MODES)) {
  throw new Error(`--only must be one of ${Object.keys(MODES).join(', ')}`)
}

let faults = 0
console.log(`seed ${seed}`)
for (const [name, run] of Object.entries(MODES)) {
  if (only !== undefined && only !== name) continue
  const began = performance.now()
  console.log(`\n== ${name}`)
  const found = await run()
  for (const fault of found.slice(0, 20)) console.error(`✗ ${fault}`)
  if (found.length > 20) console.error(`✗ and ${found.length - 20} more`)
  console.log(
    `${name}: ${found.length} faults, ${Math.round((performance.now() - began) / 1000)} s`,
  )
  faults += found.length
}
console.log(`\n${faults} faults, seed ${seed}`)
process.exit(faults === 0 ? 0 : 1)
