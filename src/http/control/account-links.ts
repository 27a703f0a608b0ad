import { type AccountLink, isLinked, isLinkOver, unlinked } from '../../domain/account-link.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowOf } from '../../store/now.ts'
import { ControlError } from '../guards.ts'
import { newest } from '../newest.ts'
import { type Call, type ControlDeps, LIMIT, limitIn } from './calls.ts'
import type { ShownLink } from './shown.ts'

/** How a link stands now, one whose customer was too late being expired. */
export const linkStatus = (link: AccountLink, now: Instant): ShownLink['status'] =>
  isLinkOver(link, now) ? 'expired' : link.status

/** A link as it is shown, as of now. */
export const shownLink = (link: AccountLink, now: Instant): ShownLink => {
  const { requestedAt, authorizedAt, tokens, ...rest } = link
  return {
    ...rest,
    status: linkStatus(link, now),
    requestedAt: isoOf(requestedAt),
    authorizedAt: authorizedAt === null ? null : isoOf(authorizedAt),
    tokens: tokens && {
      ...tokens,
      accessTokenUntil: isoOf(tokens.accessTokenUntil),
      refreshTokenUntil: isoOf(tokens.refreshTokenUntil),
    },
  }
}

/** Wallets bound by SNAP: which there are, and the customer who unlinks one in the wallet's app. */
export const accountLinkCalls = ({ core }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/account-links',
    says: 'the wallets bound by SNAP, or about to be, newest first',
    query: {
      iMid: 'of this merchant',
      partnerReferenceNo: 'registered under this number',
      status:
        'requested, authorized (there is an authCode), active (there are tokens), failed, expired or unlinked',
      ...LIMIT,
    },
    run: ({ world, query }) => {
      const { iMid, partnerReferenceNo, status } = query
      const now = nowOf(world, core.env.systemNow())
      return newest({
        records: world.tables.accountLinks,
        fits: (link) =>
          (iMid === undefined || link.iMid === iMid) &&
          (partnerReferenceNo === undefined || link.partnerReferenceNo === partnerReferenceNo) &&
          (status === undefined || linkStatus(link, now) === status),
        limit: limitIn(query),
        show: (link) => shownLink(link, now),
      })
    },
  },
  {
    method: 'post',
    path: '/account-links/:referenceNo/unlink',
    says: 'the customer unlinks the account in the wallet’s app: code and tokens are dead',
    run: ({ namespace, world, params: { referenceNo = '' } }) =>
      core.store.transact(namespace, (tx) => {
        const link = tx.accountLinks.get(referenceNo)
        if (!link) throw new ControlError(404, `there is no account link "${referenceNo}"`)
        const now = nowOf(world, core.env.systemNow())
        if (!isLinked(link)) {
          const status = linkStatus(link, now)
          throw new ControlError(409, `account link "${referenceNo}" is ${status}, not linked`)
        }
        const ended = unlinked(link)
        tx.accountLinks.put(referenceNo, ended)
        return shownLink(ended, now)
      }),
  },
]
