const assert = require('node:assert/strict')
const { ConfigError, startSandbox, VERSION } = require('nicepay-sandbox')

const main = async () => {
  assert.equal(VERSION, require('nicepay-sandbox/package.json').version)
  await assert.rejects(startSandbox({ lang: 'fr' }), ConfigError)
  const sandbox = await startSandbox({ lang: 'en' })
  const page = await (await fetch(`${sandbox.url}/demo`)).text()
  assert.match(page, /<html lang="en">/)
  await sandbox.stop()
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
