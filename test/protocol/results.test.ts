import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { NicepayError, RESULT, RESULT_CODES } from '../../src/protocol/results.ts'

const SRC = join(import.meta.dirname, '../../src')

test('all 520 published codes are there', () => {
  expect(RESULT_CODES).toHaveLength(520)
  expect(RESULT_CODES.find((r) => r.resultCd === '9010')).toEqual({
    group: 'Order',
    resultCd: '9010',
    resultMsg: 'Invalid Merchant Token. Contact NICEPay for further information.',
  })
})

test('the sandbox gives only published codes, in the published words', () => {
  const { SUCCESS, ...refusals } = RESULT
  expect(SUCCESS).toEqual({ group: 'Common', resultCd: '0000', resultMsg: 'SUCCESS' })
  for (const result of Object.values(refusals)) expect(RESULT_CODES).toContainEqual(result)
})

/** Four digits that are no code. */
const NO_CODES: Readonly<Record<string, string>> = {
  'domain/methods/convenience-store.ts': "'9041'", // how the checkout page's store numbers begin
  'domain/qris.ts': "'5999'", // a category of merchants, in the text of a QR code
}

test('no code is written in any file but the table', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  const codes = /['"](\d{4}|P\d{3})['"]/
  const guilty = files.filter(
    (file) =>
      file.endsWith('.ts') &&
      file !== 'protocol/results.ts' &&
      codes.test(readFileSync(join(SRC, file), 'utf8').replace(NO_CODES[file] ?? '', '')),
  )
  // The demo is a merchant's program and compares codes as merchants do; config and commands have ports.
  expect(guilty.filter((file) => !/^demo\/|^config|^commands\//.test(file))).toEqual([])
})

test('a refusal keeps its reason apart from the vendor’s words', () => {
  const error = new NicepayError('BAD_TOKEN', 'because')
  expect(error).toMatchObject({ result: 'BAD_TOKEN', reason: 'because', message: '9010 because' })
})
