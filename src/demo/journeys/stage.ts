import { formOf, openBrowser, type Seen } from '../browser.ts'
import type { Credentials, Fields } from '../merchant.ts'
import { type Received, type Receiver, startReceiver } from '../receiver.ts'

export interface JourneyOptions {
  /** The sandbox's base URL. */
  readonly url: string
  readonly merchant: Credentials
  readonly now: () => Date
  readonly print: (text: string) => void
}

/** How long to wait for what the sandbox sends, in milliseconds. */
const PATIENCE = 10_000

/** Where a journey is played: the merchant's server, the shopper's browser, and whoever reads along. */
export interface Stage {
  /** The merchant's receiver. */
  readonly receiver: Receiver
  scene(title: string): void
  /** Notes whether something holds. */
  check(what: string, holds: boolean): void
  /** The merchant's server posts JSON below the sandbox's address. */
  call(path: string, body: Fields): Promise<Fields>
  /** The shopper's browser opens an address and follows where it leads. */
  open(address: string): Promise<Seen>
  /** Fills in the page's form and sends it. */
  submit(page: Seen, typed: Fields): Promise<Seen>
  /** Sends a form of its own to an address, as one of the page's buttons would. */
  send(address: string, form: Fields): Promise<Seen>
  /** The next call that the receiver gets at a path, after those that were taken before. */
  arrives(path: string): Promise<Received>
}

/** Plays journeys, one after the other; answers whether everything held. */
export const play = async (
  { url, print }: Pick<JourneyOptions, 'url' | 'print'>,
  journeys: readonly ((stage: Stage) => Promise<void>)[],
): Promise<boolean> => {
  const receiver = await startReceiver()
  const taken = new Map<string, number>()
  let held = true
  let scenes = 0
  const browser = openBrowser((seen) => print(lineOf(seen)))
  const stage: Stage = {
    receiver,
    scene: (title) => print(`\n${++scenes}. ${title}\n`),
    check: (what, holds) => {
      held &&= holds
      print(`   ${holds ? '✓' : '✗'} ${what}`)
    },
    call: (path, body) => post(`${url}${path}`, body, print),
    open: (address) => browser.get(address),
    submit: (page, typed) => {
      const { action, fields } = formOf(page.html, page.url)
      return browser.post(action, { ...fields, ...typed })
    },
    send: (address, form) => browser.post(address, form),
    arrives: async (path) => {
      const number = taken.get(path) ?? 0
      taken.set(path, number + 1)
      const call = await receiver.waitFor(path, PATIENCE, number)
      print(`${call.method} ${receiver.url}${path}\n${indented(JSON.stringify(call.fields))}`)
      return call
    },
  }
  try {
    for (const journey of journeys) await journey(stage)
  } catch (error) {
    stage.check(`the journey goes through (${(error as Error).message})`, false)
  } finally {
    await receiver.stop()
  }
  return held
}

const post = async (address: string, body: Fields, print: (text: string) => void) => {
  print(`POST ${address}\n${indented(JSON.stringify(body))}`)
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  print(`${response.status}\n${indented(text)}`)
  const reason = response.headers.get('x-sandbox-reason')
  if (reason) print(`   X-Sandbox-Reason: ${decodeURIComponent(reason)}`)
  return JSON.parse(text) as Fields
}

const lineOf = ({ method, url, form, status, location }: Seen): string => {
  const sent = form ? ` ${Object.keys(form).join(', ')}` : ''
  return `${method} ${url}${sent} → ${status}${location ? ` ${location}` : ''}`
}

const indented = (json: string): string =>
  JSON.stringify(JSON.parse(json), null, 2).replace(/^/gm, '   ')
