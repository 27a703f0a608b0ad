// Tries faults on the built program, one after the other, for real. Usage: npm run faults -- [part of a name]
// What damages the files, and kills, are in crash.ts; torn and garbled lines and a refused commit in test/store.
import { DISK_FAULTS } from './faults/disk.ts'
import { MACHINE_FAULTS } from './faults/machine.ts'
import { RECEIVER_FAULTS } from './faults/receivers.ts'
import { TIME_FAULTS } from './faults/time.ts'
import { endTogether } from './support/process.ts'

endTogether()

const [asked = ''] = process.argv.slice(2)
const FAULTS = { ...RECEIVER_FAULTS, ...MACHINE_FAULTS, ...DISK_FAULTS, ...TIME_FAULTS }
let failed = 0
for (const [name, run] of Object.entries(FAULTS)) {
  if (!name.includes(asked)) continue
  try {
    console.log(`✓ ${name}: ${await run()}`)
  } catch (error) {
    failed++
    console.log(`✗ ${name}: ${(error as Error).message}`)
  }
}
// A fault that failed may have left its server behind, which would keep this command waiting.
process.exit(failed === 0 ? 0 : 1)
