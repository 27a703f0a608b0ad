import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { below, oneOf, type Random } from '../support/random.ts'
import { endRest, launch, refusedStart } from './server.ts'
import { type Sound, soundFolder } from './sound.ts'
import { inCopy, readHere } from './stored.ts'
import { flawOf, strange } from './strange.ts'

/** Bytes of a file, damaged; the words say how. */
type Harm = (bytes: Buffer, random: Random) => { bytes: Buffer; how: string }

const HARMS: readonly Harm[] = [
  (bytes, random) => {
    const [at, bit] = [below(random, bytes.length), below(random, 8)]
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
    return { bytes, how: `bit ${bit} of byte ${at} flipped` }
  },
  (bytes, random) => {
    const at = below(random, bytes.length)
    return { bytes: bytes.subarray(0, at), how: `cut at byte ${at}` }
  },
  (bytes, random) => {
    const at = below(random, bytes.length)
    return {
      bytes: bytes.fill(0, at, Math.min(at + 512, bytes.length)),
      how: `512 bytes zeroed at ${at}`,
    }
  },
  (bytes, random) => {
    const [at, many] = [below(random, bytes.length), 1 + below(random, 300)]
    const rest = bytes.subarray(at + many)
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), rest]),
      how: `${many} bytes gone at ${at}`,
    }
  },
]

/** What became of the damaged files. */
type Outcome = 'refused' | 'harmless' | 'an unfinished last line dropped, and said' | 'ends earlier'

/** Reads the damaged files. Throws where a fault of the program is seen. */
const judged = async (
  copy: string,
  name: string,
  harmed: Buffer,
  { fingerprint, earlier }: Sound,
): Promise<Outcome> => {
  const read = await readHere(join(copy, 'db.json')).catch((error: Error) => error)
  if (read instanceof Error) {
    const flaw = flawOf(read.message, name)
    if (flaw) throw new Error(`${flaw}: ${read.name}: ${read.message}`)
    const after = await readFile(join(copy, name))
    if (!after.equals(harmed)) throw new Error('refused, and the file was changed')
    return 'refused'
  }
  if (read.fingerprint === fingerprint) return 'harmless'
  // A file that ends early is what a crash leaves; which whole lines there were before nobody can tell.
  if (name !== 'db.journal' || !earlier.has(read.fingerprint)) throw new Error('taken silently')
  const isSaid = read.said.some((sentence) => /unfinished last line/.test(sentence))
  return isSaid ? 'an unfinished last line dropped, and said' : 'ends earlier'
}

/** One damage in so many is shown to a process of its own too. */
const PROCESSES = 100

/** A process must do as the reading in this process did. */
const mustAgree = async (db: string, outcome: Outcome): Promise<void> => {
  const running = launch(db)
  const { code, said } = await refusedStart(running)
  await endRest()
  const flaw = code === 1 ? flawOf(said, 'db.json') : undefined
  if (flaw) throw new Error(`${flaw}: ${said}`)
  if ((outcome === 'refused') !== (code === 1)) throw new Error(`${outcome}, and a start: ${code}`)
}

/** Damages one file of a copy; answers what came of it. */
const oneHarm = (sound: Sound, random: Random, byProcess: boolean) =>
  inCopy(sound.folder, async (copy) => {
    const name = oneOf(random, sound.names)
    const path = join(copy, name)
    const { bytes, how } = oneOf(random, HARMS)(await readFile(path), random)
    await writeFile(path, bytes)
    const what = `${name.replace(/\d+$/, '<n>')}: ${how}`
    try {
      const outcome = await judged(copy, name, bytes, sound)
      if (outcome === 'ends earlier' && !how.startsWith('cut'))
        throw new Error('lines are gone silently')
      if (byProcess) await mustAgree(path.replace(name, 'db.json'), outcome)
      return { what, outcome, fault: undefined }
    } catch (error) {
      return { what, outcome: undefined, fault: `${what}: ${(error as Error).message}` }
    }
  })

/** Damages the files of a state at random; each is refused with file, place and way out, or does no harm. */
export const damage = async (
  times: number,
  random: Random,
  say: (sentence: string) => void,
): Promise<readonly string[]> => {
  const root = await mkdtemp(join(tmpdir(), 'nicepay-damage-'))
  try {
    const sound = await soundFolder(root)
    const faults: string[] = []
    const outcomes: Record<string, number> = {}
    for (let time = 0; time < times; time++) {
      const { outcome, fault } = await oneHarm(sound, random, time % PROCESSES === 0)
      if (fault) faults.push(fault)
      const how = outcome ?? 'a fault'
      outcomes[how] = (outcomes[how] ?? 0) + 1
    }
    const told = Object.entries(outcomes).map(([how, count]) => `${how}: ${count}`)
    say(`${times} damages over ${sound.names.join(', ')}; ${told.join('; ')}`)
    return [...faults, ...(await strange(sound, say))]
  } finally {
    await endRest()
    await rm(root, { recursive: true, force: true })
  }
}
