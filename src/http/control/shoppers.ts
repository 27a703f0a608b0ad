import { type AccountFields, accountFlaw } from '../../domain/account-fields.ts'
import type { KredivoAccount } from '../../domain/kredivo-account.ts'
import { type Loan, printedLimit } from '../../domain/ledger.ts'
import { localPhone, normalPhone } from '../../domain/phone.ts'
import { scheduleOf } from '../../domain/schedule.ts'
import { limitsOf } from '../../lender/charge.ts'
import { debtsOf, loansOf, repay } from '../../lender/loans.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowIn } from '../../store/now.ts'
import type { Tx } from '../../store/overlay.ts'
import { newAccount } from '../../store/seed.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, type ControlRequest, onlyKnown, textIn } from './calls.ts'
import { shownToken } from './user-tokens.ts'

const shownLoan = (loan: Loan) => ({
  ...loan,
  openedAt: isoOf(loan.openedAt),
  heldUntil: loan.heldUntil === null ? null : isoOf(loan.heldUntil),
  schedule: scheduleOf(loan, loan.openedAt).map((one) => ({ ...one, dueAt: isoOf(one.dueAt) })),
})

/** A shopper as shown: what is left of the limits, the loans and tokens, the phone as its owner writes it. */
export const shownShopper = (account: KredivoAccount, tx: Tx, now: Instant) => ({
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

const amountIn = ({ amount }: ControlRequest['body']): number => {
  if (amount === undefined) return Number.POSITIVE_INFINITY
  if (Number.isSafeInteger(amount) && (amount as number) > 0) return amount as number
  throw new ControlError(400, '"amount" must be whole rupiah, more than 0')
}

const checked = (said: Readonly<Record<string, unknown>>): Partial<AccountFields> => {
  const flaw = accountFlaw(said)
  if (flaw) throw new ControlError(400, flaw)
  return said as Partial<AccountFields>
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
      run: ({ namespace, body }) => {
        const { phone: _phone, ...said } = body
        const phone = normalPhone(textIn(body, 'phone') ?? '')
        if (!phone) throw new ControlError(400, '"phone" must be an Indonesian mobile number')
        const account = newAccount(phone, checked(said))
        return store.transact(namespace, (tx) => {
          if (tx.accounts.get(phone)) {
            throw new ControlError(409, `there is a shopper "${localPhone(phone)}" already`)
          }
          return shownShopper(put(account, tx), tx, nowIn(tx, env.systemNow()))
        })
      },
    },
    { method: 'get', path: '/kredivo/accounts/:phone', run: withAccount((account) => account) },
    {
      method: 'patch',
      path: '/kredivo/accounts/:phone',
      run: withAccount((account, tx, _now, { body }) => put({ ...account, ...checked(body) }, tx)),
    },
    {
      method: 'post',
      path: '/kredivo/accounts/:phone/repay',
      run: withAccount((account, tx, _now, { body }) => {
        onlyKnown(body, ['amount', 'tXid'])
        const tXid = textIn(body, 'tXid')
        const debts = debtsOf(account.phone, { tx })
        const loans = tXid === undefined ? debts : debts.filter((loan) => loan.tXid === tXid)
        if (loans.length === 0) throw new ControlError(409, 'there is nothing to pay back')
        repay(loans, amountIn(body), { tx })
        return account
      }),
    },
    {
      method: 'post',
      path: '/kredivo/accounts/:phone/reset',
      run: withAccount((account, tx) => {
        for (const { tXid } of tx.loans.where('phone', account.phone)) tx.loans.remove(tXid)
        return put({ ...account, wrongPins: 0, lockedUntil: null }, tx)
      }),
    },
  ]
}
