import type { KeyPair } from '../../src/domain/key-pairs.ts'
import { type Env, systemEnv } from '../../src/env.ts'
import { type Ids, tXidOf } from '../../src/protocol/ids.ts'

/** 31 January 2026, 10:00:00 in Jakarta: the time at which every test begins. */
export const T0 = Date.UTC(2026, 0, 31, 3, 0, 0)

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** Ids that count: word1, word2 …; tXids ending in 0001, 0002 … */
export const countedIds = (): Ids => {
  const counts: Record<string, number> = {}
  const next = (kind: string): number => {
    counts[kind] = (counts[kind] ?? 0) + 1
    return counts[kind]
  }
  return {
    tXid: (iMid, payMethod, at) => tXidOf(iMid, payMethod, at, next('tXid')),
    userToken: () => `e0478456-6b50-460c-85e0-${String(next('userToken')).padStart(12, '0')}`,
    word: () => `word${next('word')}`,
  }
}

/** Time that stands at T0, and counted ids. */
export const testEnv = (): Env => ({ systemNow: () => T0, ids: countedIds(), keyPair })

/** A real pair, made once for all tests of a file. */
const keyPair = (): Promise<KeyPair> => {
  made ??= systemEnv().keyPair()
  return made
}
let made: Promise<KeyPair> | undefined
