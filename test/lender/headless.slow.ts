import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { payloanShop } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { shopper } from '../support/shopper.ts'

/** What somebody types, on the pages or through the control API; what is left out is not done. */
interface Typing {
  readonly phone?: string | undefined
  readonly pin?: string | undefined
  readonly otp?: string | undefined
  readonly paymentType?: string | undefined
  /** Presses "cancel" instead. */
  readonly outcome?: 'cancelled' | undefined
}

const phone = fc.constantFrom(
  '081513114262',
  '081291891818',
  '0812-0000-0004',
  '+62-81200000005',
  '081200000006',
  '081200000008',
  '081200000010',
  '081299999999',
  'Siti',
)
const typing: fc.Arbitrary<Typing> = fc.oneof(
  { arbitrary: fc.constant({ outcome: 'cancelled' as const }), weight: 1 },
  {
    weight: 5,
    arbitrary: fc.record(
      {
        phone,
        pin: fc.constantFrom('663482', '414141', '000000', '12'),
        otp: fc.constantFrom('4567', '0000', '1111', '2222', '9999', 'otp'),
        paymentType: fc.constantFrom('30_days', '3_months', '12_months', 'cash'),
      },
      { requiredKeys: ['phone', 'pin'] },
    ),
  },
)
const journey = fc.record({
  kind: fc.constantFrom('binding', 'order' as const),
  amt: fc.constantFrom('25145', '2500000', '90000000'),
  visits: fc.array(fc.record({ typing, wait: fc.constantFrom('PT0S', 'PT1M', 'PT4M', 'PT20M') }), {
    minLength: 1,
    maxLength: 4,
  }),
})

const NOWHERE = { url: 'http://127.0.0.1:9', received: [] }

/** Opens a link in a sandbox that begins anew. */
const begin = async (sandbox: TestSandbox, kind: string, amt: string): Promise<string> => {
  await sandbox.client.state.reset()
  const shop = payloanShop(sandbox, NOWHERE as never)
  if (kind === 'binding') {
    const { redirectUrlHttp = '' } = await sandbox.bind({ dbProcessUrl: NOWHERE.url })
    return redirectUrlHttp
  }
  const tk = await shop.sendBrowser(await shop.register({ amt }))
  return `${sandbox.url}/kredivo/v2/signin?tk=${tk}`
}

/** A person at the pages: types what the page that is shown asks for. */
const onPages = async (sandbox: TestSandbox, link: string, typing: Typing): Promise<void> => {
  const { phone = '', pin = '', otp, paymentType } = typing
  const siti = shopper(sandbox)
  const first = await siti.open(link)
  if (first.path.endsWith('/result')) return
  if (typing.outcome) return void (await siti.submit({}, 'cancel'))
  const afterLogin = await siti.submit({ phone, pin })
  if (otp === undefined || !afterLogin.path.endsWith('/otp')) return
  const afterOtp = await siti.submit({ otp })
  if (paymentType === undefined || !afterOtp.path.endsWith('/settlement')) return
  await siti.submit({ paymentType, agree: 'yes' })
}

/** All that is stored, without what two sandboxes cannot have in common: ids that count on. */
const stored = async (sandbox: TestSandbox): Promise<object> => {
  const {
    checksum: _checksum,
    merchants: _merchants,
    ...tables
  } = (await sandbox.client.state.export()) as Record<string, unknown>
  const names = new Map<string, string>()
  const named = (id: string) => {
    if (!names.has(id)) names.set(id, `id${names.size}`)
    return names.get(id) ?? ''
  }
  const text = JSON.stringify(tables)
    .replace(/word\d+/g, named)
    .replace(/(?<=[A-Z]06\d{14})\d{4}/g, '')
    .replace(/e0478456-6b50-460c-85e0-\d{12}/g, named)
    .replace(/"latencyMs":\d+/g, '"latencyMs":0')
    .replaceAll(sandbox.url, 'http://sandbox')
  return JSON.parse(text)
}

test('the pages and the headless shopper leave the same state behind, whatever is typed', async () => {
  const [byPages, byCalls] = await Promise.all([testSandbox(), testSandbox()])
  try {
    await fc.assert(
      fc.asyncProperty(journey, async ({ kind, amt, visits }) => {
        const [page, call] = [await begin(byPages, kind, amt), await begin(byCalls, kind, amt)]
        for (const { typing, wait } of visits) {
          await onPages(byPages, page, typing)
          await byCalls.client.complete(call, JSON.parse(JSON.stringify(typing)))
          expect(await stored(byPages)).toEqual(await stored(byCalls))
          for (const sandbox of [byPages, byCalls]) await sandbox.clock({ advance: wait })
        }
      }),
      { numRuns: 50, seed: 20_261_121, endOnFailure: true },
    )
  } finally {
    await Promise.all([byPages.stop(), byCalls.stop()])
  }
})
