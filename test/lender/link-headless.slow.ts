import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Interaction } from '../../src/domain/interaction.ts'
import { LINK_VALUES } from '../../src/store/seed.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { shopper } from '../support/shopper.ts'
import { bindingShop } from '../support/snap-bind.ts'

/** What a customer types in a wallet's web view, or through the control API. */
interface Typing {
  readonly otp?: string | undefined
  readonly pin?: string | undefined
  readonly outcome?: 'cancelled' | undefined
}

const typing: fc.Arbitrary<Typing> = fc.oneof(
  { arbitrary: fc.constant({ outcome: 'cancelled' as const }), weight: 1 },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        otp: fc.constantFrom(...LINK_VALUES.otps.map(({ otp }) => otp), '654321', 'otp'),
        pin: fc.constantFrom(...LINK_VALUES.pins.map(({ pin }) => pin), '654321', '12'),
      },
      { requiredKeys: [] },
    ),
  },
)
const wait = fc.constantFrom('PT0S', 'PT1M', 'PT5M', 'PT20M', 'P1D')
const visits = fc.array(fc.record({ typing, wait }), { minLength: 1, maxLength: 5 })

/** A new web view in a sandbox that begins anew. */
const begin = async (sandbox: TestSandbox): Promise<string> => {
  await sandbox.client.state.reset()
  await sandbox.client.clock.reset()
  const { nextAction = '' } = await (await bindingShop(sandbox)).bind()
  return nextAction
}

/** A person at the pages: types what the page that is shown asks for. */
const onPages = async (sandbox: TestSandbox, link: string, typing: Typing): Promise<void> => {
  const siti = shopper(sandbox)
  let page = await siti.open(link)
  const isAt = (place: string) => page.status === 200 && page.path.endsWith(`/${place}`)
  if (typing.outcome) {
    if (isAt('consent')) await siti.submit({}, 'cancel')
    return
  }
  const { otp, pin } = typing
  if ((otp ?? pin) !== undefined && isAt('consent')) page = await siti.submit({})
  if (otp !== undefined && isAt('otp')) page = await siti.submit({ otp })
  if (pin !== undefined && isAt('pin')) await siti.submit({ pin })
}

/** How the link stands, without what two sandboxes cannot have in common. */
const stands = async (sandbox: TestSandbox): Promise<object> => {
  const { accountLinks, interactions } = await sandbox.look('/state')
  const [link] = Object.values(accountLinks) as { tk: string }[]
  const [at] = Object.values(interactions) as Interaction[]
  return { ...link, ...at, tk: '', formToken: '', returnTo: '' }
}

test('the web view and the headless shopper leave the same state behind, whatever is typed', async () => {
  const [byPages, byCalls] = await Promise.all([testSandbox(), testSandbox()])
  try {
    await fc.assert(
      fc.asyncProperty(visits, async (all) => {
        const [page, call] = [await begin(byPages), await begin(byCalls)]
        for (const { typing, wait } of all) {
          await onPages(byPages, page, typing)
          await byCalls.client.complete(call, JSON.parse(JSON.stringify(typing)))
          expect(await stands(byPages)).toEqual(await stands(byCalls))
          for (const sandbox of [byPages, byCalls]) await sandbox.clock({ advance: wait })
        }
      }),
      { numRuns: 60, seed: 20_261_121, endOnFailure: true },
    )
  } finally {
    await Promise.all([byPages.stop(), byCalls.stop()])
  }
})
