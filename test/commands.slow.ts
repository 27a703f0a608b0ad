import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { COMMANDS } from '../src/commands/index.ts'
import { variableOf } from '../src/config/flags.ts'
import { bindingNotification, deactivationNotification } from '../src/domain/notification.ts'
import { TEST_KEY } from '../src/store/seed.ts'
import { ran, runHere } from './support/io.ts'
import { ROOT } from './support/process.ts'

const README = readFileSync(join(ROOT, 'README.md'), 'utf8')

test('the README has them all, and what sign prints', async () => {
  for (const { name, takes, says } of COMMANDS) {
    expect(README).toContain(`| \`${`${name} ${takes}`.trim()}\` | ${says} |`)
  }
  const [, line = '', printed] = /^\$ nicepay-sandbox (sign .*)\n([^$]*)/m.exec(README) ?? []
  expect((await ran(line.split(' '))).out).toBe(printed)
})

describe('help', () => {
  test('has a line and an example for every command, and the exit codes', async () => {
    const { code, out } = await ran(['--help'])
    expect(code).toBe(0)
    for (const { name, says, examples } of COMMANDS) {
      expect(out).toContain(`\n  ${name}`)
      expect(out).toContain(says)
      expect(out).toContain(examples[0])
    }
    expect(out).toContain('Exit codes: 0 all is well, 1 something failed, 2 ')
    expect(out.split('\n').filter((line) => line.length > 130)).toEqual([])
  })

  test.each(COMMANDS)('of $name has its flags, each with its variable', async (command) => {
    const { out } = await ran([command.name, '--help'])
    expect(out.startsWith(`nicepay-sandbox ${command.name}`)).toBe(true)
    for (const [name, flag] of Object.entries(command.flags)) {
      expect(out).toContain(`--${name}`)
      expect(out).toContain(variableOf(name, flag))
    }
    expect(await ran(['help', command.name])).toEqual({ code: 0, out, err: '' })
  })

  test('no two flags of different meaning have one variable', () => {
    const meanings = new Map<string, Set<string>>()
    for (const { flags } of COMMANDS) {
      for (const [name, flag] of Object.entries(flags)) {
        const variable = variableOf(name, flag)
        meanings.set(variable, (meanings.get(variable) ?? new Set()).add(flag.says))
      }
    }
    expect([...meanings].filter(([, says]) => says.size > 1)).toEqual([])
  })
})

describe('a wrong command line is one clear line and ends with 2', () => {
  test.each([
    { argv: ['begin'], says: 'there is no command "begin"; see --help' },
    { argv: ['help', 'begin'], says: 'there is no command "begin"; see --help' },
    { argv: ['start', 'now'], says: '"now" is one word too many; see start --help' },
    { argv: ['--port', 'x'], says: '--port must be a whole number up to 65535, not "x"' },
    { argv: ['demo', '--port', '1'], says: "Unknown option '--port'; see demo --help" },
    {
      argv: ['demo', 'here'],
      says: 'demo takes an address like http://127.0.0.1:8106, not "here"',
    },
    { argv: ['sign'], says: 'sign wants an ENDPOINT; see sign --help' },
    { argv: ['sign', 'direct.inquiry', 'amt'], says: '"amt" is not like field=value' },
    { argv: ['sign', 'direct.inquiry', '--json', '[]'], says: '--json must be a JSON object' },
    { argv: ['sign', 'direct.inquiry', '--json', '{'], says: /^--json is not JSON: .*\n$/ },
    {
      argv: ['sign', 'binding.user-details', 'iMid=IONPAYTEST'],
      says: 'userToken is missing; signed are iMid, userToken and the merchantKey',
    },
    {
      argv: ['listen', '--answer', '99'],
      says: '--answer must be a status from 200 to 599, not "99"',
    },
    {
      argv: ['exec', 'npm', 'test'],
      says: 'exec wants a command behind --, like: nicepay-sandbox exec -- npm test',
    },
    {
      argv: ['exec'],
      says: 'exec wants a command behind --, like: nicepay-sandbox exec -- npm test',
    },
  ])('$argv', async ({ argv, says }) => {
    const err = typeof says === 'string' ? `${says}\n` : expect.stringMatching(says)
    expect(await ran(argv)).toEqual({ code: 2, out: '', err })
  })
})

