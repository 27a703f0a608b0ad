import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const SRC = join(import.meta.dirname, '../src')

/** From the inside out: a file imports from its own layer and from those before it. */
const LAYERS = [
  'config',
  'package',
  'protocol',
  'domain',
  'env',
  'tls',
  'store',
  'timing',
  'outbound',
  'acquirer',
  'lender',
  'endpoints',
  'http',
  'demo',
]

/** Packages and Node modules, with the only layers that may import them. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['protocol', 'env', 'tls', 'http', 'store'],
  'node:fs': ['package', 'tls', 'store', 'process'],
  'node:url': ['package'],
  'node:path': ['config', 'package', 'tls', 'store', 'http', 'process'],
  'node:os': ['config', 'tls', 'store', 'process'],
  'node:child_process': ['process'],
  'node:stream/consumers': ['process'],
  'node:stream': ['http'],
  'node:stream/promises': ['http'],
  'node:fs/promises': ['config', 'store'],
  'node:v8': ['http'],
  'node:zlib': ['store', 'http'],
  'node:timers': ['timing', 'outbound', 'http', 'store', 'process'],
  'node:timers/promises': ['store', 'timing', 'outbound', 'endpoints', 'http', 'demo'],
  'node:dns': ['outbound'],
  'node:events': ['outbound'],
  'node:https': ['outbound', 'http'],
  'node:http': ['outbound', 'http', 'demo', 'process'],
  'node:net': ['outbound', 'http', 'demo', 'process'],
  'node:buffer': ['endpoints'],
  'node:util': ['config', 'tls'],
  'node-forge': ['tls'],
  lowdb: ['store'],
  nanoid: ['env'],
  qr: ['http'],
  tinyqueue: ['timing', 'outbound'],
  ejs: ['http'],
  '@streamparser/json': ['http'],
  express: ['http', 'demo'],
}

/** What reaches outside the program, with the only files that may. */
const OUTSIDE: readonly {
  readonly what: string
  readonly used: RegExp
  readonly by: readonly string[]
}[] = [
  {
    what: 'the system clock',
    used: /\bDate\.now\b|new Date\(\)/,
    by: ['cli.ts', 'env.ts'],
  },
  // The name of a lock's holder comes from the system whatever the seed: two programs may have the same one.
  { what: 'chance', used: /Math\.random|randomBytes|randomUUID/, by: ['env.ts', 'store/lock.ts'] },
  { what: 'the environment', used: /process\.env/, by: ['cli.ts', 'server.ts'] },
  { what: 'the place of its own files', used: /import\.meta/, by: ['package.ts'] },
  {
    what: 'fetch',
    used: /\bfetch\(/,
    by: ['client/calls.ts', 'demo/browser.ts', 'demo/journeys/stage.ts', 'demo/shop/calls.ts'],
  },
]

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }))

const layerOf = (file: string): string => {
  const first = file.split('/')[0]?.replace(/\.ts$/, '') ?? ''
  return LAYERS.includes(first) ? first : 'process'
}

const importsOf = ({ file, text }: { file: string; text: string }) =>
  [...text.matchAll(/^(?:import|export)[^'"]*?from '([^']+)'/gms)].map(([, name = '']) => ({
    file,
    name: name.startsWith('.') ? relative(SRC, resolve(SRC, dirname(file), name)) : name,
    own: name.startsWith('.'),
  }))

const imports = files.flatMap(importsOf)

test('no layer imports from one further out', () => {
  expect(imports.length).toBeGreaterThan(200)
  const rank = (file: string) => [...LAYERS, 'process'].indexOf(layerOf(file))
  const wrong = imports.filter(({ own, file, name }) => own && rank(name) > rank(file))
  expect(wrong).toEqual([])
})

test('packages are imported only where they belong', () => {
  const wrong = imports.filter(
    ({ own, file, name }) => !own && !PACKAGES[name]?.includes(layerOf(file)),
  )
  expect(wrong).toEqual([])
})

describe.each(OUTSIDE)('$what', ({ used, by }) => {
  test(`is used by ${by.join(', ')} only`, () => {
    const found = files.filter(({ text }) => used.test(text)).map(({ file }) => file)
    expect(found.sort()).toEqual(by.toSorted())
  })
})

test('timers are the system’s own, which stay real when a test that embeds the sandbox fakes them', () => {
  const timers = /(?<![.\w])(set|clear)(Timeout|Interval|Immediate)\(/
  const global = files.filter(({ text }) => timers.test(text) && !text.includes("'node:timers'"))
  expect(global.map(({ file }) => file)).toEqual([])
})

test('every file can be read in one sitting', () => {
  const long = files.filter(({ text }) => text.split('\n').length > 220)
  expect(long.map(({ file }) => file)).toEqual([])
})
