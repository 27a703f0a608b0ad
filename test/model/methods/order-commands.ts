import { signed } from '../../support/payloan.ts'
import type { Driven } from '../sandbox.ts'
import { newest } from '../step.ts'
import { registration, rupiah, snap, v2 } from './calls.ts'
import { inquiryOf, isSnaps, snapInquiryOf } from './inquiries.ts'
import * as rules from './rules.ts'
import { command, isTaken, placeAt } from './sales-commands.ts'
import { ASTRAPAY, CHOICES, UNDECIDED } from './table.ts'
import { isOpen, type Place, type Sale } from './world.ts'

/** One of several; every second time one that what comes can be done to, where there is any. */
export const oneFor = <T>(all: readonly T[], which: number, fits: (one: T) => boolean) => {
  const fitting = which % 2 === 0 ? all.filter(fits) : []
  return newest(fitting.length > 0 ? fitting : all, which >> 1)
}

/** A command about one of the orders of a namespace. */
const about = (
  at: number,
  which: number,
  name: string,
  fits: (sale: Sale, place: Place) => boolean,
  both: (sale: Sale, place: Place, driven: Driven) => Promise<{ sandbox: unknown; model: unknown }>,
) =>
  command(name, (world) => {
    const place = placeAt(world, at)
    const sale = oneFor(place.sales, which, (one) => fits(one, place))
    return (
      sale && {
        words: `${place.namespace}: ${name}, ${sale.referenceNo} (${sale.method.name})`,
        both: (driven) => both(sale, place, driven),
      }
    )
  })

const control = async (
  { call }: Driven,
  { tXid }: Sale,
  { namespace }: Place,
  deed: string,
  body = {},
): Promise<boolean> => {
  const path = `/_sandbox/transactions/${tXid}/${deed}?namespace=${namespace}`
  const { status } = await call('POST', path, body)
  if (status === 200 || status === 409) return status === 200
  throw new Error(`${deed} answers ${status}`)
}

/** How much comes in, beside what was asked for. */
export type Comes = 'all' | 'more' | 'less'

const takes = {
  all: isOpen,
  more: (sale: Sale, place: Place) => sale.method.takesDeposits && isOpen(sale, place),
  less: (sale: Sale, place: Place) => sale.method.takesDeposits && isOpen(sale, place),
} as const

export const pays = (at: number, which: number, comes: Comes) =>
  about(at, which, `pays ${comes}`, takes[comes], async (sale, place, driven) => {
    const amounts = { all: undefined, more: sale.amt + 1, less: Math.max(1, sale.amt - 1) }
    const amount = amounts[comes]
    const body = amount === undefined ? {} : { amount }
    const sandbox = await control(driven, sale, place, 'pay', body)
    return { sandbox, model: rules.pay(sale, amount, place) }
  })

const DEEDS = { reverse: rules.reverse, expire: rules.expire, ready: rules.ready } as const
const FITTING = {
  reverse: ({ status, method }: Sale) => status === 'paid' && method.code === '02',
  expire: isOpen,
  ready: ({ method }: Sale) => method.name === 'alfamart',
} as const
const isPaid = ({ status }: Sale) => status === 'paid'
const isRefundable = (sale: Sale) => isPaid(sale) && sale.method.snap !== null

export const does = (at: number, which: number, deed: keyof typeof DEEDS) =>
  about(at, which, deed, FITTING[deed], async (sale, place, driven) => ({
    sandbox: await control(driven, sale, place, deed),
    model: DEEDS[deed](sale, place),
  }))

export const chooses = (at: number, which: number, choice: number) =>
  about(
    at,
    which,
    'chooses',
    ({ isCheckout }) => isCheckout,
    async (sale, place, driven) => {
      const [method, partner] = CHOICES[choice % CHOICES.length] ?? []
      if (!method) throw new Error('nothing can be chosen')
      const body = { payMethod: method.code, partner }
      const sandbox = await control(driven, sale, place, 'choose', body)
      return { sandbox, model: rules.choose(sale, method, place) }
    },
  )

/** How much is given back: all of it, what is left, a half of that, more, nothing. */
export type Amount = 'all' | 'left' | 'half' | 'tooMuch' | 'nothing'

