import { inSlices } from './slices.ts'
import { stagedName } from './staged.ts'
import type { Change, Commit } from './state.ts'

/** How many records are staged in one commit, and told together: about a millisecond's work. */
const AT_ONCE = 64

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
  const news = newsOf(deps, namespace, from)
  try {
    await stage(deps, from, records)
    const idSeries = deps.nextSeries()
    await deps.commit({ namespace, fresh: true, from, idSeries, changes: [] })
    await news.tellAll(records)
  } finally {
    deps.abandon(from)
    news.stop()
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

/** Tells of records that have replaced a namespace. */
interface News {
  /** Tells of them as if each had been put now; of one that has changed since, that was told. */
  tellAll(records: readonly Change[]): Promise<void>
  stop(): void
}

/** Follows what changes in a namespace from before it is replaced on. */
const newsOf = ({ tell, follow, nextSeq }: ReplaceDeps, namespace: string, from: string): News => {
  const changed = new Set<string>()
  const keyOf = ([table, id]: Change): string => `${table} ${id}`
  let isReplacedAgain = false
  let isOurs = false
  const stop = follow((commit) => {
    if (isOurs || commit.namespace !== namespace) return
    if (commit.fresh) {
      isReplacedAgain = commit.from !== from
      changed.clear()
    }
    for (const change of commit.changes) changed.add(keyOf(change))
  })

  const tellSome = (records: readonly Change[]): void => {
    isOurs = true
    const changes = records.filter((change) => !changed.has(keyOf(change)))
    tell({ seq: nextSeq() - 1, namespace, imported: true, changes })
    isOurs = false
  }

  return {
    tellAll: async (records) => {
      const slices = inSlices({ steps: 1 })
      for (let at = 0; at < records.length && !isReplacedAgain; at += AT_ONCE) {
        tellSome(records.slice(at, at + AT_ONCE))
        if (slices.isOver()) await slices.next()
      }
    },
    stop,
  }
}
