import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../src/demo/receiver.ts'
import { RESULT } from '../src/protocol/results.ts'
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
