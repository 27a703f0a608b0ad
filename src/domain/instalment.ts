/** Whole rupiah. */
export type Rupiah = number

/** Kredivo's tenures. Source: api-evangelist/kredivo (payment_type); longer ones exist and are off here. */
export type PaymentType = '30_days' | '3_months' | '6_months' | '12_months'

/** What a tenure costs. `flatPct` is the advertised interest a month, `feePct` the service fee, in per cent. */
export interface Plan {
  readonly months: number
  /** NICEPAY's word for the tenure. */
  readonly instmntMon: string
  readonly flatPct: number
  readonly feePct: number
  readonly leastFee: Rupiah
}

/** Kredivo's prices: a plan for each tenure. */
export interface Tariff {
  readonly plans: Readonly<Record<PaymentType, Plan>>
}

/** What an order costs in one tenure. */
export interface Quote {
  readonly paymentType: PaymentType
  readonly months: number
  readonly serviceFee: Rupiah
  /** The order and the service fee, which is financed too. */
  readonly financed: Rupiah
  readonly monthly: Rupiah
  readonly total: Rupiah
}

/** What stands for 0 % in the annuity. Source: only this value gives every digit of doc.kredivo.com's example. */
const NEARLY_NOTHING = 0.000001

/**
 * The instalment of an annuity, unrounded: `A·r(1+r)ⁿ/((1+r)ⁿ−1)` with `r` a twelfth of the yearly interest.
 * Source: reproduces the published examples of doc.kredivo.com and Xendit to the digit (fixtures/instalment-vectors.json).
 */
export const rawInstalment = (financed: Rupiah, annualPct: number, months: number): number => {
  const rate = (annualPct || NEARLY_NOTHING) / 1200
  const growth = (1 + rate) ** months
  return (financed * (rate * growth)) / (growth - 1)
}

/** An instalment is rounded up to ten rupiah. Source: as above. */
const toTen = (raw: number): Rupiah => Math.ceil(raw / 10) * 10

/**
 * The yearly interest, in per cent cut to two decimals, whose annuity costs as much as a flat interest a month.
 * Source: the limits that NICEPAY's page "Get User Detail" prints are reproduced to the cent by 2.6 % → 51.67 % over
 * six months.
 */
export const annualPctOf = (flatPct: number, months: number): number => {
  if (flatPct === 0) return 0
  const key = `${flatPct} ${months}`
  const pct = annualPcts.get(key) ?? solvedAnnualPct(flatPct, months)
  annualPcts.set(key, pct)
  return pct
}

/** What was solved before; a tariff has a handful of rates. */
const annualPcts = new Map<string, number>()

const solvedAnnualPct = (flatPct: number, months: number): number => {
  const wanted = (1 + (flatPct / 100) * months) / months
  let [low, high] = [0, 1]
  for (let step = 0; step < 200; step++) {
    const rate = (low + high) / 2
    if (rawInstalment(1, rate * 1200, months) < wanted) low = rate
    else high = rate
  }
  return Math.floor(low * 1200 * 100) / 100
}

/** The service fee of an order in a plan. */
const feeOf = (amount: Rupiah, { feePct, leastFee }: Plan): Rupiah =>
  feePct === 0 ? 0 : Math.max(leastFee, Math.round((amount * feePct) / 100))

/** The same prices to a shopper whose merchant pays for the credit. Guess: then fee and interest are shown as nothing. */
export const paidByMerchant = ({ plans }: Tariff): Tariff => ({
  plans: Object.fromEntries(
    Object.entries(plans).map(([name, plan]) => [
      name,
      { ...plan, flatPct: 0, feePct: 0, leastFee: 0 },
    ]),
  ) as Tariff['plans'],
})

/** What an order costs in a tenure. */
export const quote = (amount: Rupiah, paymentType: PaymentType, { plans }: Tariff): Quote => {
  const plan = plans[paymentType]
  const serviceFee = feeOf(amount, plan)
  const financed = amount + serviceFee
  const monthly = toTen(
    rawInstalment(financed, annualPctOf(plan.flatPct, plan.months), plan.months),
  )
  return {
    paymentType,
    months: plan.months,
    serviceFee,
    financed,
    monthly,
    total: monthly * plan.months,
  }
}
