import { execFileSync } from 'node:child_process'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { end, inFolder, type Patient, refusedStart, startPatient } from './world.ts'

/** A small disk of its own, in memory; nothing where we may not mount one. */
const mounted = (folder: string): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Runs with a small disk, which goes afterwards. */
const onSmallDisk = (run: (folder: string) => Promise<string>): Promise<string> =>
  inFolder(async (folder) => {
    if (!mounted(folder)) return 'left out: no disk can be mounted here'
    try {
      return await run(folder)
    } finally {
      execFileSync('umount', ['-l', folder])
    }
  })

/** Links so many accounts; answers those that were acknowledged and how many were refused. */
const linked = async (patient: Patient, times: number) => {
  const acknowledged: string[] = []
  let refused = 0
  for (let time = 0; time < times; time++) {
    const tXid = await patient.link('http://127.0.0.1:9/').catch(() => undefined)
    if (tXid) acknowledged.push(tXid)
    else refused++
  }
  return { acknowledged, refused }
}

const mustHold = async (patient: Patient, tXids: readonly string[]): Promise<void> => {
  const { bindings } = (await patient.get('/state')) as { bindings: Record<string, object> }
  const missing = tXids.filter((tXid) => !(tXid in bindings))
  if (missing.length > 0) throw new Error(`${missing.length} acknowledged bindings are lost`)
  const more = Object.keys(bindings).length - tXids.length
  if (more !== 0) throw new Error(`${more} refused bindings are there`)
}

const filled = async (folder: string): Promise<void> => {
  // What is left goes down to the last block.
  for (const size of [1_500_000, 64_000, 4096, 512, 1]) {
    for (let number = 0; number < 64; number++) {
      const path = join(folder, `filling-${size}-${number}`)
      const isFull = await writeFile(path, Buffer.alloc(size)).then(
        () => false,
        () => true,
      )
      if (isFull) break
    }
  }
}

const freed = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (name.startsWith('filling-')) await rm(join(folder, name))
  }
}

/** The disk is full, then not any more; a start in between is refused and leaves nothing. */
const full = () =>
  onSmallDisk(async (folder) => {
    const patient = await startPatient(folder)
    const before = await linked(patient, 20)
    await filled(folder)
    const during = await linked(patient, 60)
    if (during.refused === 0) throw new Error('nothing was refused')
    const all = [...before.acknowledged, ...during.acknowledged]
    await mustHold(patient, all)
    await end(patient, 'SIGKILL')
    const files = (await readdir(join(folder, '.nicepay-sandbox'))).length
    await filled(folder)
    const said = await refusedStart(folder)
    const left = (await readdir(join(folder, '.nicepay-sandbox'))).length - files
    if (left > 0) throw new Error(`a refused start left ${left} files behind`)
    await freed(folder)
    const again = await startPatient(folder)
    await mustHold(again, all)
    await again.isWell()
    const code = await end(again, 'SIGTERM')
    if (code !== 0) throw new Error(`it ended with ${code}`)
    return `${all.length} acknowledged, ${during.refused} refused, none lost; a start: ${said.slice(0, 100)}`
  })

/** The disk is read-only at a start, as after an error of the disk, and writable again afterwards. */
const readOnly = () =>
  onSmallDisk(async (folder) => {
    const remount = (how: string) => execFileSync('mount', ['-o', `remount,${how}`, folder])
    const patient = await startPatient(folder)
    const { acknowledged } = await linked(patient, 10)
    // A disk on which a file is open for writing cannot be made read-only.
    await end(patient, 'SIGKILL')
    remount('ro')
    const said = await refusedStart(folder)
    remount('rw')
    const again = await startPatient(folder)
    await mustHold(again, acknowledged)
    await again.isWell()
    await end(again, 'SIGKILL')
    return said.slice(0, 160)
  })

/** What happens to the disk. */
export const DISK_FAULTS = {
  'a full disk': full,
  'a read-only disk': readOnly,
}
