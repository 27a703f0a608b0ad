import { ACCOUNT_FIELDS, type AccountFields } from '../../domain/account-fields.ts'
import type { KredivoAccount } from '../../domain/kredivo-account.ts'
import { type Loan, printedLimit } from '../../domain/ledger.ts'
import { localPhone, normalPhone } from '../../domain/phone.ts'
import { type Rules, text, whole } from '../../domain/rule.ts'
import { scheduleOf } from '../../domain/schedule.ts'
import { limitsOf } from '../../lender/charge.ts'
import { debtsOf, loansOf, repay } from '../../lender/loans.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowIn } from '../../store/now.ts'
import type { Tx } from '../../store/overlay.ts'
import { newAccount } from '../../store/seed.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, type ControlRequest, textIn } from './calls.ts'
import type { ShownLoan, ShownShopper } from './shown.ts'
import { shownToken } from './user-tokens.ts'

const shownLoan = (loan: Loan): ShownLoan => ({
  ...loan,
  openedAt: isoOf(loan.openedAt),
  heldUntil: loan.heldUntil === null ? null : isoOf(loan.heldUntil),
  schedule: scheduleOf(loan, loan.openedAt).map((one) => ({ ...one, dueAt: isoOf(one.dueAt) })),
})

/** A shopper as shown: what is left of the limits, the loans and tokens, the phone as its owner writes it. */
export const shownShopper = (account: KredivoAccount, tx: Tx, now: Instant): ShownShopper => ({
  ...account,
  phone: localPhone(account.phone),
  lockedUntil: account.lockedUntil === null ? null : isoOf(account.lockedUntil),
  limits: limitsOf(account, { tx, now }).map(({ paymentType, remaining, total }) => ({
    paymentType,
    remaining: printedLimit(remaining),
    total: printedLimit(total),
  })),
  loans: loansOf(account.phone, { tx, now }).map(shownLoan),
  userTokens: tx.userTokens.where('phone', account.phone).map(shownToken),
})

const REPAYMENT: Rules = {
  amount: whole(1, Number.MAX_SAFE_INTEGER, 'whole rupiah, more than 0'),
  tXid: text(30),
}

/** The simulated Kredivo's shoppers: list, look, create, change, pay back, begin anew. */
export const shopperCalls = ({ core }: ControlDeps): Call[] => {
  const { store, env } = core

  /** Runs in a transaction over the account of a path. */
  const withAccount =
    (
      run: (
        account: KredivoAccount,
        tx: Tx,
        now: Instant,
        request: ControlRequest,
      ) => KredivoAccount,
    ) =>
    (request: ControlRequest) =>
      store.transact(request.namespace, (tx) => {
        const { phone = '' } = request.params
        const account = tx.accounts.get(normalPhone(phone) ?? '')
        if (!account) throw new ControlError(404, `there is no shopper "${phone}"`)
        const now = nowIn(tx, env.systemNow())
        return shownShopper(run(account, tx, now, request), tx, now)
      })

  const put = (account: KredivoAccount, tx: Tx): KredivoAccount => {
    tx.accounts.put(account.phone, account)
    return account
  }

  return [
    {
      method: 'get',
      path: '/kredivo/accounts',
      says: 'the shoppers with limits, loans and tokens',
      run: ({ namespace, world }) =>
        store.transact(namespace, (tx) => {
          const now = nowIn(tx, env.systemNow())
          const accounts = [...world.tables.accounts.values()]
          return accounts.map((account) => shownShopper(account, tx, now))
        }),
    },
    {
      method: 'post',
      path: '/kredivo/accounts',
      says: 'makes a shopper: an ordinary premium one but for what is said of it',
      body: { phone: text(40), ...ACCOUNT_FIELDS },
      required: ['phone'],
      run: ({ namespace, body }) => {
        const { phone: _phone, ...said } = body
        const phone = normalPhone(textIn(body, 'phone') ?? '')
        if (!phone) throw new ControlError(400, '"phone" must be an Indonesian mobile number')
        const account = newAccount(phone, said as Partial<AccountFields>)
        return store.transact(namespace, (tx) => {
          if (tx.accounts.get(phone)) {
            throw new ControlError(409, `there is a shopper "${localPhone(phone)}" already`)
          }
          return shownShopper(put(account, tx), tx, nowIn(tx, env.systemNow()))
        })
      },
    },
    {
      method: 'get',
      path: '/kredivo/accounts/:phone',
      says: 'one shopper',
      run: withAccount((account) => account),
    },
    {
      method: 'patch',
      path: '/kredivo/accounts/:phone',
      says: 'changes a shopper: blocks, unblocks, sets limits',
      body: ACCOUNT_FIELDS,
      run: withAccount((account, tx, _now, { body }) => put({ ...account, ...body }, tx)),
    },
    {
      method: 'post',
      path: '/kredivo/accounts/:phone/repay',
      says: 'pays back, of all loans or of one, everything or an amount',
      body: REPAYMENT,
      run: withAccount((account, tx, _now, { body }) => {
        const tXid = textIn(body, 'tXid')
        const debts = debtsOf(account.phone, { tx })
        const loans = tXid === undefined ? debts : debts.filter((loan) => loan.tXid === tXid)
        if (loans.length === 0) throw new ControlError(409, 'there is nothing to pay back')
        repay(loans, Number(body.amount ?? Number.POSITIVE_INFINITY), { tx })
        return account
      }),
    },
    {
      method: 'post',
      path: '/kredivo/accounts/:phone/reset',
      says: 'ends a shopper’s loans and lock',
      run: withAccount((account, tx) => {
        for (const { tXid } of tx.loans.where('phone', account.phone)) tx.loans.remove(tXid)
        return put({ ...account, wrongPins: 0, lockedUntil: null }, tx)
      }),
    },
  ]
}
