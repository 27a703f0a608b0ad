import type { Core } from '../../src/endpoints/core.ts'
import { openFaults } from '../../src/store/faults.ts'
import { openKeyPairs } from '../../src/store/key-pairs.ts'
import { openMask } from '../../src/store/keys.ts'
import type { Store } from '../../src/store/store.ts'
import { testEnv } from './clock.ts'

/** What calls work with when there is no server around them; a bug of the sandbox is thrown. */
export const testCore = (store: Store): Core => ({
  store,
  env: testEnv(),
  faults: openFaults(store),
  keyPairs: openKeyPairs(store, testEnv().keyPair),
  mask: openMask(store),
  autopilot: 'off',
  baseUrl: 'http://sandbox.test',
  bug: (error) => {
    throw error
  },
})
