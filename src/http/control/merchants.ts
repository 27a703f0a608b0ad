import { changedMerchant, MERCHANT_FIELDS, type Merchant } from '../../domain/merchant.ts'
import { INITIAL_SETTINGS } from '../../domain/settings.ts'
import type { Ids } from '../../protocol/ids.ts'
import { maskedKey } from '../../protocol/signature.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, textIn } from './calls.ts'
import type { ShownMerchant } from './shown.ts'

/** A merchant as it is shown: settings beside the rest, the key masked. */
const shown = ({
  iMid,
  name,
  merchantKey,
  clientSecret,
  publicKey,
  settings,
}: Merchant): ShownMerchant => ({
  iMid,
  name,
  merchantKey: maskedKey(merchantKey),
  clientSecret: maskedKey(clientSecret),
  publicKey,
  ...settings,
})

/** A merchant of a namespace. Throws ControlError. */
export const merchantOf = ({ tables }: World, iMid = ''): Merchant => {
  const merchant = tables.merchants.get(iMid)
  if (!merchant) throw new ControlError(404, `there is no merchant "${iMid}"`)
  return merchant
}

/** A merchant that nobody has said anything of, with an iMid and a key of its own. */
export const newMerchant = ({ word }: Ids): Merchant => {
  const letters = word().replace(/[^0-9a-z]/gi, '')
  const iMid = `SB${letters.toUpperCase()}00000000`.slice(0, 10)
  const merchantKey = `${word()}${word()}`
  return {
    iMid,
    name: iMid,
    merchantKey,
    clientSecret: merchantKey,
    publicKey: null,
    settings: INITIAL_SETTINGS,
  }
}

/** The same with the whole key: told once, to whoever made it. */
export const shownWithKey = (merchant: Merchant) => ({
  ...shown(merchant),
  merchantKey: merchant.merchantKey,
  clientSecret: merchant.clientSecret,
})

/** Merchants: list, look, create, change. The answer that creates a merchant tells its key; from then on it is masked. */
export const merchantCalls = ({ core }: ControlDeps): Call[] => {
  const { store, env } = core
  return [
    {
      method: 'get',
      path: '/merchants',
      says: 'the merchants with their settings; keys are masked',
      run: ({ world }) => [...world.tables.merchants.values()].map(shown),
    },
    {
      method: 'get',
      path: '/merchants/:iMid',
      says: 'one merchant',
      run: ({ world, params }) => shown(merchantOf(world, params.iMid)),
    },
    {
      method: 'post',
      path: '/merchants',
      says: 'makes a merchant; iMid and key are made up unless given, and the key is told this once',
      body: MERCHANT_FIELDS,
      run: async ({ namespace, body }) => {
        const fresh = newMerchant(env.ids)
        const iMid = textIn(body, 'iMid') ?? fresh.iMid
        if (store.homeOf('merchants', iMid)) {
          throw new ControlError(409, `there is a merchant "${iMid}" already`)
        }
        const merchantKey = textIn(body, 'merchantKey') ?? fresh.merchantKey
        const bare = { ...fresh, iMid, name: iMid, clientSecret: merchantKey }
        const merchant = changedMerchant(bare, body)
        await store.transact(namespace, (tx) => tx.merchants.put(iMid, merchant))
        return shownWithKey(merchant)
      },
    },
    {
      method: 'patch',
      path: '/merchants/:iMid',
      says: 'changes a merchant’s name, key or settings',
      body: MERCHANT_FIELDS,
      run: async ({ namespace, world, params, body }) => {
        const merchant = changedMerchant(merchantOf(world, params.iMid), body)
        if (body.iMid !== undefined && body.iMid !== merchant.iMid) {
          throw new ControlError(400, '"iMid" cannot be changed')
        }
        await store.transact(namespace, (tx) => tx.merchants.put(merchant.iMid, merchant))
        return shown(merchant)
      },
    },
  ]
}
