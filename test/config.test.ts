import { expect, test } from '@jest/globals'
import manifest from '../package.json' with { type: 'json' }
import { nodeFlaw } from '../src/config.ts'

test.each(['20.19.0', '20.20.2', '22.2.0', '22.23.3', '24.0.0', '26.10.0'])(
  'Node.js %s will do',
  (version) => {
    expect(nodeFlaw(version)).toBeUndefined()
  },
)

test.each(['18.20.0', '20.15.0', '20.18.3', '21.7.3', '22.0.0', '22.1.0'])(
  'Node.js %s is refused in a sentence, and by npm',
  (version) => {
    expect(nodeFlaw(version)).toBe(
      `Node.js ${version} is too old for nicepay-sandbox, which runs on 20.19 or later of 20, and on 22.2 and later`,
    )
    expect(manifest.engines.node).toBe('^20.19 || >=22.2')
  },
)
