import { printedLimit } from '../../domain/ledger.ts'
import { maskedForMerchant } from '../../domain/phone.ts'
import { limitsOf } from '../../lender/charge.ts'
import { A, AN, ANS, answering, listOf, N, optional, TOKEN } from '../../protocol/fields.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkTimeStamp } from '../checks.ts'
import { accountEndpoint } from '../endpoint.ts'
import { linkedAccount } from './linked-account.ts'

/** Guess: what the codes mean; only 1 and 2 are shown anywhere, 2 beside the limits of a Premium account. */
const ACCOUNT_STATUS = { active: '1', blocked: '2' } as const
const ACCOUNT_TYPE = { basic: '1', premium: '2' } as const

/**
 * The Kredivo account behind a userToken: its owner, how it stands, and what is left of its limits.
 * Source: docs.nicepay.co.id, page "Get User Detail - Account Binding Payloan API".
 * Guess: the separator in the path, as stored copies of the page have lost it.
 */
export const userDetails = accountEndpoint({
  name: 'binding.user-details',
  method: 'post',
  path: '/nicepay/direct/v2/user-details',
  documented: 'Get User Detail - Account Binding Payloan API',
  request: {
    iMid: AN(10),
    timeStamp: N(14),
    merchantToken: TOKEN,
    userToken: answering(AN(100), 'BAD_USER_TOKEN'),
  },
  // Source: the sample of a refusal has the first two rows only.
  reply: {
    resultCd: N(4),
    resultMsg: AN(255),
    billingNm: optional(A(100)),
    billingPhone: optional(ANS(20)),
    accountStatus: optional(N(1)),
    accountType: optional(N(1)),
    limitDetails: optional(
      listOf({ paymentType: AN(20), remainingUserLimit: ANS(20), totalUserLimit: ANS(20) }),
    ),
  },
  signs: SIGNED.userDetails,
  handle: ({ timeStamp, userToken }, { tx, merchant, now }) => {
    checkTimeStamp(timeStamp, merchant)
    const { account } = linkedAccount(userToken, merchant, tx)
    return {
      billingNm: account.legalName,
      billingPhone: maskedForMerchant(account.phone),
      accountStatus: ACCOUNT_STATUS[account.blocked ? 'blocked' : 'active'],
      accountType: ACCOUNT_TYPE[account.accountType],
      limitDetails: limitsOf(account, { tx, now }).map(({ paymentType, remaining, total }) => ({
        paymentType,
        remainingUserLimit: printedLimit(remaining),
        totalUserLimit: printedLimit(total),
      })),
    }
  },
})
