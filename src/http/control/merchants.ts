import { changedMerchant, type Merchant, merchantFlaw } from '../../domain/merchant.ts'
import { INITIAL_SETTINGS } from '../../domain/settings.ts'
import { maskedKey } from '../../protocol/signature.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, textIn } from './calls.ts'

/** A merchant as it is shown: settings beside the rest, the key masked. */
const shown = ({ iMid, name, merchantKey, settings }: Merchant) => ({
  iMid,
  name,
  merchantKey: maskedKey(merchantKey),
  ...settings,
})

const merchantOf = ({ tables }: World, iMid = ''): Merchant => {
  const merchant = tables.merchants.get(iMid)
  if (!merchant) throw new ControlError(404, `there is no merchant "${iMid}"`)
  return merchant
}

/** The merchant that a body asks for, from what it was before. */
const changed = (before: Merchant, body: Readonly<Record<string, unknown>>): Merchant => {
  const flaw = merchantFlaw(body)
  if (flaw) throw new ControlError(400, flaw)
  return changedMerchant(before, body)
}

/** Merchants: list, look, create, change. The answer that creates a merchant tells its key; from then on it is masked. */
export const merchantCalls = ({ core }: ControlDeps): Call[] => {
  const { store, env } = core
  const freshIMid = (): string => {
    const letters = env.ids.word().replace(/[^0-9a-z]/gi, '')
    return `SB${letters.toUpperCase()}00000000`.slice(0, 10)
  }
  return [
    {
      method: 'get',
      path: '/merchants',
      run: ({ world }) => [...world.tables.merchants.values()].map(shown),
    },
    {
      method: 'get',
      path: '/merchants/:iMid',
      run: ({ world, params }) => shown(merchantOf(world, params.iMid)),
    },
    {
      method: 'post',
      path: '/merchants',
      run: async ({ namespace, body }) => {
        const iMid = textIn(body, 'iMid') ?? freshIMid()
        if (store.homeOf('merchants', iMid)) {
          throw new ControlError(409, `there is a merchant "${iMid}" already`)
        }
        const merchantKey = `${env.ids.word()}${env.ids.word()}`
        const bare = { iMid, name: iMid, merchantKey, settings: INITIAL_SETTINGS }
        const merchant = changed(bare, body)
        await store.transact(namespace, (tx) => tx.merchants.put(iMid, merchant))
        return { ...shown(merchant), merchantKey: merchant.merchantKey }
      },
    },
    {
      method: 'patch',
      path: '/merchants/:iMid',
      run: async ({ namespace, world, params, body }) => {
        const merchant = changed(merchantOf(world, params.iMid), body)
        if (textIn(body, 'iMid') !== undefined && body.iMid !== merchant.iMid) {
          throw new ControlError(400, '"iMid" cannot be changed')
        }
        await store.transact(namespace, (tx) => tx.merchants.put(merchant.iMid, merchant))
        return shown(merchant)
      },
    },
  ]
}
