import { type Fields, KEY } from './fixtures.ts'
import { signed } from './payloan.ts'
import type { TestSandbox } from './sandbox.ts'

// biome-ignore lint/suspicious/noExplicitAny: an answer's JSON, which each test knows the shape of
type Answer = Record<string, any>

/** A merchant whose customers have numbers of their own: its server's calls, sent as forms. */
export interface AccountMerchant {
  register(customerId: string, change?: Fields): Promise<Answer>
  /** Registers one that is not refused; answers the number at each bank. */
  registered(customerId: string, change?: Fields): Promise<Readonly<Record<string, string>>>
  inquire(customerId: string, change?: Fields, key?: string): Promise<Answer>
  update(customerId: string, updateType: string, change?: Fields): Promise<Answer>
  deposits(vacctNo: string, startDt: string, endDt: string, change?: Fields): Promise<Answer>
  customerDeposits(customerId: string, startDt: string, endDt: string): Promise<Answer>
}

/** The number at each bank, as an answer lists them. */
export const numbersIn = ({ vacctInfoList }: Answer): Readonly<Record<string, string>> =>
  Object.fromEntries(vacctInfoList.map((one: Answer) => [one.bankCd, one.vacctNo]))

export const accountMerchant = (sandbox: TestSandbox, iMid = 'IONPAYTEST'): AccountMerchant => {
  const post = async (call: string, body: Fields): Promise<Answer> => {
    const path = `/nicepay/api/${call}.do`
    return (await sandbox.http.post(path).type('form').send(body).expect(200)).body
  }
  const register: AccountMerchant['register'] = (customerId, change = {}) => {
    const asked = { iMid, customerId, customerNm: 'Jack', ...change }
    return post('vacctCustomerRegist', signed(asked, 'customer'))
  }
  return {
    register,
    registered: async (customerId, change) => {
      const answer = await register(customerId, change)
      if (answer.resultCd !== '0000') throw new Error(`refused with ${answer.resultCd}`)
      return numbersIn(answer)
    },
    inquire: (customerId, change = {}, key = KEY) =>
      post('vacctCustomerInquiry', signed({ iMid, customerId, ...change }, 'customer', key)),
    update: (customerId, updateType, change = {}) =>
      post('vacctCustomerUpdate', signed({ iMid, customerId, updateType, ...change }, 'customer')),
    deposits: (vacctNo, startDt, endDt, change = {}) =>
      post('vacctInquiry', signed({ iMid, vacctNo, startDt, endDt, ...change }, 'deposits')),
    customerDeposits: (customerId, startDt, endDt) =>
      post(
        'vacctCustomerIdInquiry',
        signed({ iMid, customerId, startDt, endDt }, 'customerDeposits'),
      ),
  }
}
