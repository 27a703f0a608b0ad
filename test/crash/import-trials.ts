import { KEY } from '../support/fixtures.ts'
import { BY } from '../support/methods.ts'
import { isObject, type Json, type JsonObject, sealed } from '../support/mutations.ts'
import { openCalls } from './calls.ts'
import { openCustomer } from './customer.ts'
import { end, type Server, start } from './server.ts'
import { openShop, seller } from './shop.ts'

const insist = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise)
}

const sizeOf = (table: Json | undefined): number =>
  isObject(table) ? Object.keys(table).length : 0

/** With the same seed on both sides, what is made after an import has ids that the import has not. */
const sameSeed = async (server: Server, db: string): Promise<void> => {
  await end(server.running, 'SIGKILL')
  const first = await start(`${db}-first.json`, ['--seed', '5'])
  const seller1 = openCustomer(first)
  await seller1.buy(2)
  const state = await seller1.calls.control('GET', '/state')
  seller1.close()
  const second = await start(`${db}-second.json`, ['--seed', '5'])
  const seller2 = openCustomer(second)
  await seller2.calls.control('PUT', '/state', state)
  await seller2.buy(2)
  const { transactions, deliveries } = (await seller2.calls.control('GET', '/state')) as JsonObject
  seller2.close()
  insist(sizeOf(transactions) === 4, `${sizeOf(transactions)} orders of 4`)
  insist(sizeOf(deliveries) === 4, `4 paid orders, ${sizeOf(deliveries)} notifications`)
}

/** Versions that this program did not write: refused in words. */
const otherVersions = async ({ url }: Server): Promise<void> => {
  const { call, control, close } = openCalls(() => url)
  const state = (await control('GET', '/state')) as JsonObject
  const own = Number(state.version)
  for (const version of [0, 1, own + 1, 999, -1, `${own}`, 'constructor', '__proto__', null, {}]) {
    const { status, fields } = await call('PUT', '/_sandbox/state', sealed({ ...state, version }))
    const isRefused = status >= 400 && status < 500 && /version/.test(String(fields.error))
    const isOld = version === 1 && status === 200
    insist(isRefused || isOld, `version ${JSON.stringify(version)}: ${status} ${fields.error}`)
  }
  close()
}

/** A merchant has one home, in whatever order namespaces are imported, dropped, reset and made. */
const oneHome = async ({ url }: Server): Promise<void> => {
  const calls = openCalls(() => url)
  const { control, call } = calls
  await control('POST', '/namespaces', { name: 'A' })
  const exported = await control('GET', '/state?namespace=A')
  await control('DELETE', '/namespaces/A')
  await control('PUT', '/state', exported)
  await control('POST', '/namespaces', { name: 'B' })
  await call('POST', '/_sandbox/merchants?namespace=B', { iMid: 'IONPAYTEST', merchantKey: KEY })
  await call('DELETE', '/_sandbox/state')
  await call('DELETE', '/_sandbox/namespaces/B')
  // Any of these may have been refused, and the merchant may be gone; whether it is there, all must agree.
  const { status } = await call('GET', '/_sandbox/merchants/IONPAYTEST')
  const shop = openShop(calls, 'http://127.0.0.1:9')
  const sold = await shop.sell(seller('IONPAYTEST'), 'HOME1', BY.transfer).then(
    () => true,
    () => false,
  )
  insist(sold === (status === 200), `shown with ${status}, and ${sold ? 'served' : 'not served'}`)
  calls.close()
}

/** Sealed anew, and in other ways no export: nothing of it is taken, and it is said why. */
const noExports = async ({ url }: Server): Promise<void> => {
  const { call, control, close } = openCalls(() => url)
  const before = (await control('GET', '/state')) as JsonObject
  const wrong: readonly Json[] = [
    null,
    [],
    'x',
    {},
    { ...before, checksum: 'x' },
    sealed({ ...before, merchants: [] }),
    sealed({ ...before, transactions: null }),
    sealed({ ...before, unknown: {} }),
  ]
  for (const one of wrong) {
    const { status } = await call('PUT', '/_sandbox/state', JSON.stringify(one))
    const what = JSON.stringify(one).slice(0, 60)
    insist(status >= 400 && status < 500, `${what}: ${status}`)
  }
  const { checksum } = await control('GET', '/state')
  insist(checksum === before.checksum, 'something of it was taken')
  close()
}

/** Imports that are wrong as a whole, not in one record. */
export const IMPORT_TRIALS: Readonly<
  Record<string, (server: Server, db: string) => Promise<void>>
> = {
  'an import under the same seed': sameSeed,
  'other versions': otherVersions,
  'one home for a merchant': oneHome,
  'what is no export': noExports,
}
