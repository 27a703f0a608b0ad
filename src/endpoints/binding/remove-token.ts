import { deactivated } from '../../domain/user-token.ts'
import { AN, answering, N, optional, TOKEN } from '../../protocol/fields.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkTimeStamp } from '../checks.ts'
import { accountEndpoint } from '../endpoint.ts'
import { linkedAccount } from './linked-account.ts'

/** NICEPAY's status of a token that is not active any more. */
const INACTIVE = '0'

/**
 * Ends a userToken from the merchant's side. From then on it answers 9920, and pays nothing without a login.
 * Source: docs.nicepay.co.id, page "Deactivate - Account Binding Payloan API".
 * Guess: the separator in the path; whose number stands in front of the description's words (ours is the iMid).
 */
export const removeToken = accountEndpoint({
  name: 'binding.remove-token',
  method: 'post',
  path: '/nicepay/direct/v2/remove-token',
  documented: 'Deactivate - Account Binding Payloan API',
  request: {
    timeStamp: N(14),
    userToken: answering(AN(50), 'BAD_USER_TOKEN'),
    merchantToken: TOKEN,
    iMid: AN(10),
  },
  // Source: the sample of a refusal has the first two rows only.
  reply: {
    resultCd: N(4),
    resultMsg: AN(255),
    userToken: optional(AN(50)),
    tokenStatus: optional(N(1)),
    description: optional(AN(100)),
  },
  signs: SIGNED.removeToken,
  handle: ({ timeStamp, iMid, userToken }, { tx, merchant }) => {
    checkTimeStamp(timeStamp, merchant)
    const { token } = linkedAccount(userToken, merchant, tx)
    tx.userTokens.put(userToken, deactivated(token))
    return { userToken, tokenStatus: INACTIVE, description: `${iMid}Deactivated by merchant` }
  },
})
