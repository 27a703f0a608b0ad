/** How a merchantToken should have been made, and how it was made. No key stands in it. */
export interface Explained {
  /** Names of the signed values, in order; the last one is the merchantKey. */
  readonly signs: readonly string[]
  /** What is hashed, with the key masked. */
  readonly stringToSign: string
  /** The beginning of the right token. */
  readonly expected: string
  /** The beginning of the token that was sent. */
  readonly received: string | null
  readonly right: boolean
  /** What went wrong and what to do, in a sentence, where that is known. */
  readonly mistake: string | null
}
