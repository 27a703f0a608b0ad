import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { ROOT } from './support/process.ts'
import { filled } from './support/readme-tables.ts'

const README = readFileSync(join(ROOT, 'README.md'), 'utf8')

test('the README’s tables are the program’s (npm run readme writes them)', () => {
  expect(README).toBe(filled(README))
})

test('every npm command that it names is one', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const named = [...README.matchAll(/`npm run ([\w:]+)`/g)].map(([, name]) => name)
  expect(named.filter((name) => !scripts[name ?? ''])).toEqual([])
})
