import express, { type Request, type RequestHandler, type Response } from 'express'
import { type Core, nowAt } from '../endpoints/core.ts'
import { type ApiAnswer, type Endpoint, refusalOf } from '../endpoints/endpoint.ts'
import { NicepayError, RESULT } from '../protocol/results.ts'
import { isoOf } from '../protocol/time.ts'
import { explain } from './headers.ts'
import type { Journal } from './journal.ts'

/** The largest body that is read, in bytes. */
const BODY_LIMIT = 64 * 1024

const readBody = express.raw({ type: () => true, limit: BODY_LIMIT })

/**
 * A path as endpoints are found by it: `//` folded, letter case and the separators `-` and `_` left out of account.
 * Source: one host name of nicepay-dev/python-nicepay ends with a slash and its paths begin with one.
 * Guess: the separators of three paths; stored copies of their pages have lost them.
 */
export const pathKey = (path: string): string =>
  path
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .replace(/[-_]/g, '')
    .toLowerCase()

/** Whether a path is NICEPAY's. */
export const isNicepayPath = (path: string): boolean => /^\/+nicepay(\/|$)/i.test(path)

/** Answers every call below /nicepay, also those to paths that do not exist, in the vendor's shape. */
export const nicepayApi = (
  endpoints: readonly Endpoint[],
  core: Core,
  journal: Journal,
): RequestHandler => {
  const byPath = new Map(endpoints.map((one) => [pathKey(one.path), one]))

  const answerOf = async (req: Request, found: Endpoint | undefined): Promise<ApiAnswer> => {
    if (!found)
      return refusal(404, 'NICEPAY has no such path here; the README lists those that there are')
    if (req.method !== found.method.toUpperCase()) {
      return refusal(
        405,
        `${found.path} is called by ${found.method.toUpperCase()}, not ${req.method}`,
      )
    }
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
    return found.invoke({ contentType: req.headers['content-type'] ?? '', body }, core)
  }

  return (req, res) => {
    const began = performance.now()
    const id = journal.nextId()
    const found = byPath.get(pathKey(req.path))

    const finish = (answer: ApiAnswer): void => {
      const text = JSON.stringify(answer.body)
      const namespace = core.store.homeOf('merchants', answer.iMid ?? '') ?? null
      if (answer.status === 405) res.setHeader('Allow', found?.method.toUpperCase() ?? '')
      send(res, id, answer, text)
      journal.add({
        id,
        at: isoOf(nowAt(core, namespace)),
        namespace,
        method: req.method,
        url: req.originalUrl,
        status: answer.status,
        ms: Math.round(performance.now() - began),
        endpoint: found?.name ?? null,
        iMid: answer.iMid,
        tXid: answer.tXid,
        resultCd: answer.resultCd,
        reason: answer.reason,
        request: { headers: req.headers, body: Buffer.isBuffer(req.body) ? req.body : '' },
        response: { headers: res.getHeaders(), body: text },
      })
    }

    readBody(req, res, (error?: unknown) => {
      if (error) return finish(unreadBody(error))
      answerOf(req, found).then(finish, (bug) => finish(refused(200, refusalOf(bug, core))))
    })
  }
}

// Source: some clients speak HTTP/1.0 and take everything behind the headers as JSON, so the length is always said.
// Guess: the content type; NICEPAY's HTML answers come as text/html;charset=UTF-8 from the same servers.
const send = (res: Response, id: string, { status, reason }: ApiAnswer, text: string): void => {
  explain(res, id, reason)
  res.setHeader('Content-Type', 'application/json;charset=UTF-8')
  res.setHeader('Content-Length', Buffer.byteLength(text))
  res.writeHead(status)
  res.end(res.req.method === 'HEAD' ? undefined : text)
}

const refused = (
  status: number,
  { result, reason }: Pick<NicepayError, 'result' | 'reason'>,
): ApiAnswer => {
  const { resultCd, resultMsg } = RESULT[result]
  return { status, body: { resultCd, resultMsg }, resultCd, iMid: null, tXid: null, reason }
}

// Guess: no capture shows how NICEPAY answers what is no call of its API at all; 9001 asks to check the HTTP message.
const refusal = (status: number, reason: string): ApiAnswer =>
  refused(status, new NicepayError('BAD_HTTP_MESSAGE', reason))

const unreadBody = (error: unknown): ApiAnswer => {
  const { status = 400, message } = error as { status?: number; message: string }
  const tooLarge = status === 413
  return refusal(
    tooLarge ? 413 : 200,
    tooLarge
      ? `the body is larger than ${BODY_LIMIT} bytes`
      : `the body cannot be read: ${message}`,
  )
}
