import express, { type Request, type RequestHandler, type Response } from 'express'
import {
  type ApiAnswer,
  type Callable,
  type Content,
  type Endpoint,
  refusalOf,
} from '../endpoints/answer.ts'
import { type Core, nowAt } from '../endpoints/core.ts'
import { invokeUnderFaults } from '../endpoints/faulty.ts'
import { noCall } from '../endpoints/snap/snap-answer.ts'
import { withoutCard } from '../protocol/card-data.ts'
import type { Explained } from '../protocol/explained.ts'
import type { Mask } from '../protocol/masking.ts'
import { NicepayError, RESULT } from '../protocol/results.ts'
import { snapTime } from '../protocol/snap/time.ts'
import { isoOf } from '../protocol/time.ts'
import { foreignPage, protectPage } from './guards.ts'
import { explain } from './headers.ts'
import type { Journal } from './journal.ts'
import { isSnapPath, pathKey } from './nicepay-paths.ts'
import { unknownPath } from './unknown-path.ts'

/** The largest body that is read, in bytes. */
const BODY_LIMIT = 64 * 1024

const readBody = express.raw({ type: () => true, limit: BODY_LIMIT })

/**
 * Answers every call below /nicepay, also those to paths that do not exist, in the vendor's shape; `names` are those that
 * a browser's pages may reach it under.
 */
export const nicepayApi = (
  endpoints: readonly Callable[],
  core: Core,
  journal: Journal,
  names: readonly string[],
): RequestHandler => {
  const byPath = new Map(
    endpoints.flatMap((one) => one.paths.map((path) => [pathKey(path), one] as const)),
  )

  const { mask } = core
  const paths = endpoints.flatMap((one) => one.paths)

  const answerOf = async (req: Request, found: Callable | undefined): Promise<ApiAnswer> => {
    const refuse = refusalFor(req, found)
    const foreign = foreignPage(req, names)
    if (foreign) return refuse(421, foreign)
    if (!found) return refuse(404, unknownPath(req.path, paths))
    const verbs = verbsOf(found)
    if (!verbs.includes(req.method)) {
      return refuse(
        405,
        `${found.paths[0]} must be called by ${verbs.join(' or ')}, received ${req.method}`,
      )
    }
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
    const query = req.originalUrl.replace(/^[^?]*\??/, '')
    const contentType = req.headers['content-type'] ?? ''
    const wire = { method: req.method, target: req.originalUrl, headers: req.headers }
    return invokeUnderFaults(found, { query, contentType, body, wire }, core)
  }

  return (req, res, next) => {
    const began = performance.now()
    const id = journal.nextId()
    const found = byPath.get(pathKey(req.path))

    const finish = async (said: ApiAnswer): Promise<void> => {
      const answer = { ...said, reason: maybe(mask, said.reason) }
      const text = await textOf(answer.content, res)
      const namespace = core.store.homeOf('merchants', answer.iMid ?? '') ?? null
      // Source: docs.nicepay.co.id, the pages of SNAP: answers have this header beside the content type.
      if (isSnapPath(req.path)) res.setHeader('X-TIMESTAMP', snapTime(nowAt(core, namespace)))
      if (found && answer.status === 405) res.setHeader('Allow', verbsOf(found).join(', '))
      send(res, id, answer, text)
      journal.add({
        id,
        at: isoOf(nowAt(core, namespace)),
        namespace,
        method: req.method,
        url: mask(withoutCardOf(found, req.originalUrl)),
        status: answer.status,
        ms: Math.round(performance.now() - began),
        endpoint: found?.name ?? null,
        iMid: maybe(mask, answer.iMid),
        tXid: maybe(mask, answer.tXid),
        resultCd: answer.resultCd,
        reason: answer.reason,
        explained: answer.explained ? maskedExplained(answer.explained, mask) : null,
        request: { headers: req.headers, body: bodyOf(req, found) },
        response: { headers: res.getHeaders(), body: text },
      })
    }

    readBody(req, res, (error?: unknown) => {
      const answered = error
        ? Promise.resolve(unreadBody(error, refusalFor(req, found)))
        : answerOf(req, found)
      answered
        .catch((bug) => refused(200, refusalOf(bug, core)))
        .then(finish)
        .catch(next)
    })
  }
}

