import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * NICEPAY's merchantToken: lower-case hexadecimal SHA-256 of the values joined without separators, key last.
 * Values go in exactly as they are sent.
 * Source: NICEPAY API V2, page "Merchant Token"; 22 published tokens reproduce (fixtures/token-vectors.json).
 */
export const merchantToken = (values: readonly string[], merchantKey: string): string =>
  createHash('sha256')
    .update(values.join('') + merchantKey, 'utf8')
    .digest('hex')

/** Compares two tokens in a time that does not depend on where they differ. */
export const sameToken = (received: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(received), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A key as it may be shown: its beginning, four characters or a quarter of a short one, and its length. */
export const maskedKey = (key: string): string =>
  `${key.slice(0, Math.min(4, key.length >> 2))}…(${key.length})`
