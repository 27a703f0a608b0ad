import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** The process that holds a file, as its lock names it. */
export interface Holder {
  /** Random, and never used again: what tells one holder from every other one. */
  readonly owner: string
  readonly pid: number
  /** When that process began, as the system counts; empty where the system does not tell. */
  readonly started: string
  /** Where its pid means something: one boot and one PID namespace of Linux, elsewhere a machine. */
  readonly place: string
  readonly host: string
}

const readOr = (path: string, read: (path: string) => string): string => {
  try {
    return read(path).trim()
  } catch {
    return ''
  }
}

const textOf = (path: string): string => readOr(path, (at) => readFileSync(at, 'utf8'))

/** Source: proc_pid_stat(5): field 22, counted behind the name, which may hold anything, is the time it began. */
const startIn = (stat: string): string => stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''

/** Whether /proc shows this PID namespace: in a container without a /proc of its own, numbers there are others' numbers. */
const procIsOurs = (): boolean => textOf('/proc/self/stat').startsWith(`${process.pid} `)

const startOf = (pid: number): string => (procIsOurs() ? startIn(textOf(`/proc/${pid}/stat`)) : '')

/**
 * Where pids of this process mean something. Source: namespaces(7): the link's text names the PID namespace;
 * random(4): boot_id is another one at each boot. macOS and Windows have no PID namespaces, so the machine will do.
 */
const placeHere = (): string => {
  const namespace = readOr('/proc/self/ns/pid', readlinkSync)
  return namespace === '' ? hostname() : `${textOf('/proc/sys/kernel/random/boot_id')} ${namespace}`
}

/** This process as a holder. */
export const thisProcess = (owner: string): Holder => ({
  owner,
  pid: process.pid,
  started: startOf(process.pid),
  place: placeHere(),
  host: hostname(),
})

/** The holder that a lock names; locks of earlier versions name a pid and its start only, and were made here. */
export const holderIn = (lock: string): Holder | undefined => {
  try {
    const holder = JSON.parse(lock.split('\n', 1)[0] ?? '')
    if (!Number.isSafeInteger(holder?.pid)) return undefined
    return { owner: '', started: '', place: placeHere(), host: hostname(), ...holder }
  } catch {
    return undefined
  }
}

/**
 * What can be known of a holder at once: that it `lives`, that it is `gone`, or nothing, as for a process of another
 * container or machine, or where the system does not tell a process from a later one with the same number.
 */
export const lifeOf = ({ pid, started, place }: Holder): 'lives' | 'gone' | 'unknown' => {
  if (place !== placeHere()) return 'unknown'
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone'
  }
  const now = startOf(pid)
  if (started === '' || now === '') return 'unknown'
  return now === started ? 'lives' : 'gone'
}
