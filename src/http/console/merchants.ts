import type { Merchant } from '../../domain/merchant.ts'
import { PRESETS } from '../../domain/retry.ts'
import type { JsonSchema } from '../../domain/rule.ts'
import { SETTINGS } from '../../domain/setting-table.ts'
import type { Settings } from '../../domain/settings.ts'
import { maskedKey } from '../../protocol/signature.ts'
import { firstOf } from '../../store/slices.ts'
import { ControlError } from '../guards.ts'
import type { PagesOf } from './page.ts'

const ROWS = 200

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** How the text in a field of the form becomes a setting's value. */
type Reading = 'text' | 'number' | 'list' | 'textOrNull' | 'delays'

/** Whether a rule takes a number, perhaps beside null. */
const takesNumber = ({ type, anyOf }: JsonSchema): boolean =>
  type === 'integer' || (Array.isArray(anyOf) && anyOf.some(takesNumber))

const readingOf = (name: keyof Settings): Reading => {
  const { choices, initial, schema } = SETTINGS[name]
  if (name === 'notificationRetries') return 'delays'
  if (choices) return 'text'
  if (takesNumber(schema)) return 'number'
  return Array.isArray(initial) ? 'list' : 'textOrNull'
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : String(value ?? '')

const names = Object.keys(SETTINGS) as (keyof Settings)[]

/** Settings as rows of a form. */
const settingRows = ({ settings }: Merchant) =>
  names.map((name) => {
    const { choices = [], values, says, initial } = SETTINGS[name]
    return {
      name,
      choices,
      values,
      says,
      reading: readingOf(name),
      value: textOf(settings[name]),
      initial: textOf(initial),
      isInitial: same(settings[name], initial),
    }
  })

const merchantRow = (merchant: Merchant) => ({
  iMid: merchant.iMid,
  name: merchant.name,
  merchantKey: maskedKey(merchant.merchantKey),
  changed: settingRows(merchant).filter(({ isInitial }) => !isInitial),
})

/** Merchants, and the settings of one. */
export const merchantPages: PagesOf = ({ core }) => ({
  '/merchants': async ({ world }) => {
    const { merchants } = world.tables
    const rows = firstOf(merchants.values(), ROWS).map(merchantRow)
    const { notification } = await core.keyPairs.get()
    const notificationKey = notification.publicKey.trim()
    const locals = { merchants: rows, stored: merchants.size, notificationKey }
    return { view: 'merchants', title: 'Merchants', locals }
  },
  '/merchants/:iMid': ({ world, namespace, params: { iMid = '' } }) => {
    const merchant = world.tables.merchants.get(iMid)
    if (!merchant) throw new ControlError(404, `There is no merchant "${iMid}" in ${namespace}.`)
    return {
      view: 'merchant',
      title: `Merchant ${iMid}`,
      locals: {
        merchant: merchantRow(merchant),
        settings: settingRows(merchant),
        presets: Object.entries(PRESETS),
      },
    }
  },
})
