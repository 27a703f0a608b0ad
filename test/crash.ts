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
    damages: { type: 'string', default: '1000' },
    imports: { type: 'string', default: '150' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const { only } = values
const seed = Number(values.seed)
const say = (sentence: string) => console.log(sentence)

const MODES: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  kills: () => {
    const [deals, rounds] = [Number(values.deals), Number(values.rounds)]
    return kills({ deals, rounds, random: randomOf(seed), say })
  },
  files: () => files(say),
  two: () => two(say),
  damage: () => damage(Number(values.damages), randomOf(seed), say),
  imports: () => imports(Number(values.imports), randomOf(seed), say),
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
