// Does business with the server, ends it in every bad way, and compares what it holds with what it had acknowledged.
// Usage: npm run crash -- [--only kills] [--deals 1000] [--rounds 200] [--seed S]
import { parseArgs } from 'node:util'
import { kills } from './crash/kills.ts'
import { randomOf } from './crash/random.ts'
import { endTogether } from './support/process.ts'

endTogether()

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    deals: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const seed = Number(values.seed)
const say = (sentence: string) => console.log(sentence)
const random = randomOf(seed)

const MODES: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  kills: () => kills({ deals: Number(values.deals), rounds: Number(values.rounds), random, say }),
}

let faults = 0
console.log(`seed ${seed}`)
for (const [name, run] of Object.entries(MODES)) {
  if (!name.includes(values.only)) continue
  console.log(`\n== ${name}`)
  const found = await run()
  for (const fault of found.slice(0, 20)) console.error(`✗ ${fault}`)
  if (found.length > 20) console.error(`✗ and ${found.length - 20} more`)
  faults += found.length
}
console.log(`\n${faults} faults, seed ${seed}`)
process.exitCode = faults === 0 ? 0 : 1
