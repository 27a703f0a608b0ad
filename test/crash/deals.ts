import { BY } from '../support/methods.ts'
import type { Book, Deal } from './book.ts'
import { type Shop, seller } from './shop.ts'

/** What a deal is done with. */
export interface Trade {
  readonly shop: Shop
  readonly book: Book
}

const NOW_PAID = { is: 'paid', told: 1 } as const
const SITI = { phone: '081291891818', pin: '414141', otp: '4567' }

const V2 = seller('TNICEVA022')
const LOANS = seller('PAYLOANTES')

const opened = (
  { book }: Trade,
  referenceNo: string,
  id: string,
  more: Partial<Pick<Deal, 'table' | 'tk' | 'namespace'>> = {},
): Deal =>
  book.open({ namespace: 'default', table: 'transactions', id, referenceNo, tk: null, ...more })

/** What a shop may do with an order by a method, once it is paid. */
const AFTERWARDS: Readonly<Record<keyof typeof BY, 'void' | 'refund' | 'part' | 'reverse' | null>> =
  {
    card: 'part',
    gpn: 'void',
    transfer: 'reverse',
    alfamart: null,
    indomaret: null,
    mandiri: 'void',
    jenius: 'void',
    ovo: 'void',
    dana: 'part',
    linkAja: 'void',
    qris: 'refund',
  }

/** An order by a method of V2, paid by the control API, every second one then cancelled, whole or a part, or reversed. */
const sale =
  (name: keyof typeof BY) =>
  async (trade: Trade, referenceNo: string, goesOn: boolean): Promise<void> => {
    const { shop, book } = trade
    const by = { instmntType: '1', instmntMon: '1', ...BY[name] }
    const { tXid = '' } = await shop.sell(V2, referenceNo, by)
    const deal = opened(trade, referenceNo, tXid)
    await book.step(deal, NOW_PAID, () => shop.pay(tXid))
    const after = AFTERWARDS[name]
    if (!goesOn || after === null) return
    const cancel = (part?: string) => shop.cancel(V2, tXid, by.payMethod, part)
    if (after === 'reverse') {
      await book.step(deal, { is: 'refund', told: 2 }, () => shop.reverse(tXid))
    } else if (after === 'part') {
      await book.step(deal, { is: 'paid-5000', told: 1 }, () => cancel('5000'))
      await book.step(deal, { is: 'void-25145', told: 1 }, () => cancel('20145'))
    } else {
      await book.step(deal, { is: `${after}-25145`, told: 1 }, () => cancel())
    }
  }

/** An order at Kredivo, linked with the shopper's account now and then. */
const loan = async (trade: Trade, referenceNo: string, goesOn: boolean): Promise<void> => {
  const { shop, book } = trade
  const { tXid = '' } = await shop.sellOnCredit(LOANS, referenceNo, goesOn ? '' : referenceNo)
  const deal = opened(trade, referenceNo, tXid)
  const tk = await shop.sendBrowser(LOANS, referenceNo, tXid)
  book.given(tk, referenceNo)
  await book.step(deal, NOW_PAID, () =>
    shop.complete(tk, { ...SITI, paymentType: '30_days' }, 'approved'),
  )
  if (!goesOn) return
  await book.step(deal, { is: 'void-25145', told: 1 }, () => shop.cancel(LOANS, tXid, '06'))
}

const binding = async (trade: Trade, referenceNo: string): Promise<void> => {
  const { tXid, tk } = await trade.shop.bind(LOANS, referenceNo)
  const deal = opened(trade, referenceNo, tXid, { table: 'bindings', tk })
  const bound = { is: 'bound', told: 1 }
  await trade.book.step(deal, bound, () => trade.shop.complete(tk, SITI, 'linked'))
}

const snapVa = async (trade: Trade, referenceNo: string): Promise<void> => {
  const tXid = await trade.shop.createVa(referenceNo)
  const deal = opened(trade, referenceNo, tXid)
  await trade.book.step(deal, NOW_PAID, () => trade.shop.pay(tXid))
}

const snapDebit = async (trade: Trade, referenceNo: string, goesOn: boolean): Promise<void> => {
  const { shop, book } = trade
  const { tXid, tk } = await shop.debit(referenceNo)
  const deal = opened(trade, referenceNo, tXid, { tk })
  await book.step(deal, NOW_PAID, () => shop.pay(tXid))
  if (!goesOn) return
  await book.step(deal, { is: 'void-1', told: 1 }, () => shop.refundDebit(referenceNo, tXid))
}

/** A payout that is approved, and fails at the bank every second time; one in four is rejected instead. */
const payout = async (trade: Trade, referenceNo: string, goesOn: boolean): Promise<void> => {
  const { shop, book } = trade
  const tXid = await shop.requestPayout(referenceNo, '11000')
  const deal = opened(trade, referenceNo, tXid, { table: 'payouts' })
  if (!goesOn && referenceNo.endsWith('0')) {
    const rejected = { is: 'rejected', told: 0 }
    return book.step(deal, rejected, () => shop.decidePayout('rejectPayout', tXid))
  }
  await book.step(deal, { is: 'approved', told: 1 }, () => shop.decidePayout('approvePayout', tXid))
  if (goesOn) await book.step(deal, { is: 'failed', told: 2 }, () => shop.failPayout(tXid))
}

/** All kinds of deals, as often as they are named. */
export const DEALS: readonly ((trade: Trade, no: string, goesOn: boolean) => Promise<void>)[] = [
  ...(Object.keys(BY) as (keyof typeof BY)[]).map(sale),
  loan,
  loan,
  loan,
  binding,
  binding,
  snapVa,
  snapVa,
  snapDebit,
  snapDebit,
  payout,
  payout,
]
