import { gathered, inSlices } from '../store/slices.ts'

/** What is looked for among the records of a table, and what is answered of it. */
export interface Wanted<T, R> {
  readonly records: ReadonlyMap<string, T>
  /** The ids of those that can be meant, oldest first, as an index has them; all records unless given. */
  readonly ids?: Iterable<string>
  readonly fits: (record: T) => boolean
  /** At most so many rows. */
  readonly limit: number
  /** A record as a row. */
  readonly show: (record: T) => R
}

/**
 * The newest records that fit, newest first, as rows. It goes through the table in slices, as however much is stored no
 * list may hold up the other calls: what it costs in all grows with the table, what it takes at once does not. So a
 * record is listed as it is when the walk meets it, and one that goes meanwhile is left out; when its namespace begins
 * anew or ends, the walk ends with what there was. The ids come first, as a Map cannot be walked from its end; what
 * fits is looked for from the newest on, and no further than it has to.
 */
export const newest = async <T, R>(
  { records, ids = records.keys(), fits, limit, show }: Wanted<T, R>,
  slices = inSlices(),
): Promise<R[]> => {
  const order = await gathered(ids, (id) => id, slices)
  const rows: R[] = []
  for (let at = order.length - 1; at >= 0 && rows.length < limit; at--) {
    const record = records.get(order[at] as string)
    if (record !== undefined && fits(record)) rows.push(show(record))
    if (slices.isOver()) await slices.next()
  }
  return rows
}
