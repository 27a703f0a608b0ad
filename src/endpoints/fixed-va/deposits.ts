import { ownerOf } from '../../acquirer/open-deposit.ts'
import { daysOf } from '../../domain/fixed-va.ts'
import { AN, ANS, answering, listOf, N, TOKEN } from '../../protocol/fields.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { customerEndpoint } from '../endpoint.ts'
import { BANK_CD, DEPOSIT, depositReply, depositsOn } from './deposit-rows.ts'
import { DAYS } from './rows.ts'

/**
 * What came in on a number between two days: a customer's, or one that was given out for an order.
 * Source: nicepay-dev/nicepay-php:app/Http/Controllers/api/v2/FixOpenV2Controller.php for the request;
 * titipbeliin/nicepay-python:tests.py asks for the number of an order. Guess: vacctNo in the answer; 9228 for a number that is
 * no customer's and on which nothing came in.
 */
export const deposits = customerEndpoint({
  name: 'fixed-va.deposits',
  method: 'post',
  path: '/nicepay/api/vacctInquiry.do',
  documented: 'Virtual Account Static',
  request: {
    iMid: AN(10),
    vacctNo: answering(N(20), 'NO_DEPOSIT', 'NO_VA_DATA'),
    ...DAYS,
    merchantToken: answering(TOKEN, 'BAD_VA_TOKEN'),
  },
  reply: {
    resultCd: N(4),
    resultMsg: AN(255),
    vacctNo: N(20),
    depositInfo: listOf({ bankCd: BANK_CD, referenceNo: ANS(40), ...DEPOSIT }),
  },
  signs: SIGNED.deposits,
  handle: ({ iMid, vacctNo, startDt, endDt }, { tx, now }) => {
    const found = depositsOn(iMid, vacctNo, daysOf(startDt, endDt, now), tx)
    if (found.length === 0 && ownerOf(vacctNo, tx)?.customer.iMid !== iMid) {
      throw new NicepayError(
        'NO_DEPOSIT',
        `vacctNo must be that of a customer of ${iMid}, or one on which something came in, received ${shown(vacctNo)}`,
      )
    }
    return {
      vacctNo,
      depositInfo: found.map((order) => ({
        bankCd: order.details.bankCd ?? '',
        referenceNo: order.referenceNo,
        ...depositReply(order),
      })),
    }
  },
})