describe('sign', () => {
  /** Source: a published token, in fixtures/token-vectors.json. */
  const order = ['timeStamp=20210913090977', 'iMid=PAYLOANTES', 'referenceNo=ord20210913090977']
  const token = '596129570572f2ce4f6b459a09c8c1aaf36910ed6f3feb5a6da0a7086233714a'

  test('shows what is hashed, with the key masked, and the merchantToken', async () => {
    expect(await ran(['sign', 'direct.registration', ...order, 'amt=25145'])).toEqual({
      code: 0,
      out: [
        'signed         timeStamp + iMid + referenceNo + amt + merchantKey',
        'stringToSign   20210913090977PAYLOANTESord202109130909772514533F4…(88)',
        `merchantToken  ${token}`,
        '',
      ].join('\n'),
      err: '',
    })
  })

  test('takes fields from JSON, as text or on standard input, and words go before them', async () => {
    const json = JSON.stringify(Object.fromEntries(order.map((pair) => pair.split('='))))
    const argv = ['sign', 'direct.registration', 'amt=25145', '--bare', '--json']
    const expected = { code: 0, out: `${token}\n`, err: '' }
    expect(await ran([...argv, json])).toEqual(expected)
    expect(await ran([...argv, '-'], { input: json })).toEqual(expected)
  })

  test('signs with another key', async () => {
    const argv = ['sign', 'binding.user-details', 'iMid=MYSHOP0001', 'userToken=x', '--bare']
    const { out } = await ran(argv)
    expect((await ran([...argv, '--key', 'my-key'])).out).not.toBe(out)
    expect((await ran(argv, { env: { NICEPAY_SANDBOX_KEY: TEST_KEY } })).out).toBe(out)
  })
})

test('demo ends with 1 when something does not hold', async () => {
  const { code, out } = await ran(['demo', 'http://127.0.0.1:1'])
  expect(code).toBe(1)
  expect(out).toMatch(/✗ the journey goes through/)
})

describe('exec', () => {
  test.each([
    { args: ['sh', '-c', 'exit 7'], code: 7, err: '' },
    { args: ['sh', '-c', 'kill -INT $$'], code: 130, err: '' },
    { args: ['no-such-command'], code: 127, err: 'the command "no-such-command" is not found\n' },
    { args: ['/'], code: 126, err: '"/" cannot run: spawn / EACCES\n' },
  ])('$args ends with $code', async ({ args, code, err }) => {
    expect(await ran(['exec', '--', ...args])).toEqual({ code, out: '', err })
  })
})

describe('listen', () => {
  const merchant = {
    iMid: 'IONPAYTEST',
    merchantKey: TEST_KEY,
    settings: { bindingNotificationToken: 'asRegistration' },
  } as Parameters<typeof bindingNotification>[1]
  const account = {
    iMid: 'IONPAYTEST',
    tXid: 'IONPAYTEST06202601011200000001',
    referenceNo: 'BIND-1',
    billingPhone: '+62-81513114262',
    userToken: 'e0478456-6b50-460c-85e0-627a1e22d2e0',
    clientUserKey: 'customer-1',
  } as Parameters<typeof bindingNotification>[0] & Parameters<typeof deactivationNotification>[0]

  /** Starts `listen`, sends calls to it, and answers the statuses and what it printed. */
  const listened = async (flags: string[], calls: readonly (readonly [string, RequestInit?])[]) => {
    const run = runHere(['listen', '--port', '0', ...flags])
    while (!run.out()) await new Promise(setImmediate)
    const [, url] = /listening at (http:\S+);/.exec(run.out()) ?? []
    const statuses: number[] = []
    for (const [path, init] of calls) statuses.push((await fetch(`${url}${path}`, init)).status)
    run.stop()
    expect(await run.code).toBe(0)
    return { statuses, lines: run.out().split('\n').slice(1) }
  }

  const post = (fields: object): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fields),
  })

  test('says of each call what it is and whether it is genuine', async () => {
    const binding = bindingNotification(account, merchant)
    const { statuses, lines } = await listened(
      [],
      [
        ['/notify', post(binding)],
        ['/notify', post({ ...binding, referenceNo: 'BIND-2' })],
        ['/gone', post(deactivationNotification(account, merchant))],
        ['/gone', post({ userToken: 'x' })],
        ['/back?resultCd=0000&tXid=x%0A'],
        ['/favicon.ico', { ...post({}), body: '{"' }],
      ],
    )
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200])
    expect(lines.filter((line) => /^\d\d:/.test(line)).map((line) => line.slice(9))).toEqual([
      'POST /notify: binding notification, genuine: its merchantToken is that of iMid + referenceNo + billingPhone + merchantKey',
      'POST /notify: binding notification, FORGED: its merchantToken is not that of iMid + referenceNo + billingPhone + ' +
        'merchantKey or iMid + tXid + userToken + merchantKey. The key is another one, or a field was changed',
      'POST /gone: deactivation notification, genuine: its merchantToken is that of iMid + userToken + clientUserKey + merchantKey',
      'POST /gone: deactivation notification, FORGED: its merchantToken is missing',
      'GET /back: browser callback, unproved: it carries no merchantToken, so it proves nothing',
      'POST /favicon.ico: call, unproved: it is no notification or callback of NICEPAY',
    ])
    expect(lines).toContain('    tXid            x·')
  })

  test('answers as it is told', async () => {
    const { statuses } = await listened(['--answer', '500'], [['/notify', post({})]])
    expect(statuses).toEqual([500])
  })
})
