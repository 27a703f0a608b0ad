import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { endRest, launch, refusedStart } from './server.ts'
import type { Sound } from './sound.ts'
import { inCopy } from './stored.ts'

/** A refusal names the file and the place, and tells a way out. */
export const flawOf = (message: string, name: string): string | undefined => {
  if (/\n\s+at .+:\d+/.test(message)) return 'a stack is shown'
  if (!message.includes('db.j')) return `${name} is not named`
  const place = /(byte|line|position|commit|column|version|not JSON|not a state|checksum)/i
  if (!place.test(message)) return 'the place is not told'
  const wayOut = /(truncate|move|another --db|restore|remove)/i
  return wayOut.test(message) ? undefined : 'no way out is told'
}

/** The same text with the first of these patterns that it has replaced: the layouts that there were have different words. */
const replaced =
  (...changes: readonly (readonly [pattern: RegExp, by: string])[]) =>
  (text: string): string => {
    const [pattern, by] = changes.find(([one]) => one.test(text)) ?? [/$/, '']
    return text.replace(pattern, by)
  }

/** What a person may write by hand, or another version leave: valid JSON that is no state. */
const STRANGE: Readonly<Record<string, (text: string) => string>> = {
  'the namespaces are null': replaced(
    [/"slices":\s*\[.*\]/s, '"slices":null'],
    [/"namespaces":\s*\{.*\}/s, '"namespaces":null}'],
  ),
  'a namespace is null': replaced(
    [/"namespace":"default"/, '"namespace":null'],
    [/"default":\{/, '"default":null,"x":{'],
  ),
  'a table is null': replaced(
    [/"records":\{/, '"records":null,"x":{'],
    [/"merchants":\{/, '"merchants":null,"x":{'],
  ),
  'a record is null': replaced([/"NORMALTEST":\{/, '"NULLTEST00":null,"NORMALTEST":{']),
  'a digit of an amount': replaced([/"amt":25145/, '"amt":95145']),
  'version constructor': replaced([/"version":\s*\d+/, '"version":"constructor"']),
  'version 999': replaced([/"version":\s*\d+/, '"version":999']),
  'nothing at all': () => '',
  'the word null': () => 'null',
}

/** The same with a process of its own, which may also hang. */
export const strange = async (sound: Sound, say: (sentence: string) => void): Promise<string[]> => {
  const faults: string[] = []
  for (const [name, change] of Object.entries(STRANGE)) {
    const fault = await inCopy(sound.folder, async (copy) => {
      const path = join(copy, 'db.json')
      const before = await readFile(path, 'utf8')
      const text = change(before)
      if (text === before) return 'the change found nothing to change'
      await writeFile(path, text)
      const running = launch(path)
      const { code, said } = await refusedStart(running, 10_000)
      await endRest()
      if (code !== 1) return `the start ended with ${code}`
      if ((await readFile(path, 'utf8')) !== text) return 'refused, and the file was changed'
      const flaw = flawOf(said, 'db.json')
      return flaw && `${flaw}: ${said.split('\n').slice(0, 3).join(' / ')}`
    })
    say(`${fault ? '✗' : '✓'} ${name}${fault ? `: ${fault}` : ''}`)
    if (fault) faults.push(`${name}: ${fault}`)
  }
  return faults
}
