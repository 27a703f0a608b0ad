import fc from 'fast-check'
import { mutated } from '../mutations.ts'
import { randomOf } from '../random.ts'
import type { Live } from './live.ts'
import { JSON_TYPE, type Sent } from './sent.ts'

/** What is stored, exported, changed in one place, and imported under a checksum that is right for it. */
export const imports = ({ exported }: Live): fc.Arbitrary<Sent> =>
  fc.integer({ min: 0 }).map((seed) => {
    const { state, what } = mutated(exported, randomOf(seed))
    return {
      kind: 'import',
      method: 'PUT',
      target: '/_sandbox/state',
      headers: { 'Content-Type': JSON_TYPE },
      body: Buffer.from(JSON.stringify(state)),
      what,
    }
  })
