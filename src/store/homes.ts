import { PartedMap } from './parted-map.ts'
import { inSlices } from './slices.ts'
import { HOMES, type Tables } from './state.ts'

type HomeTable = (typeof HOMES)[number]

/** Which namespace has an id that is unique across namespaces. */
export interface Homes {
  /** The namespace in which an id is. */
  of(table: HomeTable, id: string): string | undefined
  /** The namespace in which an id is or is about to be, so that no other one may have it. */
  claimed(table: HomeTable, id: string): string | undefined
  claim(table: HomeTable, id: string, namespace: string): void
  /** Follows a removal. */
  left(table: HomeTable, id: string): void
  /** Claims all ids of some tables. */
  claimAll(tables: Tables, namespace: string): void
  /** Follows the end of tables, in slices: however many ids they had, nothing waits for that. */
  allLeft(tables: Tables): Promise<void>
}

/** Finds where the tables of a namespace are, and those that are staged for it. */
export interface Whereabouts {
  readonly live: (namespace: string) => Tables | undefined
  readonly staged: (namespace: string) => Tables | undefined
}

/**
 * Keeps a note for each id of where to look for it. A note may be out of date, so that a namespace can be replaced at
 * once, whatever is in it: only what is found there counts.
 */
export const homesOf = ({ live, staged }: Whereabouts): Homes => {
  const notes: Record<HomeTable, PartedMap<string>> = {
    merchants: new PartedMap(),
    interactions: new PartedMap(),
  }

  const of = (table: HomeTable, id: string): string | undefined => {
    const noted = notes[table].get(id)
    return noted !== undefined && live(noted)?.[table].has(id) ? noted : undefined
  }
  const claimed = (table: HomeTable, id: string): string | undefined => {
    const noted = notes[table].get(id)
    return noted !== undefined && (live(noted)?.[table].has(id) || staged(noted)?.[table].has(id))
      ? noted
      : undefined
  }
  const claim = (table: HomeTable, id: string, namespace: string): void => {
    notes[table].set(id, namespace)
  }
  const left = (table: HomeTable, id: string): void => {
    if (claimed(table, id) === undefined) notes[table].delete(id)
  }

  return {
    of,
    claimed,
    claim,
    left,
    claimAll: (tables, namespace) => {
      for (const table of HOMES) for (const id of tables[table].keys()) claim(table, id, namespace)
    },
    allLeft: async (tables) => {
      const slices = inSlices()
      for (const table of HOMES) {
        for (const id of tables[table].keys()) {
          left(table, id)
          if (slices.isOver()) await slices.next()
        }
      }
    },
  }
}
