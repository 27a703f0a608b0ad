import type { Book, Deal, Kept, Short } from './book.ts'
import type { Calls } from './calls.ts'

type Row = Readonly<Record<string, unknown>>
type Table = Readonly<Record<string, Row>>

/** All that a server says it holds of a namespace. */
export type Held = Readonly<Record<string, Table>>

const OPEN = ['init', 'unpaid', 'processing', 'ready', 'registered', 'requested', 'expired']

/** How a record stands, in the words of the book. */
const standOf = ({ status, cancelled }: Row): string => {
  if (OPEN.includes(String(status))) return 'open'
  return cancelled ? `${status}-${cancelled}` : String(status)
}

/** How many notifications there are of each tXid. */
const toldOf = ({ deliveries = {} }: Held): ReadonlyMap<unknown, number> => {
  const counts = new Map<unknown, number>()
  for (const { tXid } of Object.values(deliveries)) counts.set(tXid, (counts.get(tXid) ?? 0) + 1)
  return counts
}

/** What was acknowledged of a deal and is not there, or is there and was never asked for. */
const lost = (deal: Deal, held: Held, told: ReadonlyMap<unknown, number>): string[] => {
  const { id, referenceNo, table, stands, acknowledged } = deal
  const record = held[table]?.[id]
  if (record?.referenceNo !== referenceNo) return [`${id} (${referenceNo}) is lost or altered`]
  const is = standOf(record)
  const found = stands.slice(acknowledged).find((stand) => stand.is === is)
  if (!found) return [`${id} was ${stands[acknowledged]?.is}, is ${is}`]
  const count = told.get(id) ?? 0
  deal.stands = [found]
  deal.acknowledged = 0
  return count === found.told ? [] : [`${id} is ${is} and has ${count} notifications`]
}

/** What is half there: an order, its loan and its token must say the same, and so must a binding and its link. */
const half = (held: Held): string[] => {
  const { bindings = {}, transactions = {}, interactions = {}, loans = {}, userTokens = {} } = held
  const isOwn = (userToken: unknown, clientUserKey: unknown) =>
    userTokens[String(userToken)]?.clientUserKey === clientUserKey
  const orders = Object.values(transactions).flatMap((order) => {
    const { tXid, status, payMethod, amt, userToken, clientUserKey } = order
    const loan = loans[String(tXid)]
    const owes = payMethod === '06' && status === 'paid'
    const whole =
      owes === (loan !== undefined) &&
      (!loan || loan.principal === amt) &&
      (!owes || clientUserKey === null || isOwn(userToken, clientUserKey))
    return whole ? [] : [`order ${tXid} is half ${status}`]
  })
  const links = Object.values(bindings).flatMap((binding) => {
    const { tXid, tk, status, userToken, clientUserKey } = binding
    const link = interactions[String(tk)]
    const isBound = status === 'bound'
    const whole =
      link?.tXid === tXid &&
      isBound === (link?.step === 'ended') &&
      (!isBound || isOwn(userToken, clientUserKey))
    return whole ? [] : [`binding ${tXid} is half ${status}`]
  })
  return [...orders, ...links]
}

/** No id of a notification or a userToken may ever have been another one's. */
const remember = ({ deliveries = {}, userTokens = {} }: Held, book: Book): void => {
  for (const [id, { tXid }] of Object.entries(deliveries)) book.given(id, `a message of ${tXid}`)
  for (const [id, { clientUserKey }] of Object.entries(userTokens)) {
    book.given(id, `the token of ${clientUserKey}`)
  }
}

const changed = (kept: Kept, found: string): string[] => {
  const { what, may, bySteps } = kept
  const [least = '', most = ''] = [may[0], may.at(-1)]
  const fits = bySteps ? found >= least && found <= most : may.includes(found)
  kept.may = [found]
  return fits ? [] : [`${what} is ${found}, not one of ${may.join(', ')}`]
}

/** A dropped namespace stays dropped; one that was made and not dropped is there. */
const misplaced = ({ name, made, ending, gone }: Short, there: ReadonlySet<string>): string[] => {
  if (gone && there.has(name)) return [`the namespace ${name} was dropped and is there again`]
  if (made && !ending && !there.has(name)) return [`the namespace ${name} is lost`]
  return []
}

/** The payouts of a merchant that the bank has or gets, in rupiah. */
const paidOut = ({ payouts = {} }: Held): number =>
  Object.values(payouts)
    .filter(({ status }) => status === 'approved' || status === 'timeout')
    .reduce((sum, { amt }) => sum + Number(amt), 0)

/** Compares all that a server holds with what it was asked for and has acknowledged; notes what is wrong. */
export const check = async (
  { control }: Calls,
  book: Book,
  money: { readonly atFirst: number; readonly now: number },
): Promise<void> => {
  const namespaces = Object.values(await control('GET', '/namespaces')) as { name: string }[]
  const there = new Set(namespaces.map(({ name }) => name))
  book.fault(...book.shorts.flatMap((short) => misplaced(short, there)))

  const ofShorts = [...there].filter((name) => name.startsWith('short-'))
  for (const name of ['default', 'travel', ...ofShorts]) {
    const held = (await control('GET', `/state?namespace=${name}`)) as Held
    const told = toldOf(held)
    const deals = book.deals.filter(({ namespace }) => namespace === name)
    book.fault(...deals.flatMap((deal) => lost(deal, held, told)), ...half(held))
    remember(held, book)
    const missing = money.atFirst - paidOut(held) - money.now
    if (name === 'default' && missing !== 0) book.fault(`the balance is ${missing} wrong`)
  }

  const values: Readonly<Record<string, unknown>> = {
    'the clock of travel': (await control('GET', '/clock?namespace=travel')).now,
    'the state of swap': (await control('GET', '/state?namespace=swap')).checksum,
    'the name of NORMALTEST': (await control('GET', '/merchants/NORMALTEST')).name,
  }
  for (const kept of book.kept) book.fault(...changed(kept, String(values[kept.what])))
}
