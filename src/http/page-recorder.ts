import type { Request, RequestHandler } from 'express'
import { type Core, nowAt } from '../endpoints/core.ts'
import { isoOf } from '../protocol/time.ts'
import type { Journal } from './journal.ts'

/** What a form must not show in the journal: somebody may type a real one. */
const SECRET = new Set(['pin', 'otp', 'formToken', 'cardNo', 'cardCvv'])

const masked = (body: unknown): string =>
  new URLSearchParams(
    Object.fromEntries(
      Object.entries(body ?? {}).map(([name, value]) => [
        name,
        SECRET.has(name) ? '****' : `${value}`,
      ]),
    ),
  ).toString()

/** What a call of a page is about, as far as it can be told. */
export interface PageFacts {
  readonly namespace: string | null
  readonly iMid: string | null
  readonly tXid: string | null
  /** Why nothing came of it, in words. */
  readonly reason: string | null
}

/** Keeps each call of a page in the journal once it is answered; of the page itself, the status and where it leads. */
export const pageRecorder =
  (core: Core, journal: Journal, about: (req: Request) => PageFacts): RequestHandler =>
  (req, res, next) => {
    const began = performance.now()
    const { mask } = core
    const id = journal.nextId()
    res.setHeader('X-Sandbox-Request-Id', id)
    res.on('finish', () => {
      const facts = about(req)
      const location = res.get('location')
      journal.add({
        id,
        at: isoOf(nowAt(core, facts.namespace)),
        ...facts,
        method: req.method,
        url: mask(req.originalUrl),
        status: res.statusCode,
        ms: Math.round(performance.now() - began),
        endpoint: null,
        resultCd: null,
        explained: null,
        request: { headers: req.headers, body: masked(req.body) },
        response: {
          headers: res.getHeaders(),
          body: location ? `→ ${location}` : 'a page',
        },
      })
    })
    next()
  }
