import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { bindingRequest, type Fields } from '../../src/demo/merchant.ts'
import { KEY } from '../support/fixtures.ts'
import { PROGRAM, type Running, run } from '../support/process.ts'

/** A sandbox of its own process, in a folder of its own, that a fault is tried on. */
export interface Patient {
  readonly folder: string
  readonly process: Running
  readonly url: string
  /** Registers a binding whose notification goes to an address; answers the body. */
  bind(dbProcessUrl?: string): Promise<Fields>
  /** Binds and links, so that the notification is under way. */
  link(dbProcessUrl: string): Promise<string>
  get(path: string): Promise<unknown>
  /** Throws unless the sandbox still registers and answers. */
  isWell(): Promise<void>
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

const posted = async (url: string, body: object): Promise<Fields> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify(body),
  })
  return (await answer.json()) as Fields
}

let count = 0

/** Starts the built program; `limits` are a shell's, as `ulimit -n 64`. */
export const startPatient = async (
  folder: string,
  { limits = '', flags = '' }: { limits?: string; flags?: string } = {},
): Promise<Patient> => {
  const command = `${limits && `${limits}; `}exec ${process.execPath} ${PROGRAM} --port 0 --log json ${flags}`
  const running = run('bash', ['-c', command], {}, folder)
  const [, url = ''] = await running.printed(/base URL\s+(http:\S+)/)
  const bind = (dbProcessUrl = 'http://127.0.0.1:9/'): Promise<Fields> => {
    const wish = {
      referenceNo: `FAULT${++count}`,
      billingNm: 'Budi Santoso',
      billingPhone: '+62-81513114262',
      clientUserKey: `customer-${count}`,
      dbProcessUrl,
      callBackUrl: 'http://127.0.0.1:9/',
    }
    const merchant = { iMid: 'IONPAYTEST', merchantKey: KEY }
    return posted(
      `${url}/nicepay/v2/userAccountBinding`,
      bindingRequest(merchant, wish, new Date()),
    )
  }
  const get = async (path: string): Promise<unknown> =>
    (await fetch(`${url}/_sandbox${path}`)).json()
  return {
    folder,
    process: running,
    url,
    bind,
    get,
    link: async (dbProcessUrl) => {
      const { redirectUrlHttp = '', tXid = '' } = await bind(dbProcessUrl)
      const tk = new URL(redirectUrlHttp).searchParams.get('tk')
      await posted(`${url}/_sandbox/interactions/${tk}/complete`, { outcome: 'linked' })
      return tXid
    },
    isWell: async () => {
      const { resultCd } = await bind()
      if (resultCd !== '0000') throw new Error(`a registration answers ${resultCd}`)
      if (/a bug of the sandbox/.test(running.output())) throw new Error('a bug was told of')
    },
  }
}

/** Ends a patient with a signal; answers how it ended. */
export const end = async (
  { process: { process: child, ended } }: Patient,
  signal: NodeJS.Signals,
) => {
  child.kill(signal)
  return ended
}

/** Runs with a folder that goes afterwards. */
export const inFolder = async <T>(run: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'nicepay-faults-'))
  try {
    return await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Waits until something holds, looking now and then; throws after some seconds. */
export const until = async (
  what: string,
  holds: () => Promise<boolean> | boolean,
  seconds = 20,
) => {
  for (const began = Date.now(); Date.now() - began < seconds * 1000; await pause(20)) {
    if (await holds()) return
  }
  throw new Error(`${what} did not come about in ${seconds} s`)
}

/** A server that does with each call what it is told to. */
export const misbehaving = async (
  act: (req: http.IncomingMessage, res: http.ServerResponse) => void,
): Promise<{ url: string; calls: () => number; stop: () => void }> => {
  let calls = 0
  const server = http.createServer((req, res) => {
    calls++
    res.on('error', () => {})
    act(req, res)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return {
    url: `http://127.0.0.1:${port}/`,
    calls: () => calls,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** What a start prints that cannot go well. */
export const refusedStart = (folder: string, ...args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const all = [PROGRAM, '--port', '0', ...args]
    execFile(process.execPath, all, { cwd: folder, timeout: 10_000 }, (error, out, err) => {
      const lines = (out + err).trim().split('\n')
      if (error?.code !== 1) reject(new Error(`did not end with 1: ${lines[0]}`))
      else if (lines.length > 1) reject(new Error(`not one line: ${lines.join(' / ')}`))
      else resolve(lines[0] ?? '')
    })
  })
