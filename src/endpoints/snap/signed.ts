// Only types, and none of Node, as programs that drive the sandbox see them.

/** A SNAP call that can be sent as it is. */
export interface SnapSigned {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly stringToSign: string
  readonly signature: string
}

/** What a symmetric signature should have been made of, and the mistake with which it was made. */
export interface SnapExplained {
  readonly stringToSign: string
  readonly bodyHash: string
  readonly minifiedBodyHash: string
  /** The beginning of the right signature. */
  readonly expected: string
  readonly received: string | null
  readonly right: boolean
  readonly mistake: string | null
}
