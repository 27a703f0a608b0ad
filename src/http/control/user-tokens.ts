import { localPhone } from '../../domain/phone.ts'
import { deactivated, type UserToken } from '../../domain/user-token.ts'
import { unlink } from '../../lender/user-tokens.ts'
import { isoOf } from '../../protocol/time.ts'
import { nowIn } from '../../store/now.ts'
import { ControlError } from '../guards.ts'
import { newest } from '../newest.ts'
import { type Call, type ControlDeps, LIMIT, limitIn } from './calls.ts'
import type { ShownToken } from './shown.ts'

/** A token as it is shown. */
export const shownToken = (token: UserToken): ShownToken => ({
  ...token,
  phone: localPhone(token.phone),
  createdAt: isoOf(token.createdAt),
})

/** userTokens: which there are, and the customer who unlinks one in Kredivo's app. */
export const userTokenCalls = ({ core }: ControlDeps): Call[] => [
  {
    method: 'get',
    path: '/user-tokens',
    says: 'the userTokens, newest first',
    query: {
      iMid: 'of this merchant',
      clientUserKey: 'of this customer',
      status: 'active or inactive',
      ...LIMIT,
    },
    run: ({ world, query }) => {
      const { iMid, clientUserKey, status } = query
      return newest({
        records: world.tables.userTokens,
        fits: (token) =>
          (iMid === undefined || token.iMid === iMid) &&
          (clientUserKey === undefined || token.clientUserKey === clientUserKey) &&
          (status === undefined || token.status === status),
        limit: limitIn(query),
        show: shownToken,
      })
    },
  },
  {
    method: 'post',
    path: '/user-tokens/:userToken/deactivate',
    says: 'the customer unlinks the account in Kredivo’s app',
    run: ({ namespace, params: { userToken = '' } }) =>
      core.store.transact(namespace, (tx) => {
        if (!tx.userTokens.get(userToken)) {
          throw new ControlError(404, `there is no userToken "${userToken}"`)
        }
        const { env } = core
        const token = unlink(userToken, { tx, now: nowIn(tx, env.systemNow()), ids: env.ids })
        if (!token) throw new ControlError(409, `userToken "${userToken}" is not active`)
        return shownToken(deactivated(token))
      }),
  },
]
