import { type Fields, fixture } from './fixtures.ts'
import { signed, TIME } from './payloan.ts'
import type { TestSandbox } from './sandbox.ts'

type Answer = Record<string, string | null>

/** A merchant that sends money to people: its server's calls. */
export interface PayoutMerchant {
  /** Asks for a payout to be sent at once, unless it is said otherwise. */
  request(change?: Fields): Promise<Answer>
  /** Asks for one that is not refused; answers its tXid. */
  requested(change?: Fields): Promise<string>
  approve(tXid: string, change?: Fields): Promise<Answer>
  reject(tXid: string, change?: Fields): Promise<Answer>
  cancel(tXid: string, change?: Fields): Promise<Answer>
  inquire(tXid: string, change?: Fields): Promise<Answer>
  /** What is left, in rupiah. */
  balance(): Promise<number>
}

const REQUEST: Fields = {
  ...fixture('requests/payout.request.json'),
  payoutMethod: '1',
  reservedDt: '',
  reservedTm: '',
}

export const payoutMerchant = (sandbox: TestSandbox, iMid = 'IONPAYTEST'): PayoutMerchant => {
  let count = 0
  const post = async (call: string, body: Fields): Promise<Answer> =>
    (await sandbox.http.post(`/nicepay/api/direct/v2/${call}`).send(body).expect(200)).body
  const about = { iMid, timeStamp: TIME }
  const request = (change: Fields = {}): Promise<Answer> => {
    const asked = { ...REQUEST, ...about, referenceNo: `PAYOUT-${++count}`, ...change }
    return post('requestPayout', signed(asked, 'payoutRequest'))
  }
  const decision =
    (call: string) =>
    (tXid: string, change: Fields = {}): Promise<Answer> =>
      post(call, signed({ ...about, tXid, ...change }, 'payoutDecision'))
  return {
    request,
    requested: async (change) => {
      const { resultCd, tXid } = await request(change)
      if (resultCd !== '0000' || !tXid) throw new Error(`refused with ${resultCd}`)
      return tXid
    },
    approve: decision('approvePayout'),
    reject: decision('rejectPayout'),
    cancel: decision('cancelPayout'),
    inquire: (tXid, change = {}) => {
      const { accountNo } = REQUEST
      return post(
        'inquiryPayout',
        signed({ ...about, tXid, accountNo, ...change }, 'payoutInquiry'),
      )
    },
    balance: async () => {
      const answer = await post('balanceInquiry', signed(about, 'payoutBalance'))
      return Number(answer.balance)
    },
  }
}
