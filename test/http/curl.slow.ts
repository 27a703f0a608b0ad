import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { curlOf, shellWord } from '../../src/http/console/curl.ts'
import type { Exchange } from '../../src/http/journal.ts'

/** What bash prints for a script. */
const bash = (script: string): string => {
  const { stdout, stderr } = spawnSync('bash', { input: script, encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout
}

/** What programs would get as their arguments, for each command. */
const wordsOf = (commands: readonly string[]): string[][] => {
  const curl = String.raw`curl() { printf '%s\0' "$@"; [[ " $* " == *' @- '* ]] && cat; printf '\0\1\0'; }`
  return bash([curl, ...commands].join('\n'))
    .split('\0\x01\0')
    .slice(0, -1)
    .map((words) => words.split('\0'))
}

const NASTY = [
  `'`,
  `''`,
  `"`,
  '\\',
  "\\'",
  '`id`',
  '$(id)',
  '$HOME',
  '!!',
  '#',
  '&',
  ';',
  '|',
  '~',
  '*',
  '@/etc/passwd',
  '-o',
  '\n',
  '\r\n',
  '\t',
  '\x1b[2J',
  '\x07f',
  '\x7f',
  '\u009b',
  '\u202e',
  '\u2028',
  'é',
  '🛒',
  '%s',
  '',
]

const hostile = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 8 }).map((parts) => parts.join('')),
)

test('whatever a text holds, bash takes it as one word and as it is', () => {
  const texts = [...NASTY, ...fc.sample(hostile, 400)]
  const out = bash(`printf '%s\\0' ${texts.map(shellWord).join(' ')}`)
  expect(out.split('\0').slice(0, -1)).toEqual(texts)
})

test('nothing but printed characters and line breaks is in a word', () => {
  const words = [...NASTY, ...fc.sample(hostile, 400)].map(shellWord)
  expect(words.filter((word) => /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u.test(word))).toEqual([])
})

const BASE = 'http://127.0.0.1:8106'

const exchange = (change: Partial<Exchange>): Exchange => ({
  id: 'x1',
  at: '2026-01-31T03:00:00.000Z',
  namespace: null,
  method: 'POST',
  url: '/nicepay/direct/v2/inquiry',
  status: 200,
  ms: 1,
  endpoint: null,
  iMid: null,
  tXid: null,
  resultCd: null,
  reason: null,
  explained: null,
  request: { headers: {}, body: '' },
  response: { headers: {}, body: '' },
  ...change,
})

const json = { 'content-type': 'application/json' }

describe('the command', () => {
  test.each([
    {
      name: 'a posted body, without the headers that curl makes itself',
      call: exchange({
        request: {
          headers: {
            ...json,
            host: 'x',
            'content-length': '2',
            'user-agent': 'node',
            accept: '*/*',
          },
          body: '{}',
        },
      }),
      words: ['-si', '-X', 'POST', `${BASE}/nicepay/direct/v2/inquiry`]
        .concat('-H', 'content-type: application/json')
        .concat('--data-raw', '{}'),
    },
    {
      name: 'a GET with a query that a shell and curl would act on',
      call: exchange({ method: 'GET', url: "/kredivo/v2/signin?tk=a&b=[1-3]&c='$(id)" }),
      words: ['-si', '--globoff', `${BASE}/kredivo/v2/signin?tk=a&b=[1-3]&c='$(id)`],
    },
    {
      name: 'a body that begins as the name of a file would',
      call: exchange({ request: { headers: json, body: '@/etc/passwd' } }),
      words: ['-si', '-X', 'POST', `${BASE}/nicepay/direct/v2/inquiry`]
        .concat('-H', 'content-type: application/json')
        .concat('--data-raw', '@/etc/passwd'),
    },
    {
      name: 'a body without a type, and an empty header',
      call: exchange({ request: { headers: { 'x-empty': '' }, body: 'a=1' } }),
      words: ['-si', '-X', 'POST', `${BASE}/nicepay/direct/v2/inquiry`]
        .concat('-H', 'x-empty;', '-H', 'Content-Type:')
        .concat('--data-raw', 'a=1'),
    },
    {
      name: 'a path that curl would shorten',
      call: exchange({ method: 'GET', url: '/nicepay/../x' }),
      words: ['-si', '--path-as-is', `${BASE}/nicepay/../x`],
    },
    {
      name: 'an address that is not a path',
      call: exchange({ method: 'OPTIONS', url: '*' }),
      words: ['-si', '-X', 'OPTIONS', '--request-target', '*', BASE],
    },
    {
      name: 'HEAD',
      call: exchange({ method: 'HEAD' }),
      words: ['-si', '--head', `${BASE}/nicepay/direct/v2/inquiry`],
    },
  ])('$name', ({ call, words }) => {
    expect(wordsOf([curlOf(call, BASE)])[0]?.slice(0, -1)).toEqual(words)
  })

  test('whatever body comes, text or not, curl gets its bytes', () => {
    const bodies = fc.sample(
      fc.oneof(
        hostile.map((text) => Buffer.from(text)),
        fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes.filter((b) => b > 1))),
      ),
      40,
    )
    const commands = bodies.map((body) =>
      curlOf(exchange({ request: { headers: json, body } }), BASE),
    )
    const script = String.raw`curl() { local last="${'$'}{!#}"; if [[ "$last" == @- ]]; then cat; elif [[ "$*" == *--data-raw* ]]; then printf %s "$last"; fi; printf '\0'; }`
    const input = Buffer.from([script, ...commands].join('\n'))
    const { stdout } = spawnSync('bash', { input, encoding: 'latin1' })
    expect(stdout.split('\0').slice(0, -1)).toEqual(bodies.map((body) => body.toString('latin1')))
  })
})
