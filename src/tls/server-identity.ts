import type { Instant } from '../protocol/time.ts'
import { authorityIn } from './authority.ts'
import { type Identity, newServerIdentity } from './certificates.ts'

/** As whom the sandbox serves https, and whom its clients have to trust. */
export interface ServerIdentity extends Identity {
  /** The certificate of the CA, PEM, and the file that holds it. */
  readonly ca: string
  readonly caFile: string
}

/** A certificate of this start, by the CA below a folder. Throws UnusableFile. */
export const serverIdentityIn = async (
  folder: string,
  now: Instant,
  say: (sentence: string) => void,
): Promise<ServerIdentity> => {
  const authority = await authorityIn(folder, now)
  const { cert: ca, file: caFile, isNew } = authority
  if (isNew) say(`a new CA was made, to be trusted by clients of https: ${caFile}`)
  return { ...(await newServerIdentity(authority, now)), ca, caFile }
}
