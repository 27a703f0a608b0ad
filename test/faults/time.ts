import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { end, inFolder, misbehaving, type Patient, startPatient, until } from './world.ts'

/** The machine's clock is what a file says it is off by: read at each look at it, so that it can jump under the program. */
const SHIM = `
  import { readFileSync } from 'node:fs'
  const real = Date.now
  const off = () => Number(readFileSync(process.env.CLOCK_OFF, 'utf8'))
  Date.now = () => real() + off()
`

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A sandbox on a machine whose clock can be set. */
const startShifted = async (folder: string): Promise<Patient> => {
  const shim = join(folder, 'shim.mjs')
  await writeFile(shim, SHIM)
  return startPatient(folder, {
    limits: `export CLOCK_OFF='${join(folder, 'off')}' NODE_OPTIONS='--import ${pathToFileURL(shim)}'`,
  })
}

const setOff = (folder: string, ms: number) => writeFile(join(folder, 'off'), String(ms))

/** The machine's clock goes back and forward by hours and days, also over a restart; nothing is lost, given twice or left unsent. */
const jumps = () =>
  inFolder(async (folder) => {
    const tXids: string[] = []
    const told = new Set<string>()
    const shop = await misbehaving((req, res) => {
      let text = ''
      req.on('data', (chunk) => {
        text += chunk
      })
      req.on('end', () => {
        told.add(/IONPAYTEST06\d{18}/.exec(text)?.[0] ?? text)
        res.end('OK')
      })
    })
    await setOff(folder, 0)
    let patient = await startShifted(folder)
    const trade = async (where: string) => {
      for (let time = 0; time < 10; time++) tXids.push(await patient.link(shop.url))
      await until(`the notifications ${where}`, () => told.size === tXids.length, 5)
    }
    await trade('before')
    for (const [where, off] of [
      ['three hours back', -3 * HOUR],
      ['at first again', 0],
      ['400 days back', -400 * DAY],
      ['400 days on', 400 * DAY],
    ] as const) {
      await setOff(folder, off)
      await trade(where)
    }
    await end(patient, 'SIGKILL')
    await setOff(folder, -DAY)
    patient = await startShifted(folder)
    await trade('after a start a day earlier')
    const { bindings } = (await patient.get('/state')) as { bindings: object }
    shop.stop()
    await end(patient, 'SIGKILL')
    const ids = new Set(tXids)
    if (ids.size !== tXids.length) throw new Error('a tXid was given out twice')
    const lost = tXids.filter((tXid) => !(tXid in bindings))
    if (lost.length > 0) throw new Error(`${lost.length} bindings are lost`)
    return `${tXids.length} bindings over 5 jumps and a restart: none lost, none twice, all notified`
  })

const HANGING = 400
const BOUND = 35

/** Moves a clock on while many receivers hang, each for three seconds: it comes back, and nobody else waits for it. */
const hanging = () =>
  inFolder(async (folder) => {
    const patient = await startPatient(folder)
    const bad = await misbehaving(() => {})
    const headers = { 'Content-Type': 'application/json' }
    const settings = { notificationTimeoutMs: 3000 }
    await fetch(`${patient.url}/_sandbox/merchants/IONPAYTEST`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify(settings),
    })
    for (let number = 0; number < HANGING; number++) await patient.link(bad.url)
    const began = performance.now()
    let isBack = false
    const advance = fetch(`${patient.url}/_sandbox/clock`, {
      method: 'PUT',
      headers,
      body: '{"advance":"PT1H"}',
      signal: AbortSignal.timeout(BOUND * 1000),
    }).then(
      ({ status }) => {
        isBack = true
        return `HTTP ${status}`
      },
      () => undefined,
    )
    let worst = 0
    while (!isBack && performance.now() - began < BOUND * 1000) {
      const since = performance.now()
      await patient.get('/health')
      worst = Math.max(worst, performance.now() - since)
      await pause(50)
    }
    const answer = await advance
    const seconds = Math.round((performance.now() - began) / 1000)
    bad.stop()
    const stopped = await end(patient, 'SIGTERM')
    if (answer === undefined) throw new Error(`PUT /clock was not answered in ${BOUND} s`)
    if (stopped !== 0) throw new Error(`it ended with ${stopped}`)
    return `${HANGING} hanging: ${answer} after ${seconds} s, health in ${Math.round(worst)} ms at most`
  })

/** A stop as soon as it says that it serves, as a supervisor or a test may do. */
const earlyStop = () =>
  inFolder(async (folder) => {
    const codes: (number | string)[] = []
    for (let time = 0; time < 20; time++) {
      codes.push(await end(await startPatient(folder), 'SIGTERM'))
    }
    const wrong = codes.filter((code) => code !== 0)
    if (wrong.length > 0) throw new Error(`${wrong.length} of 20 ended with ${wrong[0]}`)
    return '20 of 20 ended with 0'
  })

/** What the clock does, and when a signal comes. */
export const TIME_FAULTS = {
  'a machine whose clock jumps': jumps,
  'PUT /clock while receivers hang': hanging,
  'SIGTERM as soon as it serves': earlyStop,
}
