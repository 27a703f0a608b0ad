import { type ControlOptions, ControlRefusal } from './types.ts'

type Query = Readonly<Record<string, string | number | boolean | undefined>>

const queryOf = (query: Query): string =>
  new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  ).toString()

/** A part of a path. Throws ControlRefusal for one that would make another path of it. */
export const part = (id: string): string => {
  if (/^\.{0,2}$/.test(id)) throw new ControlRefusal(400, `"${id}" names nothing`)
  return encodeURIComponent(id)
}

/** What an answer says that refuses: the control API's sentence, or whatever somebody else answered. */
const errorIn = (text: string): string => {
  try {
    return JSON.parse(text).error ?? text
  } catch {
    return text
  }
}

/** The calls of a control API by their verbs. Each throws ControlRefusal. */
export const callsAt = (url: string, options: ControlOptions) => {
  const { namespace, adminToken, fetch = globalThis.fetch } = options
  const base = url.replace(/\/+$/, '')

  const call = async <T>(
    method: string,
    path: string,
    { query = {}, body }: { query?: Query; body?: object } = {},
  ): Promise<T> => {
    const response = await fetch(`${base}/_sandbox${path}?${queryOf({ namespace, ...query })}`, {
      method,
      headers: {
        ...(method !== 'GET' && { 'Content-Type': 'application/json' }),
        ...(adminToken !== undefined && { Authorization: `Bearer ${adminToken}` }),
      },
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
    }).catch((error: Error) => {
      throw new ControlRefusal(0, `the sandbox at ${base} cannot be reached: ${error.message}`)
    })
    const text = await response.text()
    if (response.ok) return JSON.parse(text) as T
    throw new ControlRefusal(response.status, errorIn(text))
  }
  const get = <T>(path: string, query: Query = {}) => call<T>('GET', path, { query })
  const post = <T>(path: string, body: object = {}) => call<T>('POST', path, { body })
  const put = <T>(path: string, body: object) => call<T>('PUT', path, { body })
  const patch = <T>(path: string, body: object) => call<T>('PATCH', path, { body })
  const remove = <T = unknown>(path: string) => call<T>('DELETE', path)
  return { get, post, put, patch, remove }
}
