import { fixture } from '../../package.ts'

interface Sample {
  readonly kind: string
  readonly merchantToken: string
}

const { vectors } = fixture('token-vectors.json') as { vectors: readonly Sample[] }
const SAMPLES = new Map(vectors.map(({ kind, merchantToken }) => [merchantToken, kind]))

/** Which published sample a token is copied from. Source: fixtures/token-vectors.json. */
export const sampleOf = (token: string): string | undefined => SAMPLES.get(token)
