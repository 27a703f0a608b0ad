import { ConfigError } from '../config/flags.ts'
import { UnusableFile } from '../config/unusable.ts'
import { SignRefusal } from '../endpoints/sign.ts'
import { UnusablePort } from '../http/servers.ts'
import { DamagedFile } from '../store/journal-lines.ts'
import { LockedFile } from '../store/lock.ts'

/** Exit codes, as the help has them. */
export const EXIT = { WELL: 0, FAILED: 1, USAGE: 2 } as const

/** What went wrong as the user is told it: in one line where it is theirs to mend, else the whole error. */
export const complaintOf = (error: unknown): { readonly text: string; readonly code: number } => {
  const known = MENDABLE.find(([kind]) => error instanceof kind)
  if (known) return { text: (error as Error).message, code: known[1] }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { text, code: EXIT.FAILED }
}

const MENDABLE = [
  [ConfigError, EXIT.USAGE],
  [SignRefusal, EXIT.USAGE],
  [UnusableFile, EXIT.FAILED],
  [UnusablePort, EXIT.FAILED],
  [DamagedFile, EXIT.FAILED],
  [LockedFile, EXIT.FAILED],
] as const
