import { placesIn, unescaped } from './escapes.ts'
import { maskedKey } from './signature.ts'

/** The shortest piece of a key that is not shown, in characters. */
const LEAST = 12

/** Takes keys out of a text: every piece of twelve characters or more, and a shorter key that is the whole text. */
export type Mask = (text: string) => string

/** Keys that must not be shown. What masking costs depends on the text only, not on how many keys there are. */
export interface KeyRing {
  /** A key that was added twice stays until it was removed twice. */
  add(key: string): void
  remove(key: string): void
  readonly mask: Mask
  /** Looks at each value in the text by itself too, so that short keys are found, and JSON stays JSON. */
  readonly maskValues: Mask
}

const { imul } = Math
const BASE = 31_415_821

const hashOf = (text: string, at: number): number => {
  let hash = 0
  for (let n = 0; n < LEAST; n++) hash = imul(hash, BASE) + text.charCodeAt(at + n)
  return hash | 0
}

/** What the character that leaves a window weighed in its hash. */
const LEAVING = Array.from({ length: LEAST - 1 }).reduce((n: number) => imul(n, BASE), 1)

const rolled = (hash: number, leaves: number, enters: number): number =>
  (imul(hash - imul(leaves, LEAVING), BASE) + enters) | 0

/** What a look-up goes by: a number that engines hold without allocating. */
const placeOf = (hash: number): number => hash >>> 2

/** Calls back with the hash of each window of twelve characters. */
const eachWindow = (text: string, found: (place: number, at: number) => void): void => {
  if (text.length < LEAST) return
  let hash = hashOf(text, 0)
  found(placeOf(hash), 0)
  for (let at = 1; at + LEAST <= text.length; at++) {
    hash = rolled(hash, text.charCodeAt(at - 1), text.charCodeAt(at + LEAST - 1))
    found(placeOf(hash), at)
  }
}

/** Neither ends a JSON string nor escapes anything. */
const label = (key: string): string => maskedKey(key).replace(/["\\]/g, '·')

/**
 * What is a value by its looks: a quoted text, a JSON number, or what follows `=`, `/` … in an address or a form. An
 * unfinished quoted text counts too, as searching again behind each of its quotes would take quadratic time.
 */
const VALUE =
  /"(?:[^"\\]+|\\.)*"?|(?=[-\d])(?<=(?:^|[:[,])\s*)-?\d[\d.eE+-]*|(?<=[?&=/])[^?&=/"\s]+/gs

const maskedValue =
  (mask: Mask) =>
  (value: string, at: number, text: string): string => {
    const isJson = /^["\d-]/.test(value) && !/[?&=/]/.test(text[at - 1] ?? '')
    if (!isJson) return mask(value)
    // A short name of a field is no key, whatever keys there are.
    if (text[at + value.length] === ':' && value.length - 2 < LEAST) return value
    const said = value.startsWith('"') ? (jsonOf(value) as string | undefined) : value
    // A reason quotes the path of a call.
    const parts = said?.startsWith('/') ? said.replace(VALUE, mask) : said
    const safe = parts === undefined ? parts : mask(parts)
    return safe === said ? value : JSON.stringify(safe)
  }

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Piece {
  readonly key: string
  readonly from: number
  to: number
}

const FILTER_BITS = 20
const FILTER = (1 << FILTER_BITS) - 1

/** An empty ring. */
export const keyRing = (): KeyRing => {
  const counts = new Map<string, number>()
  // Most windows are in one key, so a set is made for several only.
  const windows = new Map<number, string | Set<string>>()

  // Windows that may be there, as a look at a bit costs less than one into a map; bits are not taken back.
  const maybe = new Uint32Array((1 << FILTER_BITS) >> 5)
  let short = 0

  const enter = (key: string): void =>
    eachWindow(key, (place) => {
      const keys = windows.get(place)
      const bit = place & FILTER
      maybe[bit >> 5] = (maybe[bit >> 5] as number) | (1 << (bit & 31))
      if (keys === undefined) windows.set(place, key)
      else if (typeof keys !== 'string') keys.add(key)
      else if (keys !== key) windows.set(place, new Set([keys, key]))
    })

  const leave = (key: string): void =>
    eachWindow(key, (place) => {
      const keys = windows.get(place)
      if (keys instanceof Set) keys.delete(key)
      if (keys === key || (keys instanceof Set && keys.size === 0)) windows.delete(place)
    })

  /** A key with this window in it; different windows may have the same hash. */
  const keyWith = (place: number, text: string, at: number): string | undefined => {
    const bit = place & FILTER
    if (((maybe[bit >> 5] as number) & (1 << (bit & 31))) === 0) return undefined
    const keys = windows.get(place)
    if (keys === undefined) return undefined
    const window = text.slice(at, at + LEAST)
    for (const key of typeof keys === 'string' ? [keys] : keys) {
      if (key.includes(window)) return key
    }
    return undefined
  }

  const piecesIn = (text: string): Piece[] => {
    const pieces: Piece[] = []
    let last: Piece | undefined
    eachWindow(text, (place, at) => {
      const key = keyWith(place, text, at)
      if (key === undefined) return
      if (last && at < last.to) {
        last.to = at + LEAST
        return
      }
      last = { key, from: at, to: at + LEAST }
      pieces.push(last)
    })
    return pieces
  }

  // A key may hold what reads as an escape; its length counts without.
  const spellings = (key: string): Set<string> => new Set([key, unescaped(key)])

  const mask: Mask = (text) => {
    if (counts.size === 0) return text
    const plain = unescaped(text)
    if (counts.has(plain)) return label(plain)
    const pieces = piecesIn(plain)
    if (pieces.length === 0) return text
    const places = placesIn(text)
    let done = 0
    const parts = pieces.map(({ key, from, to }) => {
      const before = text.slice(done, places[from])
      done = places[to] as number
      const piece = plain.slice(from, to)
      return before + label(counts.has(piece) ? piece : key)
    })
    return parts.join('') + text.slice(done)
  }

  return {
    add: (key) => {
      for (const text of spellings(key)) {
        const count = counts.get(text) ?? 0
        counts.set(text, count + 1)
        if (count > 0) continue
        enter(text)
        if (text.length < LEAST) short++
      }
    },
    remove: (key) => {
      for (const text of spellings(key)) {
        const count = counts.get(text) ?? 0
        if (count > 1) counts.set(text, count - 1)
        else if (counts.delete(text)) {
          leave(text)
          if (text.length < LEAST) short--
        }
      }
    },
    mask,
    maskValues: (text) => {
      if (short === 0 && mask(text) === text) return text
      const shown = text.replace(VALUE, maskedValue(mask))
      // Where everything is a value or a name, what else looks like a piece of a key is JSON's own.
      return jsonOf(shown) === undefined ? mask(shown) : shown
    },
  }
}

/** The mask of a few keys. */
export const maskOf = (keys: Iterable<string>): Mask => {
  const ring = keyRing()
  for (const key of keys) ring.add(key)
  return ring.mask
}
