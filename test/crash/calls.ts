import http from 'node:http'

/** What a call answered. */
export interface Answer {
  readonly status: number
  readonly location: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
}

/** The server went away before it answered: whether it did what was asked is not known. */
export class Gone extends Error {
  override name = 'Gone' as const
}

/** The server answered something else than it should have. */
export class Refusal extends Error {
  override name = 'Refusal' as const
}

/** Calls to whichever server runs now, over connections that stay open. */
export interface Calls {
  call(method: string, path: string, body?: object | string, headers?: object): Promise<Answer>
  /** A control call that must be answered with 2xx; answers the body. */
  control(method: string, path: string, body?: object | string): Promise<Answer['fields']>
  close(): void
}

/** Longer than any answer takes beside a load; a server that is silent so long counts as hanging. */
const PATIENCE = 60_000

const fieldsOf = (text: string): Answer['fields'] => {
  try {
    return Object(JSON.parse(text))
  } catch {
    return { text }
  }
}

/** Opens calls to the server that `url` names at the time of each call. */
export const openCalls = (url: () => string, sockets = Number.POSITIVE_INFINITY): Calls => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: sockets })

  const call: Calls['call'] = (method, path, body, more = {}) =>
    new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json', ...more }
      const address = path.startsWith('http') ? path : url() + path
      const request = http.request(address, { method, headers, agent, timeout: PATIENCE })
      const fail = (error: Error) => reject(new Gone(error.message, { cause: error }))
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', fail)
        response.on('end', () => {
          const { statusCode: status = 0, headers: came } = response
          const text = Buffer.concat(chunks).toString()
          resolve({ status, location: came.location, fields: text ? fieldsOf(text) : {} })
        })
      })
      request.on('error', fail)
      request.on('timeout', () => request.destroy(new Error(`silent for ${PATIENCE} ms: ${path}`)))
      request.end(typeof body === 'object' ? JSON.stringify(body) : body)
    })

  return {
    call,
    control: async (method, path, body) => {
      const { status, fields } = await call(method, `/_sandbox${path}`, body)
      if (status < 300) return fields
      throw new Refusal(`${method} ${path}: ${status} ${JSON.stringify(fields).slice(0, 300)}`)
    },
    close: () => agent.destroy(),
  }
}
