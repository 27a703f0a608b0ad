// As a whole: a Node.js without crc32 is told so in words (config.ts), which it would not live to hear by name.
import zlib from 'node:zlib'
import { type Commit, isCommit } from './state.ts'

/** A stored file that cannot be read. The message says where, and what to do. */
export class DamagedFile extends Error {
  override name = 'DamagedFile' as const
}

/** One commit as a line of the journal: a JSON list of sequence number, checksum and what changed. */
export const lineOf = ({ seq, ...rest }: Commit): string => {
  const text = JSON.stringify(rest)
  return `[${seq},"${checksum(seq, text)}",${text}]\n`
}

/** What a journal file holds: its commits, and how many bytes of it are whole lines. */
export interface JournalText {
  readonly commits: readonly Commit[]
  readonly wholeBytes: number
}

/**
 * Reads a journal. A last line that was not finished is left out (a crash in the middle of an append; nobody was
 * told that it was stored). Throws DamagedFile for any other line that does not read back as it was written.
 */
export const readLines = (text: Buffer, file: string): JournalText => {
  const commits: Commit[] = []
  let start = 0
  for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10, start)) {
    const commit = commitOf(text.toString('utf8', start, end))
    if (!commit) throw new DamagedFile(damage(file, commits.length + 1, start))
    commits.push(commit)
    start = end + 1
  }
  return { commits, wholeBytes: start }
}

const HEAD = /^\[(\d+),"([0-9a-f]{8})",/

const commitOf = (line: string): Commit | undefined => {
  const head = HEAD.exec(line)
  if (!head || !line.endsWith(']')) return undefined
  const seq = Number(head[1])
  const text = line.slice(head[0].length, -1)
  if (checksum(seq, text) !== head[2]) return undefined
  const commit = { seq, ...JSON.parse(text) }
  return isCommit(commit) ? commit : undefined
}

/** What shows that a text is still the one that was written: a CRC-32, begun at a number. */
export const checksum = (seq: number, text: string): string =>
  zlib.crc32(text, seq).toString(16).padStart(8, '0')

const damage = (file: string, line: number, byte: number): string =>
  `${file}: line ${line} (byte ${byte}) is damaged. Nothing was changed. ` +
  'To go on without the damaged line and what follows it, cut the file there ' +
  `(truncate -s ${byte} '${file}'); to begin anew, move the folder away or name another --db.`
