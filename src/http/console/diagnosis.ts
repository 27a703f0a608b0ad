/** A refused merchantToken, taken apart for reading. */
export interface TokenDiagnosis {
  /** `timeStamp+iMid+referenceNo+amt+merchantKey` */
  readonly formula: string
  /** The values as they were joined. */
  readonly hashed: string
  /** Masked. */
  readonly merchantKey: string
  readonly iMid: string
  /** Cut, both of them. */
  readonly expected: string
  readonly received: string
  /** The mistake that makes the token which was sent, where it is known. */
  readonly mistake: string | null
}

/** The sentence of endpoints/checks.ts. Values may hold anything, so it is read from both ends. */
const SENTENCE =
  /^merchantToken must be the SHA-256 of (\S+): "(.*)" and the key (\S+) of (\S+) give ([0-9a-f]+…), received (.{0,16}?…)(?:\. It is (.*))?$/s

/** What the reason of a refusal tells of its token, if it is about one. */
export const tokenDiagnosis = (reason: string | null): TokenDiagnosis | undefined => {
  const parts = SENTENCE.exec(reason ?? '')
  if (!parts) return undefined
  const [, formula = '', hashed = '', merchantKey = '', iMid = '', expected = '', received = ''] =
    parts
  return { formula, hashed, merchantKey, iMid, expected, received, mistake: parts[7] ?? null }
}
