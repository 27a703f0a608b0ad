import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { ConfigError, readFlags } from '../src/config/flags.ts'
import { configFlaw, configOf, FLAGS } from '../src/config.ts'
import { TEST_KEY } from '../src/store/seed.ts'
import { inFolder } from './support/folder.ts'
import { runCli } from './support/process.ts'

const config = (argv: string[], env = {}) => configOf(readFlags(argv, env, FLAGS).values)

describe('flags', () => {
  test('have the documented defaults', () => {
    expect(config([])).toEqual({
      port: 8106,
      host: '127.0.0.1',
      db: '.nicepay-sandbox/db.json',
      baseUrl: undefined,
      seed: undefined,
      seedFile: undefined,
      keep: 100_000,
      lang: 'id',
      log: 'pretty',
      adminToken: undefined,
      tls: false,
      tlsPort: 8443,
      tlsDir: '~/.nicepay-sandbox',
      autopilot: 'off',
      knowsThisIsASimulator: false,
    })
  })

  test('are taken from the environment too, and the command line wins', () => {
    const env = {
      NICEPAY_SANDBOX_PORT: '9000',
      NICEPAY_SANDBOX_ADMIN_TOKEN: 'x',
      NICEPAY_SANDBOX_LANG: '',
    }
    expect(config(['--port', '9001'], env)).toMatchObject({
      port: 9001,
      adminToken: 'x',
      lang: 'id',
    })
  })

  test.each([
    { argv: ['--port', 'x'], says: '--port must be a whole number up to 65535, not "x"' },
    { argv: ['--port', '65536'], says: '--port must be a whole number up to 65535, not "65536"' },
    { argv: ['--lang', 'fr'], says: '--lang must be one of id, en, not "fr"' },
    { argv: ['--log', 'loud'], says: '--log must be one of pretty, json, silent, not "loud"' },
    {
      argv: ['--base-url', 'shop'],
      says: '--base-url must be like http://localhost:8106, not "shop"',
    },
    { argv: ['--colour', 'red'], says: "Unknown option '--colour'; see --help" },
    { argv: ['--port'], says: '--port argument missing; see --help' },
    { argv: ['--tls-port', '443'], says: '--tls-port is for --tls only' },
  ])('$argv is refused', ({ argv, says }) => {
    expect(() => config(argv)).toThrow(ConfigError)
    expect(() => config(argv)).toThrow(says)
  })

  test.each([
    { value: '1', tls: true },
    { value: 'true', tls: true },
    { value: '0', tls: false },
    { value: '', tls: false },
  ])('a switch is $tls by the variable "$value"', ({ value, tls }) => {
    expect(
      config([], { NICEPAY_SANDBOX_TLS: value, NICEPAY_SANDBOX_TLS_PORT: '9443' }),
    ).toMatchObject({ tls, tlsPort: 9443 })
  })

  test('a switch is nothing else', () => {
    expect(() => config([], { NICEPAY_SANDBOX_TLS: 'maybe' })).toThrow(
      new ConfigError('NICEPAY_SANDBOX_TLS must be true or false, not "maybe"'),
    )
  })

  test('keep it out of production', () => {
    expect(configFlaw(config([]), 'production')).toMatch(/--i-know-this-is-a-simulator starts it/)
    expect(configFlaw(config(['--i-know-this-is-a-simulator']), 'production')).toBeUndefined()
    expect(configFlaw(config([]), 'test')).toBeUndefined()
  })
})

describe('the program', () => {
  test('prints where it is and whom to be, keeps its state, and stops on a signal', () =>
    inFolder(async (folder) => {
      const sandbox = runCli(['--port', '0', '--log', 'json'], {}, folder)
      const [, url] = await sandbox.printed(/base URL\s+(http:\S+)\n[\s\S]*state\s+\S+\n/)
      expect(sandbox.output().replaceAll(url ?? '', 'URL')).toBe(
        [
          'nicepay-sandbox 0.1.0 – a simulator with published test credentials; no real money moves',
          '',
          '  base URL       URL',
          '  console        URL/',
          '  demo           URL/demo',
          '  test merchant  iMid IONPAYTEST',
          '                 merchantKey 33F49GnCMS1mFYlGXisbUDzVf2ATWCl9k3R++d5hDd3Frmuos/XLx8XhXpe+LDYAbpGKZYSwtlyyLOtS/8aD7A==',
          '  test shopper   phone 081513114262  PIN 663482  OTP 4567',
          '  state          .nicepay-sandbox/db.json',
          '',
          '',
        ].join('\n'),
      )
      const port = new URL(url ?? '').port
      const second = runCli(['--port', '0'], {}, folder)
      const third = runCli(['--port', port, '--db', ':memory:'], {}, folder)
      expect([await second.ended, await third.ended]).toEqual([1, 1])
      expect(second.output()).toMatch(new RegExp(`is in use by process ${sandbox.pid}\\.`))
      expect(third.output()).toBe(
        `port ${port} is taken; stop what listens there, or give another --port (0 takes any free one)\n`,
      )

      sandbox.process.kill('SIGTERM')
      expect(await sandbox.ended).toBe(0)
      const kept = JSON.parse(await readFile(`${folder}/.nicepay-sandbox/db.json`, 'utf8'))
      const merchants = kept.slices.flatMap(
        ([, { table, records }]: [string, { table?: string; records?: object }]) =>
          table === 'merchants' ? Object.keys(records ?? {}) : [],
      )
      expect(merchants).toHaveLength(16)
    }))

  test('demo binds an account, verifies the notification, and ends with 0', async () => {
    const demo = runCli(['demo'])
    expect(await demo.ended).toBe(0)
    expect(demo.output()).toMatch(/✓ its merchantToken is genuine\n/)
    expect(demo.output()).toMatch(/Everything held: the notifications are verified\.\n$/)
    expect(demo.output()).not.toContain('✗')
  })

  test('exec passes signals on, ends as its command does, and adds nothing to its output', async () => {
    const names = ['BASE_URL', 'SANDBOX_URL', 'IMID', 'MERCHANT_KEY'].map((n) => `$NICEPAY_${n}`)
    const waits = runCli(['exec', '--', 'sh', '-c', `echo "${names.join(' ')}"; exec sleep 60`])
    const [, url] = await waits.printed(/^(http:\S+) .*\n/)
    expect(waits.output()).toBe(`${url} ${url} IONPAYTEST ${TEST_KEY}\n`)
    expect((await fetch(`${url}/_sandbox/health`)).status).toBe(200)
    waits.process.kill('SIGTERM')
    expect(await waits.ended).toBe(143)
    await expect(fetch(`${url}/_sandbox/health`)).rejects.toThrow()
  })

  test('a file that is damaged or cannot be is one clear line', () =>
    inFolder(async (folder) => {
      const file = `${folder}/db.json`
      await writeFile(file, '{')
      const sandbox = runCli(['--port', '0', '--db', file])
      const nowhere = runCli(['--port', '0', '--db', `${file}/db.json`])
      await mkdir(`${folder}/other.journal`)
      const unwritable = runCli(['--port', '0', '--db', `${folder}/other.json`])
      expect([await sandbox.ended, await nowhere.ended, await unwritable.ended]).toEqual([1, 1, 1])
      for (const { output } of [nowhere, unwritable]) {
        expect(output()).toMatch(/^--db \S+ cannot be used: E\w+: .*\n$/)
      }
      expect(sandbox.output()).toMatch(/^\S+db\.json is not JSON: .* It was left as it is\..*\n$/)
    }))
})
