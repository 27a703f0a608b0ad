import { AN, N, TOKEN } from '../../protocol/fields.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { checkTimeStamp } from '../checks.ts'
import { balanceEndpoint } from '../endpoint.ts'

/**
 * How much money there is for payouts.
 * Source: docs.nicepay.co.id, page "Check Balance - API Payout (Disbursement)".
 * Guess: `scheduled` is 0, as in its example; it is about transfers to sellers, which there are none of.
 */
export const balanceInquiry = balanceEndpoint({
  name: 'payout.balance',
  method: 'post',
  path: '/nicepay/api/direct/v2/balanceInquiry',
  documented: 'Check Balance - API Payout (Disbursement)',
  request: { iMid: AN(10), timeStamp: N(14), merchantToken: TOKEN },
  reply: { resultCd: N(4), resultMsg: AN(255), balance: N(20), scheduled: N(20) },
  signs: SIGNED.payoutBalance,
  handle: ({ timeStamp }, { merchant }) => {
    checkTimeStamp(timeStamp, merchant)
    return { balance: String(merchant.settings.payoutBalance), scheduled: '0' }
  },
})
