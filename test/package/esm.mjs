import assert from 'node:assert/strict'
import { ConfigError, startSandbox, VERSION } from 'nicepay-sandbox'
import manifest from 'nicepay-sandbox/package.json' with { type: 'json' }

assert.equal(VERSION, manifest.version)
await assert.rejects(startSandbox({ lang: 'fr' }), ConfigError)
const sandbox = await startSandbox({ lang: 'en' })
const page = await (await fetch(`${sandbox.url}/demo`)).text()
assert.match(page, /<html lang="en">/)
await sandbox.stop()
