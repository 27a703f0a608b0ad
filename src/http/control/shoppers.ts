import { ACCOUNT_FIELDS, type AccountFields } from '../../domain/account-fields.ts'
import type { KredivoAccount } from '../../domain/kredivo-account.ts'
import { counts, type Loan, printedLimit } from '../../domain/ledger.ts'
import { localPhone, normalPhone } from '../../domain/phone.ts'
import { type Rules, text, whole } from '../../domain/rule.ts'
import { scheduleOf } from '../../domain/schedule.ts'
import { limitsOf } from '../../lender/charge.ts'
import { debtsOf, repay } from '../../lender/loans.ts'
import { type Instant, isoOf } from '../../protocol/time.ts'
import { nowIn, nowOf } from '../../store/now.ts'
import { overlay, type Tx } from '../../store/overlay.ts'
import { newAccount } from '../../store/seed.ts'
import { inSlices } from '../../store/slices.ts'
import type { World } from '../../store/worlds.ts'
import { ControlError } from '../guards.ts'
import { newest } from '../newest.ts'
import { type Call, type ControlDeps, type ControlRequest, textIn } from './calls.ts'
import type { ShownLoan, ShownShopper } from './shown.ts'
import { shownToken } from './user-tokens.ts'

const shownLoan = (loan: Loan): ShownLoan => ({
  ...loan,
  openedAt: isoOf(loan.openedAt),
  heldUntil: loan.heldUntil === null ? null : isoOf(loan.heldUntil),
  schedule: scheduleOf(loan, loan.openedAt).map((one) => ({ ...one, dueAt: isoOf(one.dueAt) })),
})

/** A look at the shoppers of a namespace. */
export interface Look {
  readonly world: World
  readonly now: Instant
  /** How many loans and how many tokens of a shopper are shown at most, the newest of them. */
  readonly most?: number
}

/**
 * A shopper as shown: what is left of the limits, the loans and tokens, oldest first, the phone as its owner writes it.
 * A shopper may have very many of them, so they are gone through in slices, outside of a transaction.
 */
export const shownShopper = async (
  account: KredivoAccount,
  { world, now, most: limit = Number.POSITIVE_INFINITY }: Look,
  slices = inSlices(),
): Promise<ShownShopper> => {
  const { tables, indexes } = world
  const { phone } = account
  const loans = {
    records: tables.loans,
    ids: indexes.ids('loans', 'phone', phone),
    fits: (loan: Loan) => counts(loan, now),
    limit,
    show: shownLoan,
  }
  const userTokens = {
    records: tables.userTokens,
    ids: indexes.ids('userTokens', 'phone', phone),
    fits: () => true,
    limit,
    show: shownToken,
  }
  return {
    ...account,
    phone: localPhone(phone),
    lockedUntil: account.lockedUntil === null ? null : isoOf(account.lockedUntil),
    limits: limitsOf(account, { tx: overlay(world).tx, now }).map((one) => ({
      paymentType: one.paymentType,
      remaining: printedLimit(one.remaining),
      total: printedLimit(one.total),
    })),
    loans: (await newest(loans, slices)).reverse(),
    userTokens: (await newest(userTokens, slices)).reverse(),
  }
}

/** The first shoppers of a namespace, as shown. */
export const shownShoppers = async (look: Look, count: number): Promise<ShownShopper[]> => {
  const slices = inSlices()
  const shown: ShownShopper[] = []
  for (const account of look.world.tables.accounts.values()) {
    if (shown.push(await shownShopper(account, look, slices)) === count) break
    if (slices.isOver()) await slices.next()
  }
  return shown
}

const REPAYMENT: Rules = {
  amount: whole(1, Number.MAX_SAFE_INTEGER, 'whole rupiah, more than 0'),
  tXid: text(30),
}

/** The simulated Kredivo's shoppers: list, look, create, change, pay back, begin anew. */
export const shopperCalls = ({ core }: ControlDeps): Call[] => {
  const { store, env } = core

  /** The namespace as it is now; where it has gone meanwhile, as it was. */
  const lookAt = ({ namespace, world: before }: ControlRequest): Look => {
    const world = store.world(namespace) ?? before
    return { world, now: nowOf(world, env.systemNow()) }
  }

  /** Runs in a transaction over the account of a path, and shows what has become of it. */
  const withAccount =
    (
      run: (
        account: KredivoAccount,
        tx: Tx,
        now: Instant,
        request: ControlRequest,
      ) => KredivoAccount,
    ) =>
    async (request: ControlRequest) => {
      const after = await store.transact(request.namespace, (tx) => {
        const { phone = '' } = request.params
        const account = tx.accounts.get(normalPhone(phone) ?? '')
        if (!account) throw new ControlError(404, `there is no shopper "${phone}"`)
        return run(account, tx, nowIn(tx, env.systemNow()), request)
      })
      return shownShopper(after, lookAt(request))
    }

  const put = (account: KredivoAccount, tx: Tx): KredivoAccount => {
    tx.accounts.put(account.phone, account)
    return account
  }

  return [
    {
      method: 'get',
      path: '/kredivo/accounts',
      says: 'the shoppers with limits, loans and tokens',
      run: async (request) => {
        const shown = await shownShoppers(lookAt(request), Number.POSITIVE_INFINITY)
        // What is told is as durable as what a transaction tells.
        await store.settled()
        return shown
      },
    },
    {
      method: 'post',
      path: '/kredivo/accounts',
      says: 'makes a shopper: an ordinary premium one but for what is said of it',
      body: { phone: text(40), ...ACCOUNT_FIELDS },
      required: ['phone'],
      run: async (request) => {
        const { namespace, body } = request
        const { phone: _phone, ...said } = body
        const phone = normalPhone(textIn(body, 'phone') ?? '')
        if (!phone) throw new ControlError(400, '"phone" must be an Indonesian mobile number')
        const account = newAccount(phone, said as Partial<AccountFields>)
        await store.transact(namespace, (tx) => {
          if (tx.accounts.get(phone)) {
            throw new ControlError(409, `there is a shopper "${localPhone(phone)}" already`)
          }
          put(account, tx)
        })
        return shownShopper(account, lookAt(request))
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
