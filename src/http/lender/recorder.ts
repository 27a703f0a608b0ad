import type { RequestHandler } from 'express'
import { type Core, nowAt } from '../../endpoints/core.ts'
import { isoOf } from '../../protocol/time.ts'
import type { Journal } from '../journal.ts'
import { noticeText } from './texts.ts'

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

/** Keeps each call of a page in the journal once it is answered; of the page itself, the status and where it leads. */
export const pageRecorder =
  (core: Core, journal: Journal): RequestHandler =>
  (req, res, next) => {
    const began = performance.now()
    const { mask } = core
    const id = journal.nextId()
    res.setHeader('X-Sandbox-Request-Id', id)
    res.on('finish', () => {
      const tk = String(req.query.tk ?? '')
      const namespace = core.store.homeOf('interactions', tk) ?? null
      const world = namespace === null ? undefined : core.store.world(namespace)
      const interaction = world?.tables.interactions.get(tk)
      const at = nowAt(core, namespace)
      const location = res.get('location')
      journal.add({
        id,
        at: isoOf(at),
        namespace,
        method: req.method,
        url: mask(req.originalUrl),
        status: res.statusCode,
        ms: Math.round(performance.now() - began),
        endpoint: null,
        iMid: interaction?.iMid ?? null,
        tXid: interaction?.tXid ?? null,
        resultCd: null,
        reason:
          req.method === 'POST'
            ? (noticeText(interaction?.notice ?? null, 'en', at) ?? null)
            : null,
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
