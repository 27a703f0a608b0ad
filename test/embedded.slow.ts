import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { bindingRequest } from '../src/demo/merchant.ts'
import { startReceiver } from '../src/demo/receiver.ts'
import { ConfigError, type Sandbox, type StartOptions, startSandbox } from '../src/index.ts'
import { tkOf } from './support/fixtures.ts'

const post = async (url: string, body: object) => {
  const headers = { 'Content-Type': 'application/json' }
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()
}

/** A merchant links an account, and its customer confirms; answers the link and what is notified of it. */
const link = async ({ url, merchant }: Sandbox, referenceNo: string) => {
  const shop = await startReceiver()
  const wish = {
    referenceNo,
    billingNm: 'Budi Santoso',
    billingPhone: '+62-81513114262',
    clientUserKey: 'customer-1',
    dbProcessUrl: `${shop.url}/notification`,
    callBackUrl: `${shop.url}/callback`,
  }
  const asked = bindingRequest(merchant, wish, new Date())
  const { redirectUrlHttp } = await post(`${url}/nicepay/v2/userAccountBinding`, asked)
  const page = await (await fetch(redirectUrlHttp)).text()
  const interaction = `${url}/_sandbox/interactions/${tkOf(redirectUrlHttp)}`
  const { state } = await post(`${interaction}/complete`, { outcome: 'linked' })
  await post(`${url}/_sandbox/notifications/flush`, {})
  await shop.stop()
  return { page, state, notified: shop.received.map(({ fields }) => fields.referenceNo) }
}

test('eight sandboxes run beside each other, and nothing of them is left when they stop', async () => {
  const eight = await Promise.all(Array.from({ length: 8 }, () => startSandbox()))
  const linked = await Promise.all(eight.map((sandbox, n) => link(sandbox, `BIND-${n}`)))
  expect(linked.map(({ state, notified }) => [state, ...notified])).toEqual(
    eight.map((_, n) => ['linked', `BIND-${n}`]),
  )
  const tokens = eight.map(({ url }) => fetch(`${url}/_sandbox/user-tokens`))
  for (const answer of await Promise.all(tokens)) expect(await answer.json()).toHaveLength(1)
  await Promise.all(eight.map((sandbox) => sandbox.stop()))
  const calls = eight.map(({ url }) => fetch(`${url}/_sandbox/health`))
  const answers = await Promise.allSettled(calls)
  expect(answers.map(({ status }) => status)).toEqual(eight.map(() => 'rejected'))
})

// Without that the stop takes its five seconds of grace, and this test too long.
test('a stop waits for no connection on which nothing was asked', async () => {
  const sandbox = await startSandbox()
  const socket = connect(sandbox.port, '127.0.0.1')
  await once(socket, 'connect')
  const ended = once(socket, 'close')
  await sandbox.stop()
  await ended
}, 4000)

describe('when the test around it fakes the timers', () => {
  let sandbox: Sandbox
  afterEach(async () => {
    jest.useRealTimers()
    await sandbox.stop()
  })

  const FAKED_AT = Date.UTC(2020, 1, 29)

  test.each(['before', 'after'])(
    '%s it starts, everything answers, at the real time',
    async (when) => {
      const began = Date.now()
      if (when === 'before') jest.useFakeTimers({ now: FAKED_AT })
      sandbox = await startSandbox()
      if (when === 'after') jest.useFakeTimers({ now: FAKED_AT })

      const { page, state, notified } = await link(sandbox, 'BIND-1')
      expect([state, ...notified]).toEqual(['linked', 'BIND-1'])
      expect(page).toContain('name="phone"')
      const paths = ['/', '/shoppers', '/demo', '/_sandbox/clock']
      const missing = ['/nothing', '/demo/nothing', '/_sandbox/nothing', '/kredivo/v2/nothing']
      for (const path of paths) expect((await fetch(sandbox.url + path)).status).toBe(200)
      for (const path of missing) expect((await fetch(sandbox.url + path)).status).toBe(404)
      const { now } = await (await fetch(`${sandbox.url}/_sandbox/health`)).json()
      expect(Date.parse(now)).toBeGreaterThanOrEqual(began)
    },
  )
})

describe('options', () => {
  test.each<{ options: object; says: string }>([
    { options: { seedfile: 'x.json' }, says: 'startSandbox has no option "seedfile"' },
    { options: { port: 65_536 }, says: '--port must be a whole number up to 65535, not "65536"' },
    { options: { lang: 'fr' }, says: '--lang must be one of id, en, not "fr"' },
    {
      options: { db: 'state' },
      says: '--db must be :memory: or a file that ends in .json, not "state"',
    },
  ])('$options is refused in one sentence', async ({ options, says }) => {
    await expect(startSandbox(options as StartOptions)).rejects.toThrow(new ConfigError(says))
  })

  test('that are undefined count as left out', async () => {
    const options = { port: undefined, host: undefined, lang: undefined, log: undefined }
    const sandbox = await startSandbox(options as unknown as StartOptions)
    expect(sandbox.url).toBe(`http://127.0.0.1:${sandbox.port}`)
    await sandbox.stop()
  })
})
