import type { RequestHandler } from 'express'
import { type Core, nowAt } from '../../endpoints/core.ts'
import type { Journal } from '../journal.ts'
import { pageRecorder } from '../page-recorder.ts'
import { noticeText } from './texts.ts'

/** Keeps each call of a lender's page in the journal, with what the page told its shopper. */
export const lenderRecorder = (core: Core, journal: Journal): RequestHandler =>
  pageRecorder(core, journal, (req) => {
    const tk = String(req.query.tk ?? '')
    const namespace = core.store.homeOf('interactions', tk) ?? null
    const world = namespace === null ? undefined : core.store.world(namespace)
    const interaction = world?.tables.interactions.get(tk)
    const notice = req.method === 'POST' ? (interaction?.notice ?? null) : null
    return {
      namespace,
      iMid: interaction?.iMid ?? null,
      tXid: interaction?.tXid ?? null,
      reason: noticeText(notice, 'en', nowAt(core, namespace)) ?? null,
    }
  })