/** What was sent, as the journal may keep it: the payment step brings cards. */
const withoutCardOf = (called: Callable | undefined, text: string): string =>
  bringsCards(called) ? withoutCard(text) : text

const bodyOf = ({ body }: Request, called: Callable | undefined): Buffer | string => {
  if (!Buffer.isBuffer(body)) return ''
  return bringsCards(called) ? withoutCard(body.toString()) : body
}

const bringsCards = (called: Callable | undefined): boolean =>
  (called as Partial<Endpoint> | undefined)?.request?.cardNo !== undefined

const maybe = (mask: Mask, text: string | null): string | null => text && mask(text)

const maskedExplained = (explained: Explained, mask: Mask): Explained => ({
  ...explained,
  stringToSign: mask(explained.stringToSign),
  received: maybe(mask, explained.received),
  mistake: maybe(mask, explained.mistake),
})

const verbsOf = ({ methods }: Callable): string[] => methods.map((method) => method.toUpperCase())

/** What goes over the wire for a content. */
const textOf = (content: Content, res: Response): Promise<string> | string => {
  if (content.kind === 'json') return JSON.stringify(content.body)
  if (content.kind === 'redirect' || content.kind === 'nothing') return ''
  if (content.kind === 'html') return content.body
  const view = content.kind === 'autoForm' ? 'nicepay/auto-form' : 'nicepay/result'
  return new Promise((resolve, reject) => {
    res.render(view, content, (error, html) => (error ? reject(error) : resolve(html)))
  })
}

/**
 * Headers by content.
 * Source: recorded result pages (coding-assestment/nicepay-plugins). Guess: the content type of JSON, from the same servers.
 */
const setHeaders = (res: Response, content: Content): void => {
  if (content.kind === 'json') res.setHeader('Content-Type', 'application/json;charset=UTF-8')
  if (content.kind === 'redirect') res.setHeader('Location', content.location)
  if (content.kind === 'html') res.setHeader('Content-Type', 'text/html')
  if (content.kind !== 'resultPage' && content.kind !== 'autoForm') return
  protectPage(res, true)
  res.setHeader('Content-Type', 'text/html;charset=UTF-8')
  res.setHeader('Content-Language', 'en-US')
  const cors = 'Access-Control-Allow-Origin'
  res.setHeader(cors, '*')
  res.setHeader('Access-Control-Expose-Headers', `${cors},Access-Control-Allow-Credentials`)
}

// Source: some clients speak HTTP/1.0 and take everything behind the headers as JSON, so the length is always said.
const send = (res: Response, id: string, { status, content, reason }: ApiAnswer, text: string) => {
  if (content.kind === 'nothing') return void res.destroy()
  explain(res, id, reason)
  setHeaders(res, content)
  res.setHeader('Content-Length', Buffer.byteLength(text))
  res.writeHead(status)
  res.end(res.req.method === 'HEAD' ? undefined : text)
}

const refused = (
  status: number,
  { result, reason }: Pick<NicepayError, 'result' | 'reason'>,
): ApiAnswer => {
  const { resultCd, resultMsg } = RESULT[result]
  const content: Content = { kind: 'json', body: { resultCd, resultMsg } }
  return { status, content, resultCd, iMid: null, tXid: null, reason }
}

/** How what is no call is refused, with an HTTP status and a reason. */
type Refuse = (status: number, reason: string) => ApiAnswer

// Guess: no capture shows how NICEPAY answers what is no call of its API at all; 9001 asks to check the HTTP message.
const refusal: Refuse = (status, reason) =>
  refused(status, new NicepayError('BAD_HTTP_MESSAGE', reason))

/** The same below the paths of SNAP, in its shape. */
const refusalFor = (req: Request, found: Callable | undefined): Refuse =>
  isSnapPath(req.path) ? (status, reason) => noCall(status, found, reason) : refusal

/** What body-parser throws. */
interface BodyError {
  readonly status?: number
  readonly message: string
  /** Bytes that the Content-Length says. */
  readonly length?: number
}

const unreadBody = (error: unknown, refuse: Refuse): ApiAnswer => {
  const { status = 400, message, length } = error as BodyError
  const tooLarge = status === 413
  return refuse(
    tooLarge ? 413 : 200,
    tooLarge
      ? `the body must not be larger than ${BODY_LIMIT} bytes, received ${length ?? 'more'}`
      : `the body cannot be read: ${message}`,
  )
}
