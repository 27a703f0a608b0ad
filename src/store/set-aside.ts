import { appendFile } from 'node:fs/promises'
import type { Unsound } from './sound.ts'

/** How many of them are told, one by one. */
const TOLD = 3

/** Keeps records that the program cannot work with beside the file of the state, a line of JSON each, and says so. */
export const keepAside = async (
  file: string,
  unsound: readonly Unsound[],
  say: (sentence: string) => void,
): Promise<void> => {
  const aside = file.replace(/\.json$/, '.set-aside.jsonl')
  const lines = unsound.map(
    ({ flaw, namespace, change: [table, id, record] }) =>
      `${JSON.stringify({ flaw, namespace, table, id, record })}\n`,
  )
  await appendFile(aside, lines.join(''), { mode: 0o600 })
  const told = unsound.slice(0, TOLD).map(({ flaw }) => flaw)
  const more = unsound.length > TOLD ? `, and ${unsound.length - TOLD} more` : ''
  say(
    `${file}: ${unsound.length} stored ${unsound.length === 1 ? 'record' : 'records'} cannot be worked with and went to ${aside}: ` +
      `${told.join('; ')}${more}`,
  )
}
