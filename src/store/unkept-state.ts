/** Something that was acknowledged is in memory only, and could not be kept. The message says what, and why. */
export class UnkeptState extends Error {
  override name = 'UnkeptState' as const
}

/** What a process says whose files another one has. */
export const takenOver = (file: string): UnkeptState =>
  new UnkeptState(
    `${file} was taken over by another process while this one stood still; what was answered until then is in the file, ` +
      'nothing more is taken. Stop this one.',
  )

/** An error at the end as what it means for the state. */
export const unkept = (file: string, error: unknown): UnkeptState =>
  error instanceof UnkeptState
    ? error
    : new UnkeptState(`the state is not kept in ${file}: ${(error as Error).message}`)
