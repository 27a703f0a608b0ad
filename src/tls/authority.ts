import { createPrivateKey, X509Certificate } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { UnusableFile } from '../config/unusable.ts'
import type { Instant } from '../protocol/time.ts'
import { type Identity, newAuthority, SERVER_DAYS } from './certificates.ts'

/** A CA that is kept in a folder. */
export interface KeptAuthority extends Identity {
  /** Where its certificate lies; that is the file to trust. */
  readonly file: string
  /** Whether it was made just now, so that nobody can trust it yet. */
  readonly isNew: boolean
}

/**
 * The CA below a folder (`~` is the user's home); made when there is none, or when it would end before what it signs
 * now. Throws UnusableFile.
 */
export const authorityIn = async (folder: string, now: Instant): Promise<KeptAuthority> => {
  const place = join(folder.replace(/^~(?=\/|$)/, homedir()), 'ca')
  try {
    const kept = existsSync(place) ? readIn(place) : undefined
    if (kept && endOf(kept) > now + SERVER_DAYS * 86_400_000) return { ...kept, isNew: false }
    return await madeIn(place, kept !== undefined, now)
  } catch (error) {
    if (error instanceof UnusableFile) throw error
    throw new UnusableFile(`--tls-dir ${folder} cannot be used: ${(error as Error).message}`)
  }
}

const fileIn = (place: string): string => join(place, 'ca.pem')
const keyIn = (place: string): string => join(place, 'ca-key.pem')

const endOf = ({ cert }: Identity): Instant => Date.parse(new X509Certificate(cert).validTo)

const readIn = (place: string): Omit<KeptAuthority, 'isNew'> => {
  try {
    const [cert, key] = [fileIn(place), keyIn(place)].map((file) => readFileSync(file, 'utf8'))
    if (!new X509Certificate(cert ?? '').checkPrivateKey(createPrivateKey(key ?? ''))) {
      throw new Error('ca-key.pem is the key of another certificate than ca.pem')
    }
    return { cert: cert ?? '', key: key ?? '', file: fileIn(place) }
  } catch (error) {
    const why = (error as Error).message
    throw new UnusableFile(`${place} holds no CA (${why}); remove that folder to get a new one`)
  }
}

/** Makes a CA in a folder that appears whole: of two programs that start at once, both use the first one's. */
const madeIn = async (place: string, renews: boolean, now: Instant): Promise<KeptAuthority> => {
  mkdirSync(dirname(place), { recursive: true })
  const { cert, key } = await newAuthority(now)
  const fresh = mkdtempSync(`${place}-`)
  // Servers under another user, such as PHP's, have to read the certificate.
  chmodSync(fresh, 0o755)
  writeFileSync(fileIn(fresh), cert)
  writeFileSync(keyIn(fresh), key, { mode: 0o600 })
  if (renews) rmSync(place, { recursive: true })
  try {
    renameSync(fresh, place)
  } catch (error) {
    rmSync(fresh, { recursive: true })
    if (!existsSync(place)) throw error
    return { ...readIn(place), isNew: true }
  }
  return { cert, key, file: fileIn(place), isNew: true }
}
