import { Agent } from 'node:http'
import supertest from 'supertest'
import type { Control } from '../../src/client/control.ts'
import { type Sandbox, type StartOptions, startSandbox } from '../../src/server.ts'
import { testEnv } from './clock.ts'
import { bindingBody, type Fields } from './fixtures.ts'

/** A started sandbox with what tests do to it over HTTP. */
export interface TestSandbox extends Omit<Sandbox, 'control'> {
  /** The typed client of the control API. */
  readonly client: Control
  readonly http: ReturnType<typeof supertest>
  /** Registers an account binding and answers the body. */
  bind(change?: Fields): Promise<Record<string, string>>
  /** GET below /_sandbox. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer's JSON, which each test knows the shape of
  look(path: string): Promise<any>
  /** PUT the clock. */
  clock(change: Fields): Promise<Fields>
  /** POST below /_sandbox. */
  control(path: string, body?: Fields): supertest.Test
  /** Changes settings of IONPAYTEST. */
  settings(change: Fields): Promise<void>
}

/** Calls over connections that stay open, as opening one for each call is half of what a call costs. */
const caller = (url: string, agent: Agent): ReturnType<typeof supertest> => {
  const calls = supertest(url)
  return new Proxy(calls, {
    get: (target, verb: 'get' | 'post') => (path: string) =>
      // superagent's types know no agent that keeps connections.
      target[verb](path).agent(agent as never),
  })
}

/** Starts a sandbox at T0 with counted ids, in memory, on any free port. */
export const testSandbox = async (options: StartOptions = {}): Promise<TestSandbox> => {
  const sandbox = await startSandbox({ env: testEnv(), ...options })
  const agent = new Agent({ keepAlive: true })
  const http = caller(sandbox.url, agent)
  const control = (path: string, body: Fields = {}) => http.post(`/_sandbox${path}`).send(body)
  const look = async (path: string) => (await http.get(`/_sandbox${path}`).expect(200)).body
  return {
    ...sandbox,
    client: sandbox.control,
    stop: async () => {
      agent.destroy()
      await sandbox.stop()
    },
    http,
    look,
    control,
    bind: async (change) =>
      (await http.post('/nicepay/v2/userAccountBinding').send(bindingBody(change))).body,
    clock: async (change) => (await http.put('/_sandbox/clock').send(change).expect(200)).body,
    settings: async (change) => {
      await http.patch('/_sandbox/merchants/IONPAYTEST').send(change).expect(200)
    },
  }
}
