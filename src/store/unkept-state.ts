/** Something that was acknowledged is in memory only, and could not be kept. The message says what, and why. */
export class UnkeptState extends Error {
  override name = 'UnkeptState' as const
}
