import { writeFile } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'
import { load } from '../bench/load.ts'
import { REGISTRATION } from '../bench/servers.ts'
import { end, inFolder, misbehaving, refusedStart, startPatient, until } from './world.ts'

const noFolder = () =>
  inFolder((folder) => refusedStart(folder, '--db', '/dev/null/nowhere/db.json'))

const cutSnapshot = () =>
  inFolder(async (folder) => {
    const patient = await startPatient(folder)
    await patient.bind()
    await end(patient, 'SIGTERM')
    const file = join(folder, '.nicepay-sandbox/db.json')
    await writeFile(file, '{"format":"nicepay-sandbox","version":2,"seq":9,"names')
    return refusedStart(folder)
  })

const twoProcesses = () =>
  inFolder(async (folder) => {
    const patient = await startPatient(folder)
    try {
      return await refusedStart(folder)
    } finally {
      await end(patient, 'SIGKILL')
    }
  })

/** More connections than there are file descriptors for; fewer than 128 are not enough for Node to read our modules at the start. */
const descriptors = () =>
  inFolder(async (folder) => {
    const patient = await startPatient(folder, { limits: 'ulimit -n 128' })
    const { port } = new URL(patient.url)
    const sockets = Array.from({ length: 200 }, () => {
      const socket = net.connect(Number(port), '127.0.0.1')
      socket.on('error', () => {})
      return socket
    })
    await new Promise((go) => setTimeout(go, 500))
    for (const socket of sockets) socket.destroy()
    await until('an answer', () =>
      patient.isWell().then(
        () => true,
        () => false,
      ),
    )
    const code = await end(patient, 'SIGTERM')
    if (code !== 0) throw new Error(`it ended with ${code}`)
    return '200 connections for 128 descriptors: refused meanwhile, well afterwards, stopped with 0'
  })

const PENDING = Number(process.env.PENDING ?? 10_000)

/** Many notifications that nobody took before a kill. */
const manyPending = () =>
  inFolder(async (folder) => {
    const first = await startPatient(folder)
    const linking = { left: PENDING }
    const worker = async (): Promise<void> => {
      while (linking.left-- > 0) await first.link(`${good.url}`)
    }
    let open = false
    const good = await misbehaving((_req, res) => res.writeHead(open ? 200 : 503).end())
    await Promise.all(Array.from({ length: 40 }, worker))
    await end(first, 'SIGKILL')
    open = true
    const before = good.calls()
    const began = performance.now()
    const second = await startPatient(folder)
    const up = Math.round(performance.now() - began)
    await fetch(`${second.url}/_sandbox/clock`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: '{"advance":"PT1H"}',
    })
    // The call itself waits for five seconds at most, and this machine may have other things to do.
    let waiting: unknown[] = []
    do {
      await fetch(`${second.url}/_sandbox/notifications/flush`, { method: 'POST' })
      waiting = (await second.get('/notifications?status=pending&limit=10')) as unknown[]
    } while (waiting.length > 0 && performance.now() - began < 120_000)
    const ms = Math.round(performance.now() - began)
    const sent = good.calls() - before
    await second.isWell()
    await end(second, 'SIGKILL')
    good.stop()
    if (sent < PENDING || waiting.length > 0) throw new Error(`${sent} sent, some wait still`)
    return `${PENDING} pending: up in ${up} ms, all delivered ${ms} ms after the start`
  })

/** A stop while calls come in. */
const stopUnderLoad = () =>
  inFolder(async (folder) => {
    const patient = await startPatient(folder)
    const shot = { url: `${patient.url}/nicepay/direct/v2/registration`, body: REGISTRATION }
    const firing = load(shot, 50, 50_000).catch((error: Error) => error.message)
    await new Promise((go) => setTimeout(go, 1000))
    const began = performance.now()
    const code = await end(patient, 'SIGTERM')
    const ms = Math.round(performance.now() - began)
    await firing
    if (code !== 0) throw new Error(`it ended with ${code}`)
    const again = await startPatient(folder)
    await again.isWell()
    await end(again, 'SIGKILL')
    return `stopped with 0 after ${ms} ms`
  })

/** What happens to the machine, the disk and the process. */
export const MACHINE_FAULTS = {
  'a folder that cannot be made': noFolder,
  'a snapshot that was cut short': cutSnapshot,
  'two processes on one file': twoProcesses,
  'no file descriptors left': descriptors,
  'many pending notifications at a start': manyPending,
  'SIGTERM under load': stopUnderLoad,
}
