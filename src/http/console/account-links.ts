import {
  type AccountLink,
  authCodeFlaw,
  isLinked,
  type LinkFailure,
} from '../../domain/account-link.ts'
import { partnerNameOf } from '../../domain/methods/index.ts'
import { maskedAsTyped } from '../../domain/phone.ts'
import type { Instant } from '../../protocol/time.ts'
import { nowOf } from '../../store/now.ts'
import { LINK_VALUES } from '../../store/seed.ts'
import { linkStatus, shownLink } from '../control/account-links.ts'
import type { ControlDeps } from '../control/calls.ts'
import type { ShownLink } from '../control/shown.ts'
import { ControlError } from '../guards.ts'
import { newest } from '../newest.ts'
import { rowOf } from './exchanges.ts'
import { type PageRequest, type PagesOf, rowsIn, type Shown } from './page.ts'
import { visitsOf } from './visits.ts'

const ROWS = 100

/** How each status is told. */
const WORDS: Readonly<Record<ShownLink['status'], string>> = {
  requested: 'waits for the customer',
  authorized: 'linked; the authCode is not used yet',
  active: 'linked; the merchant has tokens',
  failed: 'not linked',
  expired: 'the customer did not come in time',
  unlinked: 'ended; code and tokens are dead',
}

/** Why nothing was linked. */
const FAILURES: Readonly<Record<LinkFailure, string>> = {
  cancelled: 'the customer cancelled',
  otpWrong: 'the customer gave up after a wrong OTP',
  otpExpired: 'the customer gave up after the OTP had expired',
  stopped: 'too many wrong OTPs',
  blocked: 'too many wrong PINs',
  inactive: 'the customer’s account is not active',
  expired: 'the customer was too late',
}

const wordsOf = (link: AccountLink, now: Instant): string => {
  const status = linkStatus(link, now)
  if (status === 'failed' && link.failure !== null) return FAILURES[link.failure]
  if (status === 'authorized' && authCodeFlaw(link, now)) return 'the authCode was not used in time'
  return WORDS[status]
}

const walletOf = ({ mitraCd }: AccountLink): string =>
  partnerNameOf({ payMethod: '05', mitraCd, details: {} }) ?? mitraCd ?? 'no wallet named'

const linkRow = (link: AccountLink, now: Instant) => ({
  referenceNo: link.referenceNo,
  partnerReferenceNo: link.partnerReferenceNo,
  iMid: link.iMid,
  wallet: walletOf(link),
  phone: maskedAsTyped(link.phone),
  status: linkStatus(link, now),
  words: wordsOf(link, now),
  canUnlink: isLinked(link),
  at: link.requestedAt,
})

/** What is stored, field by field; of the tokens only how long they live, as they stand for the customer. */
const fieldsOf = (link: AccountLink, now: Instant): [name: string, value: string][] => {
  const { tk: _tk, tokens, ...rest } = shownLink(link, now)
  const { accessTokenUntil = null, refreshTokenUntil = null } = tokens ?? {}
  const fields = { ...rest, phone: maskedAsTyped(link.phone), accessTokenUntil, refreshTokenUntil }
  return Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  )
}

const fits = ({ q = '', status = '' }: PageRequest['query'], now: Instant) => {
  const part = q.toLowerCase()
  return (link: AccountLink): boolean =>
    (status === '' || linkStatus(link, now) === status) &&
    [
      link.referenceNo,
      link.partnerReferenceNo,
      link.iMid,
      link.phone,
      link.mitraCd ?? '',
      link.userId ?? '',
    ].some((text) => text.toLowerCase().includes(part))
}

// A link changes by calls of its merchant and on the pages of the web view; an exchange comes of either.
const liveIn = ({ namespace }: PageRequest) => ({ events: 'exchange', namespace })

/** The page of an account link, or nothing for a referenceNo that none has. */
export const accountLinkPage = async (
  deps: ControlDeps,
  request: PageRequest,
  referenceNo: string,
): Promise<Shown | undefined> => {
  const { core, journal } = deps
  const { world } = request
  const link = world.tables.accountLinks.get(referenceNo)
  if (!link) return undefined
  const now = nowOf(world, core.env.systemNow())
  const isOver = linkStatus(link, now) !== 'requested'
  return {
    view: 'account-link',
    title: `Account link ${link.partnerReferenceNo}`,
    live: liveIn(request),
    locals: {
      link: linkRow(link, now),
      fields: fieldsOf(link, now),
      links: visitsOf(referenceNo, isOver, world, deps),
      exchanges: await journal.find({ q: referenceNo }, ROWS, rowOf),
      values: LINK_VALUES,
    },
  }
}

/** The wallets bound by SNAP, and one of them with all that belongs to it. */
export const accountLinkPages: PagesOf = (deps) => ({
  '/account-links': async (request) => {
    const { world, query } = request
    const now = nowOf(world, deps.core.env.systemNow())
    const { accountLinks } = world.tables
    return {
      view: 'account-links',
      title: 'Account links',
      live: liveIn(request),
      locals: {
        query,
        statuses: Object.keys(WORDS),
        links: await newest({
          records: accountLinks,
          fits: fits(query, now),
          limit: rowsIn(request, ROWS),
          show: (link) => linkRow(link, now),
        }),
        stored: accountLinks.size,
        values: LINK_VALUES,
      },
    }
  },
  '/account-links/:referenceNo': async (request) => {
    const { namespace, params } = request
    const page = await accountLinkPage(deps, request, params.referenceNo ?? '')
    if (page) return page
    throw new ControlError(404, `There is no account link "${params.referenceNo}" in ${namespace}.`)
  },
})
