/** A file or folder of ours that cannot be used as it is; the message says what to do. */
export class UnusableFile extends Error {
  override name = 'UnusableFile' as const
}
