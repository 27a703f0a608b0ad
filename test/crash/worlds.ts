import type { Credentials } from '../../src/demo/merchant.ts'
import { BY } from '../support/methods.ts'
import type { Book, Kept } from './book.ts'
import type { Calls } from './calls.ts'
import { type Shop, seller } from './shop.ts'

/** What happens to whole namespaces, each by one caller that waits for its answers. */
export interface Worlds {
  /** Makes the namespaces that stay, and what is put into them; before the first kill. */
  prepare(): Promise<void>
  /** What each caller does again and again, until the server is gone. */
  readonly routines: readonly (() => Promise<void>)[]
  /** Ends the namespaces that a kill has left in the middle. */
  tidy(): Promise<void>
}

interface Parts {
  readonly calls: Calls
  readonly shop: Shop
  readonly book: Book
}

const made = async ({ control }: Calls, name: string): Promise<Credentials> => {
  const { merchant } = await control('POST', '/namespaces', { name })
  const { iMid, merchantKey } = merchant as unknown as Credentials
  return seller(iMid, merchantKey)
}

/** An order by transfer in a namespace, paid. */
const sold = async (parts: Parts, own: Credentials, namespace: string, no: string) => {
  const { shop, book } = parts
  const { tXid = '' } = await shop.sell(own, no, BY.transfer)
  const about = { namespace, table: 'transactions', id: tXid, referenceNo: no, tk: null } as const
  await book.step(book.open(about), { is: 'paid', told: 1 }, () => shop.pay(tXid, namespace))
}

/** A namespace that is made, used and dropped. */
const shortLife = (parts: Parts) => {
  const { calls, book } = parts
  let count = 0
  const drop = async (short: Book['shorts'][number]) => {
    short.ending = true
    const path = `/_sandbox/namespaces/${short.name}`
    const { status } = await calls.call('DELETE', path)
    // One whose making was never answered may not have been made; one whose end was not, may have ended.
    if (status === 200 || status === 404) short.gone = true
    book.acknowledge()
  }
  return {
    live: async () => {
      const name = `short-${++count}`
      const short = book.short(name)
      const own = await made(calls, name)
      book.given(own.iMid, name)
      short.made = true
      book.acknowledge()
      for (let order = 1; order <= 3; order++) await sold(parts, own, name, `${name}-${order}`)
      await drop(short)
    },
    tidy: async () => {
      for (const short of book.shorts) if (!short.gone) await drop(short)
    },
  }
}

/** Moves the clock of a namespace of its own on and on; what is sold in it falls due on the way. */
const travel = (parts: Parts) => {
  const { calls, book } = parts
  let own: Credentials
  let offset: Kept
  let count = 0
  let ms = 0
  return {
    prepare: async () => {
      own = await made(calls, 'travel')
      // A namespace that stands still shows the same time after a restart as before it.
      await calls.control('PUT', '/clock?namespace=travel', { freeze: true })
      const { now } = await calls.control('GET', '/clock?namespace=travel')
      ms = Date.parse(String(now))
      offset = book.keep('the clock of travel', String(now), true)
    },
    go: async () => {
      await sold(parts, own, 'travel', `TRAVEL${++count}`)
      // Where a kill came before the answer, the clock is asked instead of guessed at.
      const { now } = await calls.control('GET', '/clock?namespace=travel')
      ms = Date.parse(String(now)) + 61_000
      const set = new Date(ms).toISOString()
      await book.change(offset, set, () =>
        calls.control('PUT', '/clock?namespace=travel', { advance: 'PT61S' }),
      )
    },
  }
}

/** Puts one of two exports in the other's place; either is there whole, or the other still is. */
const swap = (parts: Parts) => {
  const { calls, book } = parts
  let own: Credentials
  let exports: readonly string[] = []
  let kept: Kept
  let turn = 0
  const exported = async (): Promise<string> => {
    // What is owed still would be sent after an import, which changes what is stored.
    await calls.control('PUT', '/clock?namespace=swap', { advance: 'PT1H' })
    return JSON.stringify(await calls.control('GET', '/state?namespace=swap'))
  }
  const checksumOf = (text: string): string => JSON.parse(text).checksum
  const sell = async (from: number, to: number) => {
    for (let no = from; no < to; no++) {
      const { tXid = '' } = await parts.shop.sell(own, `SWAP${no}`, BY.qris)
      await parts.shop.pay(tXid, 'swap')
    }
  }
  return {
    prepare: async () => {
      own = await made(calls, 'swap')
      await sell(0, 20)
      const first = await exported()
      await sell(20, 120)
      exports = [first, await exported()]
      kept = book.keep('the state of swap', checksumOf(exports[1] ?? ''))
    },
    change: async () => {
      const next = exports[turn++ % 2] ?? ''
      await book.change(kept, checksumOf(next), () =>
        calls.control('PUT', '/state?namespace=swap', next),
      )
      const { checksum } = await calls.control('GET', '/state?namespace=swap')
      if (checksum !== checksumOf(next)) book.fault('an import is not what it was')
    },
  }
}

/** Gives a merchant that sells nothing a new name. */
const rename = ({ calls, book }: Parts) => {
  let kept: Kept
  let count = 0
  const path = '/merchants/NORMALTEST'
  return {
    prepare: async () => {
      const { name } = await calls.control('GET', path)
      kept = book.keep('the name of NORMALTEST', String(name))
    },
    change: async () => {
      const name = `Toko ${++count}`
      await book.change(kept, name, () => calls.control('PATCH', path, { name }))
    },
  }
}

export const openWorlds = (parts: Parts): Worlds => {
  const [short, journey, exchange, naming] = [
    shortLife(parts),
    travel(parts),
    swap(parts),
    rename(parts),
  ]
  return {
    prepare: async () => {
      await journey.prepare()
      await exchange.prepare()
      await naming.prepare()
    },
    routines: [short.live, journey.go, exchange.change, naming.change],
    tidy: short.tidy,
  }
}
