import { inSlices } from './slices.ts'
import { stagedName } from './staged.ts'
import type { Change, Commit } from './state.ts'

/** How many records are staged in one commit, and told together: a few milliseconds' work. */
const AT_ONCE = 200

/** What the replacement of a namespace works with. */
export interface ReplaceDeps {
  /** Applies a commit and makes it durable. Throws StorageError, NoNamespace, HomeTaken. */
  readonly commit: (commit: Omit<Commit, 'seq'>) => Promise<void>
  /** Lets go of what is staged under a name, if anything is. */
  readonly abandon: (name: string) => void
  readonly nextSeq: () => number
  /** The series that ids are drawn from once the replacement is made. */
  readonly nextSeries: () => string
  readonly tell: (commit: Commit) => void
  /** Calls a function for each commit that is told, until the function returned is called. */
  readonly follow: (listener: (commit: Commit) => void) => () => void
}

/**
 * Puts records in the place of all that a namespace holds, however many there are: they are staged some at a time, which
 * nobody sees, then all of them take their place with one commit. Others go on meanwhile, in the namespace too, until
 * that. Throws StorageError, NoNamespace, HomeTaken; then nothing has changed.
 */
export const replace = async (
  deps: ReplaceDeps,
  namespace: string,
  records: readonly Change[],
): Promise<void> => {
  const from = stagedName(deps.nextSeq(), namespace)
  const changed = changedSince(deps, namespace, from)
  try {
    await stage(deps, from, records)
    const idSeries = deps.nextSeries()
    await deps.commit({ namespace, fresh: true, from, idSeries, changes: [] })
    await tellAll(deps, namespace, records, changed)
  } finally {
    deps.abandon(from)
    changed.stop()
  }
}

const stage = async (
  { commit }: ReplaceDeps,
  namespace: string,
  records: readonly Change[],
): Promise<void> => {
  await commit({ namespace, fresh: true, changes: [] })
  for (let at = 0; at < records.length; at += AT_ONCE) {
    await commit({ namespace, changes: records.slice(at, at + AT_ONCE) })
  }
}

/** Which records of a namespace have changed, or whether it was replaced again, since it was. */
interface Changed {
  has(change: Change): boolean
  isReplaced(): boolean
  stop(): void
}

const changedSince = ({ follow }: ReplaceDeps, namespace: string, from: string): Changed => {
  const changed = new Set<string>()
  let isOurs = true
  const stop = follow((commit) => {
    if (commit.namespace !== namespace) return
    if (commit.fresh) {
      isOurs = commit.from === from
      changed.clear()
    }
    for (const [table, id] of commit.changes) changed.add(`${table} ${id}`)
  })
  return {
    has: ([table, id]) => changed.has(`${table} ${id}`),
    isReplaced: () => !isOurs,
    stop,
  }
}

/** Tells of the records as if each had been put now; of one that has changed meanwhile, that was told. */
const tellAll = async (
  { tell, nextSeq }: ReplaceDeps,
  namespace: string,
  records: readonly Change[],
  changed: Changed,
): Promise<void> => {
  const slices = inSlices({ steps: 1 })
  for (let at = 0; at < records.length && !changed.isReplaced(); at += AT_ONCE) {
    const changes = records.slice(at, at + AT_ONCE).filter((change) => !changed.has(change))
    tell({ seq: nextSeq() - 1, namespace, changes })
    if (slices.isOver()) await slices.next()
  }
}
