import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { SNAP_ENDPOINTS } from '../src/endpoints/snap/index.ts'
import { VARIANTS } from './support/variants.ts'

const ROOT = join(import.meta.dirname, '..')

test('every fixture is read by the program or by a test', () => {
  const used = [
    'account-links.json',
    'accounts.json',
    'amount-endings.json',
    'cards.json',
    'given.json',
    'instalment-vectors.json',
    'ledger-vectors.json',
    'merchants.json',
    'method-samples.json',
    'otps.json',
    'payloan-samples.json',
    'result-codes.json',
    'snap-vectors.json',
    'tariff.json',
    'token-vectors.json',
    'wallets.json',
    ...[...VARIANTS, ...SNAP_ENDPOINTS].flatMap(({ name }) => [
      `replies/${name}.json`,
      `requests/${name}.json`,
    ]),
  ]
  const there = readdirSync(join(ROOT, 'fixtures'), { recursive: true, encoding: 'utf8' })
  expect(there.filter((file) => file.endsWith('.json')).sort()).toEqual(used.sort())
})

test('the tree holds no key but the published test key', () => {
  const files = execFileSync('git', ['ls-files', 'src', 'views', 'test', 'fixtures'], { cwd: ROOT })
    .toString()
    .trim()
    .split('\n')
  const key = JSON.parse(readFileSync(join(ROOT, 'fixtures/merchants.json'), 'utf8')).merchantKey
  // Published signatures, and the readable parts of tokens, give nothing away.
  const vectors = readFileSync(join(ROOT, 'fixtures/snap-vectors.json'), 'utf8')
  const isHarmless = (text: string) =>
    text.startsWith('eyJ') || vectors.includes(`"signature": "${text}"`)
  const found = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/[A-Za-z0-9+/]{80,}={1,2}/g)].map(
      ([text]) => text,
    ),
  )
  expect([...new Set(found)].filter((text) => !isHarmless(text))).toEqual([key])
})
