/** Two halves of one RSA key, PEM. */
export interface KeyPair {
  readonly publicKey: string
  readonly privateKey: string
}

/** The key pairs that a sandbox makes for itself, the first time that one of them is needed. */
export interface KeyPairs {
  /** Signs for access tokens: every merchant may use it, beside a pair of its own. */
  readonly merchant: KeyPair
  /** Signs the notifications of SNAP, in NICEPAY's place. */
  readonly notification: KeyPair
}
