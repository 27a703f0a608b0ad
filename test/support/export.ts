import { checksumOf } from '../../src/http/control/export.ts'
import { inTurns } from '../../src/store/slices.ts'

/** The checksum that an export of some tables has. */
export const checksumFor = (
  tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<string> =>
  inTurns(
    checksumOf(
      new Map(
        Object.entries(tables).map(([table, byId]) => [
          table,
          { ids: Object.keys(byId), records: Object.values(byId) },
        ]),
      ),
    ),
  )
