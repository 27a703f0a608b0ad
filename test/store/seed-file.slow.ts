import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { ConfigError } from '../../src/config/flags.ts'
import { seedFrom } from '../../src/store/seed-file.ts'
import { inFolder } from '../support/folder.ts'
import { testSandbox } from '../support/sandbox.ts'

/** Runs with a seed file of its own. */
const withFile = (content: unknown, run: (file: string) => Promise<void> | void) =>
  inFolder(async (folder) => {
    const file = `${folder}/seed.json`
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    await run(file)
  })

test('a state begins with the file’s merchants and shoppers, and again after a reset', () =>
  withFile(
    {
      merchants: [
        { iMid: 'MYSHOP0001', name: 'My shop', merchantKey: 'secret', callbackMethod: 'get' },
        { iMid: 'IONPAYTEST', duplicateReferenceNo: 'refuse' },
      ],
      shoppers: [
        {
          phone: '0811-1111-1111',
          pin: '111111',
          loans: [
            { amount: 500_000, paymentType: '30_days', openedAt: 'now-3d' },
            { amount: 2_000_000, paymentType: '6_months', openedAt: '2026-01-01T00:00:00Z' },
          ],
        },
        { phone: '081513114262', blocked: true },
      ],
    },
    async (seedFile) => {
      const sandbox = await testSandbox({ seedFile })
      for (let time = 0; time < 2; time++) {
        expect(await sandbox.look('/merchants/MYSHOP0001')).toMatchObject({
          name: 'My shop',
          merchantKey: 's…(6)',
          callbackMethod: 'get',
        })
        expect(await sandbox.look('/merchants/IONPAYTEST')).toMatchObject({
          name: 'NICEPAY test merchant',
          duplicateReferenceNo: 'refuse',
        })
        expect((await sandbox.look('/kredivo/accounts/081513114262')).blocked).toBe(true)
        const { loans, limits } = await sandbox.look('/kredivo/accounts/081111111111')
        expect(loans.map(({ openedAt }: { openedAt: string }) => openedAt)).toEqual([
          '2026-01-28T03:00:00.000Z',
          '2026-01-01T00:00:00.000Z',
        ])
        expect(limits[0]).toEqual({
          paymentType: '12_months',
          remaining: '27500000.00',
          total: '30000000.00',
        })
        await sandbox.control('/kredivo/accounts/081111111111/repay').expect(200)
        await sandbox.http.delete('/_sandbox/state').expect(200)
      }
      await sandbox.stop()
    },
  ))

describe('a file that cannot be used is one clear line', () => {
  test.each([
    { content: '{', says: /JSON/ },
    { content: [], says: /it must hold an object/ },
    { content: { accounts: [] }, says: /"accounts" is not known; known are merchants, shoppers/ },
    { content: { merchants: {} }, says: /"merchants" must be a list of objects/ },
    { content: { merchants: [{}] }, says: /a merchant has no iMid/ },
    { content: { merchants: [{ iMid: 'x' }] }, says: /merchant x: "iMid" must be ten letters/ },
    {
      content: { merchants: [{ iMid: 'MYSHOP0001', colour: 1 }] },
      says: /there is no setting "colour"/,
    },
    { content: { shoppers: [{ phone: '1' }] }, says: /shopper 1: "phone" must be an Indonesian/ },
    {
      content: { shoppers: [{ phone: '081111111111', pin: 1 }] },
      says: /shopper 6281111111111: "pin" must be six digits/,
    },
    {
      content: { shoppers: [{ phone: '081111111111', loans: [{ amount: 0 }] }] },
      says: /loan 1: "amount" must be whole rupiah/,
    },
    {
      content: { shoppers: [{ phone: '081111111111', loans: [{ amount: 1, paymentType: 'x' }] }] },
      says: /loan 1: "paymentType" must be one of 30_days/,
    },
    {
      content: {
        shoppers: [
          {
            phone: '081111111111',
            loans: [{ amount: 1, paymentType: '30_days', openedAt: 'soon' }],
          },
        ],
      },
      says: /"openedAt" must be an ISO 8601 time or like now-3d/,
    },
  ])('$content', ({ content, says }) =>
    withFile(content, (file) => {
      expect(() => seedFrom(file)).toThrow(ConfigError)
      expect(() => seedFrom(file)).toThrow(says)
    }),
  )

  test('one that is not there', () => {
    expect(() => seedFrom('/nowhere/seed.json')).toThrow(
      /--seed-file \/nowhere\/seed\.json: ENOENT/,
    )
  })
})
