import { TOKENIZE_USER } from '../protocol/codes.ts'
import { type Instant, wibDateTime } from '../protocol/time.ts'
import { methodOf, statusRow } from './methods/index.ts'
import { statusAt, type Transaction } from './transaction.ts'

/** What is told of an order, by the vendor's names; a name that is not here says nothing. */
export type Facts = Readonly<Record<string, string | null | undefined>>

/** Six figures and four, as callbacks and notifications have it; an inquiry shows eight. Source: samples of both. */
const sixAndFour = (cardNo: string | undefined): string | undefined =>
  cardNo?.replace(/^(\d{6})\d\d/, '$1**')

/** All that is known of an order at an instant, under the names that any of NICEPAY's messages has for it. */
export const factsOf = (order: Transaction, at: Instant): Facts => {
  const { details, tXid, iMid, referenceNo, payMethod, currency, goodsNm, billingNm } = order
  const { date, time } = wibDateTime(order.registeredAt)
  const tokenized = order.tokenize !== 'none'
  return {
    ...details,
    tXid,
    iMid,
    referenceNo,
    payMethod,
    amt: String(order.amt),
    amount: String(order.amt),
    currency,
    goodsNm,
    billingNm,
    description: order.description,
    mitraCd: order.mitraCd,
    instmntType: order.instmntType,
    instmntMon: order.instmntMon,
    transDt: date,
    transTm: time,
    status: statusRow(methodOf(order), statusAt(order, at))[0],
    bankVacctNo: details.vacctNo,
    cardNo: sixAndFour(details.cardNo),
    IssueBankCd: details.issuBankCd,
    IssueBankNm: details.issuBankNm,
    ...(tokenized && {
      clientUserKey: order.clientUserKey,
      tokenizeUser: TOKENIZE_USER[order.tokenize],
      userToken: order.userToken,
    }),
  }
}

/** Some of the facts, in the order of their names; one that says nothing is "". */
export const told = (facts: Facts, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, facts[name] ?? '']))
