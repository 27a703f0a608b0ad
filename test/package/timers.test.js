const { startSandbox } = require('nicepay-sandbox')

test('a sandbox goes on while the timers are faked', async () => {
  jest.useFakeTimers({ now: 0 })
  const sandbox = await startSandbox()
  const statusOf = async (path) => (await fetch(sandbox.url + path)).status
  expect(await statusOf('/demo')).toBe(200)
  expect(await statusOf('/_sandbox/nothing')).toBe(404)
  const { now } = await (await fetch(`${sandbox.url}/_sandbox/clock`)).json()
  expect(new Date(now).getFullYear()).toBeGreaterThan(2020)
  await sandbox.stop()
})