const amountOf = (how: Amount, { amt, cancelled }: Sale): number => {
  const left = amt - cancelled
  return { all: amt, left, half: Math.ceil(left / 2), tooMuch: left + 1, nothing: 0 }[how]
}

export const cancels = (at: number, which: number, isFull: boolean, how: Amount) =>
  about(
    at,
    which,
    `cancels ${isFull ? 'whole' : 'a part'}: ${how}`,
    isPaid,
    async (sale, place, driven) => {
      const { tXid, method } = sale
      const amt = amountOf(how, sale)
      const asked = { tXid, payMethod: method.code, amt: `${amt}`, cancelType: isFull ? '1' : '2' }
      const { body } = await v2(driven, '/nicepay/direct/v2/cancel', asked, 'cancel', place)
      return { sandbox: body.resultCd, model: rules.cancel(sale, isFull, amt, place) }
    },
  )

let refunds = 0

/** A refund by SNAP, which is for wallets, banks' pages and QR codes, whichever API sold them. */
export const refundsBySnap = (at: number, which: number, isFull: boolean, how: Amount) =>
  about(at, which, `refunds by SNAP: ${how}`, isRefundable, async (sale, place, driven) => {
    const { tXid, referenceNo, method } = sale
    const isQr = method.code === '08'
    const amt = amountOf(how, sale)
    const type = { [isQr ? 'cancelType' : 'refundType']: isFull ? '1' : '2' }
    const asked = {
      merchantId: place.iMid,
      originalReferenceNo: tXid,
      originalPartnerReferenceNo: referenceNo,
      partnerRefundNo: `REFUND-${++refunds}`,
      refundAmount: rupiah(amt),
      additionalInfo: type,
    }
    const path = isQr ? '/api/v1.0/qr/qr-mpm-refund' : '/api/v1.0/debit/refund'
    const sandbox = isTaken(await snap(driven, path, asked, place))
    const isAbout = ['04', '05', '08'].includes(method.code)
    return { sandbox, model: isAbout && rules.cancel(sale, isFull, amt, place) === '0000' }
  })

/** Ends a number that nobody has paid to. */
export const deletesVa = (at: number, which: number) =>
  about(
    at,
    which,
    'deletes the VA by SNAP',
    ({ method }) => method.code === '02',
    async (sale, place, driven) => {
      const { tXid, referenceNo, amt, method, status } = sale
      const asked = {
        trxId: referenceNo,
        additionalInfo: { tXidVA: tXid, totalAmount: rupiah(amt) },
      }
      const path = '/api/v1.0/transfer-va/delete-va'
      const answer = await snap(driven, path, asked, place, { method: 'DELETE' })
      const isAbout = method.code === '02' && status !== 'paid'
      return {
        sandbox: isTaken(answer),
        model: isAbout && rules.cancel(sale, true, amt, place) === '0000',
      }
    },
  )

/** Somebody asks how an order stands, by V2 and, where SNAP knows it, by SNAP. */
export const inquires = (at: number, which: number) =>
  about(at, which, 'inquires', isSnaps, async (sale, place, driven) => {
    const said = await inquiryOf(sale, place, driven)
    if (!isSnaps(sale)) return said
    const bySnap = await snapInquiryOf(sale, place, driven)
    return { sandbox: [said.sandbox, bySnap.sandbox], model: [said.model, bySnap.model] }
  })

/** A registration under a number that was used before. */
export const sellsAgain = (at: number, which: number) =>
  about(
    at,
    which,
    'registers its number again',
    ({ isCheckout }) => !isCheckout,
    async (sale, place, driven) => {
      const { method, referenceNo, amt } = sale
      if (method === UNDECIDED || sale.isCheckout || method === ASTRAPAY)
        return { sandbox: 0, model: 0 }
      const asked = registration(method, referenceNo, amt, driven.dbProcessUrl())
      const { body } = await driven.call(
        'POST',
        '/nicepay/direct/v2/registration',
        signed(
          { ...asked, iMid: place.iMid, timeStamp: '20260131100000' },
          'registration',
          place.key,
        ),
      )
      return { sandbox: body.resultCd, model: '9009' }
    },
  )
