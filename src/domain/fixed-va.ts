import { BANKS } from '../protocol/banks.ts'
import { NicepayError } from '../protocol/results.ts'
import { shown } from '../protocol/shown.ts'
import { type Instant, instantOfWib, wibDateTime } from '../protocol/time.ts'
import type { Rupiah } from './instalment.ts'
import type { Merchant } from './merchant.ts'
import { virtualAccount } from './methods/virtual-account.ts'
import { registered, type Transaction } from './transaction.ts'

/** A number at one bank that is a customer's for good. */
export interface FixedAccount {
  readonly bankCd: string
  readonly vacctNo: string
}

/** A customer of a merchant, with numbers to transfer any amount to, at any time. */
export interface Customer {
  readonly iMid: string
  readonly customerId: string
  readonly customerNm: string
  readonly accounts: readonly FixedAccount[]
  readonly registeredAt: Instant
}

/** What a customer is stored under. */
export const customerKey = (iMid: string, customerId: string): string => `${iMid} ${customerId}`

/**
 * What a customer's numbers end in: eight digits.
 * Source: the samples, of 16 digits, end in the customerId (docs.nicepay.co.id, page "Virtual Account Static";
 * nicepay-dev/nicepay-php:app/Http/Controllers/api/v2/FixOpenV2Controller.php).
 * Guess: zeros fill up a shorter one, as nicepay-dev/python-nicepay registers with six digits.
 */
export const numberEnd = (customerId: string): string => customerId.padStart(8, '0')

/**
 * Four digits of a merchant's own, behind those of the bank. Guess: in the samples they differ by merchant and by bank; ours
 * follow from the iMid.
 */
const merchantDigits = (iMid: string): string => {
  let sum = 0
  for (const letter of iMid) sum = (sum * 31 + letter.charCodeAt(0)) % 10_000
  return String(sum).padStart(4, '0')
}

const accountAt = (bankCd: string, iMid: string, customerId: string): FixedAccount => {
  const bank = BANKS.get(bankCd)
  const begin = (bank?.fixed ?? bank?.prefix ?? '').slice(0, 4)
  return { bankCd, vacctNo: `${begin}${merchantDigits(iMid)}${numberEnd(customerId)}` }
}

/** A customer with a number in each of some banks. */
export const registeredCustomer = (
  who: Pick<Customer, 'iMid' | 'customerId' | 'customerNm'>,
  banks: readonly string[],
  registeredAt: Instant,
): Customer => withBanks({ ...who, accounts: [], registeredAt }, banks)

/** The customer with a number in each of some banks, too; numbers that are there stay. */
export const withBanks = (customer: Customer, banks: readonly string[]): Customer => {
  const { iMid, customerId, accounts } = customer
  const fresh = [...new Set(banks)].filter((bankCd) => numberAt(customer, bankCd) === undefined)
  const more = fresh.map((bankCd) => accountAt(bankCd, iMid, customerId))
  return { ...customer, accounts: [...accounts, ...more] }
}

/** The customer under another name. */
export const renamed = (customer: Customer, customerNm: string): Customer => ({
  ...customer,
  customerNm,
})

/** The customer's number at a bank, or nothing. */
export const numberAt = ({ accounts }: Customer, bankCd: string): string | undefined =>
  accounts.find((account) => account.bankCd === bankCd)?.vacctNo

/** A customer's account by its number, or nothing. */
export const accountOf = ({ accounts }: Customer, vacctNo: string): FixedAccount | undefined =>
  accounts.find((account) => account.vacctNo === vacctNo)

/**
 * The order that a transfer of any amount makes of itself; nobody asked for it, so its time is over at once.
 * Guess: no page says what such an order holds; its referenceNo is the tXid, as an inquiry must name one, and it is of the
 * customer's name.
 */
export const openOrder = (
  { iMid, customerId, customerNm }: Customer,
  { bankCd, vacctNo }: FixedAccount,
  { settings }: Merchant,
  { tXid, amount, at }: { tXid: string; amount: Rupiah; at: Instant },
): Transaction =>
  registered(
    {
      iMid,
      referenceNo: tXid,
      payMethod: virtualAccount.code,
      product: 'direct',
      mitraCd: null,
      currency: 'IDR',
      amt: amount,
      goodsNm: 'Deposit',
      description: null,
      billingNm: customerNm,
      billingPhone: '',
      instmntType: null,
      instmntMon: null,
      items: [],
      dbProcessUrl: settings.depositUrl ?? '',
      tokenize: 'none',
      clientUserKey: null,
      userToken: null,
      details: { bankCd, vacctNo, merFixAcctId: customerId },
    },
    tXid,
    at,
    at,
  )

const DAY = 24 * 60 * 60 * 1000

/** How many days a list of deposits covers at the most. Guess: no page has a limit. */
const MOST_DAYS = 366

/**
 * The days of a list of deposits, the last one included; until today where no last one is named. Throws NicepayError.
 * Source: titipbeliin/nicepay-python:nicepay/nicepay_v2.py wants a startDt, and no endDt. Guess: what is left out is today.
 */
export const daysOf = (startDt: string, endDt: string | undefined, now: Instant): string[] => {
  const end = endDt ?? wibDateTime(now).date
  const [first, last] = [dayOf('startDt', startDt), dayOf('endDt', end)]
  if (first > last) {
    throw badDates(`startDt must not be later than endDt, received ${startDt} and ${end}`)
  }
  const count = Math.round((last - first) / DAY) + 1
  if (count > MOST_DAYS) {
    throw badDates(`startDt and endDt must be within ${MOST_DAYS} days, received ${count}`)
  }
  return Array.from({ length: count }, (_, day) => wibDateTime(first + day * DAY).date)
}

const dayOf = (name: string, value: string): Instant => {
  const at = instantOfWib(`${value}000000`)
  if (at !== undefined) return at
  throw badDates(`${name} must be an existing day, yyyyMMdd in Jakarta, received ${shown(value)}`)
}

const badDates = (reason: string): NicepayError => new NicepayError('BAD_DATES', reason)

/** Under what a paid transfer is found: whose number it came to, and on which day; nothing for other orders. */
export const depositKey = ({ iMid, details }: Transaction): string | undefined => {
  const { vacctNo, depositDt } = details
  if (vacctNo === undefined || depositDt === undefined) return undefined
  return `${iMid} ${vacctNo} ${depositDt}`
}
