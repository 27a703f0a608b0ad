import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { startReceiver } from '../../src/demo/receiver.ts'
import { PAY_METHODS } from '../../src/domain/methods/index.ts'
import { filledUp } from '../../src/store/fill-up.ts'
import { lineOf } from '../../src/store/journal-lines.ts'
import { SEED_MERCHANTS } from '../../src/store/seed.ts'
import type { Change } from '../../src/store/state.ts'
import { fixture } from '../support/fixtures.ts'
import { inFolder } from '../support/folder.ts'
import { payloanShop } from '../support/payloan.ts'
import { testSandbox } from '../support/sandbox.ts'

const KEY = fixture('merchants.json').merchantKey

/** What version 1 stored: a merchant without today's settings, an account without limits, an unpaid order. */
const OLD = {
  merchants: {
    PAYLOANTES: {
      iMid: 'PAYLOANTES',
      name: 'Old',
      merchantKey: KEY,
      settings: {
        callbackMethod: 'post',
        duplicateReferenceNo: 'refuse',
        enabledPayMethods: ['06'],
      },
    },
  },
  accounts: {
    '6281291891818': {
      label: 'A02',
      phone: '6281291891818',
      pin: '414141',
      legalName: 'Siti Rahmawati',
      accountType: 'premium',
      blocked: false,
      behaviour: { id: '', en: '' },
      wrongPins: 0,
      lockedUntil: null,
    },
  },
}

const asSnapshot = () =>
  JSON.stringify({ format: 'nicepay-sandbox', version: 1, seq: 1, namespaces: { default: OLD } })

const asJournal = () => {
  const changes = Object.entries(OLD).flatMap(([table, records]) =>
    Object.entries(records).map(([id, record]) => [table, id, record] as unknown as Change),
  )
  return lineOf({ seq: 1, namespace: 'default', fresh: true, changes })
}

describe('a state of an earlier version is filled up with what it lacks, and goes on', () => {
  test.each([
    { name: 'from its snapshot', file: 'db.json', content: asSnapshot },
    { name: 'from its journal alone', file: 'db.journal', content: asJournal },
  ])('$name', ({ file, content }) =>
    inFolder(async (folder) => {
      await writeFile(`${folder}/${file}`, content())
      const sandbox = await testSandbox({ db: `${folder}/db.json` })
      const receiver = await startReceiver()
      const shop = payloanShop(sandbox, receiver)
      const order = await shop.register()
      const typed = { phone: '081291891818', pin: '414141', otp: '4567', paymentType: '30_days' }
      expect(await shop.complete(order, typed)).toMatchObject({ state: 'approved' })
      expect(await shop.notified()).toHaveLength(1)
      const { enabledPayMethods } = await sandbox.look('/merchants/PAYLOANTES')
      expect(enabledPayMethods).toEqual(PAY_METHODS)
      await sandbox.stop()
      await receiver.stop()
    }),
  )
})

test('a merchant of today stays as it is, its fields in their order', () => {
  for (const merchant of SEED_MERCHANTS) {
    expect(JSON.stringify(filledUp('merchants', merchant))).toBe(JSON.stringify(merchant))
  }
})
