import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Sample {
  readonly kind: string
  readonly merchantToken: string
}

const file = join(import.meta.dirname, '../../../fixtures/token-vectors.json')
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: readonly Sample[] }
const SAMPLES = new Map(vectors.map(({ kind, merchantToken }) => [merchantToken, kind]))

/** Which published sample a token is copied from. Source: fixtures/token-vectors.json. */
export const sampleOf = (token: string): string | undefined => SAMPLES.get(token)
