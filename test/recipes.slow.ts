import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../src/demo/receiver.ts'
import { ENDPOINTS } from '../src/endpoints/index.ts'
import { RESULT, RESULT_CODES } from '../src/protocol/results.ts'
import { type PayloanShop, payloanShop } from './support/payloan.ts'
import { RECIPES } from './support/recipes.ts'
import { type TestSandbox, testSandbox } from './support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
beforeAll(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
})
afterAll(async () => {
  await sandbox.stop()
  await receiver.stop()
})
beforeEach(async () => {
  await sandbox.client.state.reset()
  shop = payloanShop(sandbox, receiver)
})

test.each(RECIPES)('$resultCd: $call, $how', async ({ resultCd, cook }) => {
  expect(await cook({ sandbox, shop })).toBe(resultCd)
})

/** What only a broken sandbox gives, so that nobody can cause it but by a fault. */
const NEVER_BY_ITSELF = ['1003', '9002']

test('there is a recipe for every code that the sandbox gives', () => {
  const given = new Set(Object.values(RESULT).map(({ resultCd }) => resultCd))
  const cooked = [...RECIPES.map(({ resultCd }) => resultCd), ...NEVER_BY_ITSELF]
  expect(cooked.sort()).toEqual([...given].sort())
})

// The README's recipe for any code: one fault, one call.
describe('every published result code', () => {
  const codes = [...new Set(RESULT_CODES.map(({ resultCd }) => resultCd))]
  const body = { iMid: 'IONPAYTEST', tXid: 'IONPAYTEST06202601311000000001', returnJsonFormat: '1' }

  /** What an endpoint answers, call after call, when it is to answer these codes. */
  const answers = async (endpoint: string, path = '', wanted: readonly string[] = []) => {
    await sandbox.client.faults.make({ endpoint, steps: wanted.map((resultCd) => ({ resultCd })) })
    const calls = wanted.map(() => sandbox.http.post(path).send(body))
    return (await Promise.all(calls)).map(({ body: { resultCd } }) => resultCd).sort()
  }

  test('can be had from an endpoint', async () => {
    expect(codes.length).toBeGreaterThan(100)
    const [{ name, paths }] = ENDPOINTS as [(typeof ENDPOINTS)[number]]
    expect(await answers(name, paths[0], codes)).toEqual(codes.toSorted())
  })

  test.each(ENDPOINTS)('can be had from $name as well', async ({ name, paths }) => {
    expect(await answers(name, paths[0], ['9110', '9302'])).toEqual(['9110', '9302'])
  })
})
