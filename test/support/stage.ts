import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { startBrowser } from './browser.ts'
import { type PayloanShop, payloanShop } from './payloan.ts'
import { type TestSandbox, testSandbox } from './sandbox.ts'

/** What a test in a browser plays on: a browser for the whole file, and for each test a sandbox and a merchant. */
export interface Stage {
  readonly browser: Browser
  sandbox: TestSandbox
  readonly receiver: Receiver
  readonly shop: PayloanShop
}

/** Sets the stage before each test of a file, and clears it after; the merchant's server answers a page to browsers. */
export const stage = (): Stage => {
  const at = {} as { -readonly [K in keyof Stage]: Stage[K] }
  beforeAll(async () => {
    at.browser = await startBrowser()
  })
  afterAll(() => at.browser.close())
  beforeEach(async () => {
    at.sandbox = await testSandbox()
    at.receiver = await startReceiver((res) => {
      res.setHeader('Content-Type', 'text/html')
      res.end('<h1>Back at the shop</h1>')
    })
    at.shop = payloanShop(at.sandbox, at.receiver)
  })
  afterEach(async () => {
    for (const context of at.browser.contexts()) await context.close()
    await at.sandbox.stop()
    await at.receiver.stop()
  })
  return at
}
