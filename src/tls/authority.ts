import { createPrivateKey, X509Certificate } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder } from '../config/make-folder.ts'
import { UnusableFile } from '../config/unusable.ts'
import type { Instant } from '../protocol/time.ts'
import { type Identity, newAuthority, SERVER_DAYS } from './certificates.ts'
import { TLS_NAMES } from './names.ts'

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
    return goodIn(place, now) ?? (await madeIn(place, now))
  } catch (error) {
    if (error instanceof UnusableFile) throw error
    throw new UnusableFile(`--tls-dir ${folder} cannot be used: ${(error as Error).message}`)
  }
}

const fileIn = (place: string): string => join(place, 'ca.pem')
const keyIn = (place: string): string => join(place, 'ca-key.pem')

/** Whether a CA is bound as tightly as one that is made today, by today's names: an earlier one was bound less. */
const isBound = ({ raw }: X509Certificate): boolean =>
  TLS_NAMES.every((name) => raw.includes(`.${name}`))

/** The CA in a place, unless there is none, it ends too soon, or it may sign for more or less than today's. */
const goodIn = (place: string, now: Instant): KeptAuthority | undefined => {
  if (!existsSync(place)) return undefined
  const kept = readIn(place)
  const certificate = new X509Certificate(kept.cert)
  const lasts = Date.parse(certificate.validTo) > now + SERVER_DAYS * 86_400_000
  return lasts && isBound(certificate) ? { ...kept, isNew: false } : undefined
}

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

/** Makes a CA in a place, where it appears whole. */
const madeIn = async (place: string, now: Instant): Promise<KeptAuthority> => {
  await makeFolder(dirname(place))
  const { cert, key } = await newAuthority(now)
  // Of two programs that start at once both use the one that was made first.
  const other = goodIn(place, now)
  if (other) return other
  const fresh = mkdtempSync(`${place}-`)
  // Servers under another user, such as PHP's, have to read the certificate.
  chmodSync(fresh, 0o755)
  writeFileSync(fileIn(fresh), cert)
  writeFileSync(keyIn(fresh), key, { mode: 0o600 })
  rmSync(place, { recursive: true, force: true })
  renameSync(fresh, place)
  return { cert, key, file: fileIn(place), isNew: true }
}
