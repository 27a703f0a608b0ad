import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCustomer } from './customer.ts'
import { end, endRest, launch, refusedStart, type Server, start } from './server.ts'

/** What is done to the files of a sandbox that runs, and then goes on acknowledging. */
type Deed = (folder: string) => Promise<unknown>

const sizeOf = async (path: string): Promise<number> => (await stat(path)).size
const gone = (path: string) => rm(path, { recursive: true })

/** As a tool does that writes a file anew and puts it in the old one's place. */
const replaced = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.tool`, text)
  await rename(`${path}.tool`, path)
}

/** As `git checkout` or a sync tool does: the same bytes, another file. */
const copied = async (path: string): Promise<void> => {
  await cp(path, `${path}.tool`)
  await rename(`${path}.tool`, path)
}

const DEEDS: Readonly<Record<string, Deed>> = {
  'db.journal removed': (at) => gone(join(at, 'db.journal')),
  'db.json removed': (at) => gone(join(at, 'db.json')),
  'both removed': async (at) => {
    await gone(join(at, 'db.journal'))
    await gone(join(at, 'db.json'))
  },
  'the folder removed': gone,
  'the folder moved away': (at) => rename(at, `${at}.away`),
  'the folder moved away, an empty one in its place': async (at) => {
    await rename(at, `${at}.away`)
    await mkdir(at)
  },
  'db.journal replaced by an empty file': (at) => replaced(join(at, 'db.journal'), ''),
  'db.journal replaced by its copy': (at) => copied(join(at, 'db.journal')),
  'db.journal replaced by something else': (at) => replaced(join(at, 'db.journal'), 'hello\n'),
  'db.json replaced by something else': (at) => replaced(join(at, 'db.json'), 'hello\n'),
  'db.json replaced by its copy': (at) => copied(join(at, 'db.json')),
  'db.journal cut to nothing': (at) => truncate(join(at, 'db.journal'), 0),
  'db.journal cut in the middle': async (at) => {
    const path = join(at, 'db.journal')
    await truncate(path, Math.floor((await sizeOf(path)) / 2))
  },
  'db.json cut in the middle': async (at) => {
    const path = join(at, 'db.json')
    await truncate(path, Math.floor((await sizeOf(path)) / 2))
  },
  'a line written to db.journal by somebody else': (at) =>
    appendFile(join(at, 'db.journal'), 'hello\n'),
  'the lock removed': (at) => rm(join(at, 'db.json.lock'), { recursive: true }),
}

const FIRST = 5
const THEN = 5

/** What a person reads that explains a loss: a sentence about the file, and no stack. */
const isSaid = (text: string): boolean =>
  /db\.(json|journal)/.test(text) && !/\n\s+at .+:\d+/.test(text)

/** Starts again on the files; nothing that was acknowledged may be missing. */
const lostAfter = async (db: string, missingAt: (server: Server) => Promise<string[]>) => {
  const again = launch(db)
  const { code, said } = await refusedStart(again)
  if (code !== 'up') return `the next start ended with ${code}: ${said.split('\n')[0]}`
  const [, url = ''] = await again.printed(/base URL\s+(http:\S+)/)
  const missing = await missingAt({ running: again, url })
  await end(again, 'SIGKILL')
  return missing.length === 0 ? undefined : `${missing.length} acknowledged orders are lost`
}

/** Starts, stops well after something was sold, and starts again. */
const startedTwice = async (db: string): Promise<Server> => {
  const first = await start(db)
  const customer = openCustomer(first)
  await customer.buy(1)
  customer.close()
  const code = await end(first.running, 'SIGTERM')
  if (code !== 0) throw new Error(`a clean stop ended with ${code}`)
  return start(db)
}

/** Some orders, the deed, some more, a clean stop. Answers what went wrong, or how it went. */
const tried = async (deed: Deed): Promise<{ went: string; isFault: boolean }> => {
  const folder = await mkdtemp(join(tmpdir(), 'nicepay-files-'))
  const db = join(folder, 'state', 'db.json')
  try {
    // The first run leaves a snapshot, so that both files are there when the deed is done.
    const server = await startedTwice(db)
    const customer = openCustomer(server)
    await customer.buy(FIRST)
    await deed(join(folder, 'state'))
    const { refused } = await customer.buy(THEN)
    customer.close()
    const code = await end(server.running, 'SIGTERM')
    const lost = await lostAfter(db, customer.missingAt)
    const how = `${customer.paid.length} acknowledged, ${refused} refused, SIGTERM ended with ${code}`
    if (lost === undefined) return { went: `${how}, nothing lost`, isFault: false }
    const excused = code !== 0 && code !== 'hung' && isSaid(server.running.output())
    return { went: `${how}, ${excused ? 'said; ' : ''}${lost}`, isFault: !excused }
  } finally {
    await endRest()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Does things to the files of a running sandbox: nothing acknowledged is lost at a clean stop, or it is said and the code is not 0. */
export const files = async (say: (sentence: string) => void): Promise<readonly string[]> => {
  const faults: string[] = []
  for (const [name, deed] of Object.entries(DEEDS)) {
    const { went, isFault } = await tried(deed)
    say(`${isFault ? '✗' : '✓'} ${name}: ${went}`)
    if (isFault) faults.push(`${name}: ${went}`)
  }
  say(`${Object.keys(DEEDS).length} things done to files, ${faults.length} faults`)
  return faults
}
