import { createHash, generateKeyPair, randomBytes } from 'node:crypto'
import { customRandom, urlAlphabet } from 'nanoid'
import type { KeyPair } from './domain/key-pairs.ts'
import { type Ids, TXIDS_A_SECOND, tXidOf } from './protocol/ids.ts'
import type { Instant } from './protocol/time.ts'

/** All that the program takes from outside its state: the system's time and its randomness. */
export interface Env {
  readonly systemNow: () => Instant
  readonly ids: Ids
  /** A new pair of RSA keys; takes some tenths of a second, beside everything else. */
  readonly keyPair: () => Promise<KeyPair>
}

const newKeyPair = (): Promise<KeyPair> =>
  new Promise((resolve, reject) => {
    const encoding = {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    } as const
    generateKeyPair('rsa', encoding, (error, publicKey, privateKey) =>
      error ? reject(error) : resolve({ publicKey, privateKey }),
    )
  })

/**
 * Bytes that nobody can guess, or, with a seed, the same ones for the same series; made in blocks, as asking costs. When the
 * series changes, it begins at once: nothing of it was given out before.
 */
const bytesFrom = (
  seed: number | undefined,
  seriesNow: () => string,
): ((count: number) => Uint8Array) => {
  let blocks = 0
  let series = ''
  let rest = Buffer.alloc(0)
  const block = (): Buffer =>
    seed === undefined
      ? randomBytes(8192)
      : createHash('sha256').update(`nicepay-sandbox ${seed} ${series}${blocks++}`).digest()
  return (count) => {
    if (seriesNow() !== series) {
      series = seriesNow()
      blocks = 0
      rest = Buffer.alloc(0)
    }
    while (rest.length < count) rest = Buffer.concat([rest, block()])
    const bytes = rest.subarray(0, count)
    rest = rest.subarray(count)
    return bytes
  }
}

/** The tXids of one merchant and method: the second that was asked for last, the one in use, and what is used of it. */
interface Series {
  asked: number
  second: number
  used: number
  last: number
}

/**
 * The next tXid of a series. When a second's numbers are spent it goes on in the next one; when the clock was moved
 * it begins where the clock stands.
 */
const advance = (series: Series, at: Instant): void => {
  const asked = Math.floor(at / 1000)
  if (asked < series.asked || asked > series.second)
    Object.assign(series, { second: asked, used: 0 })
  if (series.used === TXIDS_A_SECOND) Object.assign(series, { second: series.second + 1, used: 0 })
  series.asked = asked
  series.used++
  series.last = (series.last + 1) % TXIDS_A_SECOND
}

/**
 * The ids of a running program. With a seed they are the same at every start on an empty state; `series` (of the store)
 * keeps them from coming again where some are stored.
 */
export const makeIds = (seed?: number, series: () => string = () => ''): Ids => {
  const bytes = bytesFrom(seed, series)
  const known = new Map<string, Series>()
  const begun = (key: string): Series => {
    const last = Buffer.from(bytes(4)).readUInt32LE() % TXIDS_A_SECOND
    const series = { asked: 0, second: 0, used: 0, last }
    known.set(key, series)
    return series
  }
  return {
    tXid: (iMid, payMethod, at, taken) => {
      const series = known.get(iMid + payMethod) ?? begun(iMid + payMethod)
      for (;;) {
        advance(series, at)
        const id = tXidOf(iMid, payMethod, series.second * 1000, series.last)
        if (!taken(id)) return id
      }
    },
    userToken: () => uuidOf(bytes(16)),
    word: customRandom(urlAlphabet, 21, (count) => bytes(count) as Uint8Array<ArrayBuffer>),
  }
}

/** A UUID of version 4 made of 16 bytes. */
const uuidOf = (bytes: Uint8Array): string => {
  const b = Buffer.from(bytes)
  b.writeUInt8((b.readUInt8(6) & 0x0f) | 0x40, 6)
  b.writeUInt8((b.readUInt8(8) & 0x3f) | 0x80, 8)
  return b.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The machine's clock. Taken once: a test that fakes the time later does not stop the sandbox's. */
export const realNow = Date.now

/** The system's own time and randomness. */
export const systemEnv = (seed?: number, series?: () => string): Env => ({
  systemNow: realNow,
  ids: makeIds(seed, series),
  keyPair: newKeyPair,
})
