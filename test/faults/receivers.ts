import type { ServerResponse } from 'node:http'
import { residentKb } from '../bench/servers.ts'
import { end, inFolder, misbehaving, type Patient, startPatient, until } from './world.ts'

interface Attempt {
  readonly httpStatus: number | null
  readonly error: string | null
  readonly answer: string
}

const firstAttempt = async (patient: Patient, tXid: string): Promise<Attempt> => {
  let attempt: Attempt | undefined
  await until('an attempt', async () => {
    const [delivery] = (await patient.get(`/notifications?tXid=${tXid}`)) as {
      attempts: Attempt[]
    }[]
    attempt = delivery?.attempts[0]
    return attempt !== undefined
  })
  if (!attempt) throw new Error('no attempt')
  return attempt
}

/** Sends one notification to a receiver that misbehaves, and one to a good one, which must not wait for it. */
const against = (act: (res: ServerResponse) => void) => (): Promise<string> =>
  inFolder(async (folder) => {
    const patient = await startPatient(folder)
    const bad = await misbehaving((_req, res) => act(res))
    const good = await misbehaving((_req, res) => res.end('OK'))
    try {
      await fetch(`${patient.url}/_sandbox/merchants/IONPAYTEST`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ notificationTimeoutMs: 3000 }),
      })
      const before = residentKb(patient)
      const tXid = await patient.link(bad.url)
      await patient.link(good.url)
      await until('the good receiver’s notification', () => good.calls() === 1, 2)
      const { httpStatus, error, answer } = await firstAttempt(patient, tXid)
      await patient.isWell()
      const grown = Math.round((residentKb(patient) - before) / 1024)
      if (grown > 60) throw new Error(`memory has grown by ${grown} MB`)
      return `${error ?? `HTTP ${httpStatus}`}, ${answer.length} characters kept, ${grown} MB more`
    } finally {
      await end(patient, 'SIGKILL')
      bad.stop()
      good.stop()
    }
  })

const gigabyte = (res: ServerResponse): void => {
  const chunk = Buffer.alloc(1024 * 1024, 'x')
  let sent = 0
  const more = (): void => {
    while (sent++ < 1024 && !res.destroyed) {
      if (!res.write(chunk)) return void res.once('drain', more)
    }
    res.end()
  }
  more()
}

const drip = (res: ServerResponse): void => {
  const timer = setInterval(() => res.write('x'), 1000)
  res.on('close', () => clearInterval(timer))
}

/** Receivers that do not do what they should. */
export const RECEIVER_FAULTS = {
  'a receiver that hangs': against(() => {}),
  'a receiver that resets the connection': against((res) => res.socket?.resetAndDestroy()),
  'a receiver that answers 1 GB': against(gigabyte),
  'a receiver that answers a byte a second': against(drip),
  'a receiver that redirects': against((res) =>
    res.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end(),
  ),
}
