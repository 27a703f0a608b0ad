// Tries faults on the built program, one after the other, for real. Usage: npm run faults -- [part of a name]
// Those of the disk's contents (torn and garbled lines, a full disk, a refused commit) are in test/store.
import { MACHINE_FAULTS } from './faults/machine.ts'
import { RECEIVER_FAULTS } from './faults/receivers.ts'
import { endTogether } from './support/process.ts'

endTogether()

const [asked = ''] = process.argv.slice(2)
let failed = 0
for (const [name, run] of Object.entries({ ...RECEIVER_FAULTS, ...MACHINE_FAULTS })) {
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
