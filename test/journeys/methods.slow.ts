import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { type Fields, KEY } from '../support/fixtures.ts'
import { BY, payOrder } from '../support/methods.ts'
import { type PayloanShop, payloanShop, type Registered } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
beforeEach(async () => {
  sandbox = await testSandbox()
  receiver = await startReceiver()
  shop = payloanShop(sandbox, receiver, 'IONPAYTEST')
})
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

type Standing = readonly [status: string, resultMsg: string]

/** What the documentation says of an order by one method, from its registration to its end. */
interface Row {
  readonly by: keyof typeof BY
  /** The registration's answer, beside what every one has. */
  readonly answers: Fields
  /** How an inquiry shows an order that nobody has paid. */
  readonly open: Standing
  readonly paid: Standing
  /** How long nobody may pay, and how the order stands then. */
  readonly life: string
  readonly over: Standing
  /** What an inquiry shows of the payment: every field that says something and did not before. */
  readonly shows: Fields
  /** The notification's fields behind those that every one has, in order. */
  readonly notified: Fields
  /** What the browser brings back, beside what every one does; nothing where there is no browser. */
  readonly brings: Fields | null
  /** The last parameters of a return by a link. */
  readonly link: readonly string[]
  /** A cancel before the payment, on its day, and on the next one: the code, and how the order stands then. */
  readonly cancel: Readonly<
    Record<'unpaid' | 'sameDay' | 'nextDay', readonly [code: string, standing: Standing]>
  >
}

/** What every registration of an order that is paid on a page answers. */
const PLAIN = { transDt: '20260131', transTm: '100000' }

const NAMES = {
  ...PLAIN,
  currency: 'IDR',
  goodsNm: 'Test Transaction Nicepay',
  billingNm: 'Customer Name',
}

const INSTALMENTS = { instmntType: '2', instmntMon: '1' }
const DEPOSIT = { depositDt: '20260131', depositTm: '100030' }
const PARTNER_NUMBERS = { receiptCode: '311000000001', mRefNo: '311000000001' }

const MANDIRI = 'PT Bank Mandiri (Persero)'
const BANKS = {
  issuBankCd: 'BMRI',
  issuBankNm: MANDIRI,
  acquBankCd: 'BMRI',
  acquBankNm: MANDIRI,
}

/** A card's payment as it is notified; inquiries show more of the number. */
const cardNotified = (cardNo: string) => ({
  matchCl: '',
  status: '0',
  authNo: '000001',
  IssueBankCd: 'BMRI',
  IssueBankNm: MANDIRI,
  ...BANKS,
  cardNo,
  cardExpYymm: '3901',
  instmntMon: '1',
  instmntType: '2',
  preauthToken: '',
  recurringToken: '',
  ccTransType: '1',
  vat: '',
  fee: '',
  notaxAmt: '',
})

const cardShows = (cardNo: string) => ({
  ...PLAIN,
  ...BANKS,
  cardNo,
  cardExpYymm: '3901',
  ccTransType: '1',
  acquStatus: '10',
  authNo: '000001',
})

const cardBrings = (cardNo: string) => ({
  ...BANKS,
  cardNo,
  cardExpYymm: '3901',
  authNo: '000001',
  ccTransType: '1',
})

const CARD_LINK =
  'authNo issuBankCd issuBankNm acquBankCd acquBankNm cardNo receiptCode mitraCd recurringToken preauthToken ' +
  'currency goodsNm billingNm ccTransType mRefNo instmntType instmntMon cardExpYymm'

const CARD: Omit<Row, 'by' | 'shows' | 'notified' | 'brings'> = {
  answers: PLAIN,
  open: ['9', 'init'],
  paid: ['0', 'paid'],
  life: 'P1D',
  over: ['8', 'failed'],
  link: CARD_LINK.split(' '),
  cancel: {
    unpaid: ['9314', ['9', 'init']],
    sameDay: ['0000', ['1', 'void']],
    nextDay: ['0000', ['2', 'refund']],
  },
}

const WALLET: Omit<Row, 'by' | 'brings' | 'notified' | 'cancel'> = {
  answers: PLAIN,
  open: ['9', 'init'],
  paid: ['0', 'paid'],
  life: 'P1D',
  over: ['5', 'expired'],
  shows: { ...PLAIN, ...PARTNER_NUMBERS },
  link: ['mitraCd', 'currency', 'goodsNm', 'billingNm'],
}

const partnerNotified = (mitraCd: string) => ({
  ...{ matchCl: '', status: '0', mitraCd },
  ...PARTNER_NUMBERS,
})

const ROWS: readonly Row[] = [
  {
    ...CARD,
    by: 'card',
    shows: cardShows('51234500****0008'),
    notified: cardNotified('512345******0008'),
    brings: cardBrings('512345******0008'),
  },
  {
    ...CARD,
    by: 'gpn',
    shows: cardShows('19463400****0008'),
    notified: cardNotified('194634******0008'),
    brings: cardBrings('194634******0008'),
  },
  {
    by: 'transfer',
    answers: {
      ...NAMES,
      ...{ bankCd: 'BMRI', vacctNo: '70014000091000000001' },
      ...{ vacctValidDt: '20260202', vacctValidTm: '100000' },
    },
    open: ['3', 'unpaid'],
    paid: ['0', 'paid'],
    life: 'P2D',
    over: ['4', 'expired'],
    shows: DEPOSIT,
    notified: {
      ...{ matchCl: '1', status: '0', bankCd: 'BMRI', vacctNo: '70014000091000000001' },
      ...{ vacctValidDt: '20260202', vacctValidTm: '100000' },
      ...DEPOSIT,
      ...INSTALMENTS,
    },
    brings: null,
    link: [],
    cancel: {
      unpaid: ['0000', ['4', 'expired']],
      sameDay: ['9330', ['0', 'paid']],
      nextDay: ['9330', ['0', 'paid']],
    },
  },
  {
    by: 'indomaret',
    answers: { ...PLAIN, mitraCd: 'INDO', payNo: '311000000001' },
    open: ['3', 'unpaid'],
    paid: ['0', 'paid'],
    life: 'P7D',
    over: ['4', 'expired'],
    shows: { transTm: '100030', ...DEPOSIT },
    notified: {
      ...{ matchCl: '1', status: '0', mitraCd: 'INDO', payNo: '311000000001' },
      ...{ payValidDt: '20260207', payValidTm: '100000', receiptCode: '', mRefNo: '' },
      ...DEPOSIT,
      ...INSTALMENTS,
    },
    brings: null,
    link: [],
    cancel: {
      unpaid: ['0000', ['4', 'expired']],
      sameDay: ['9314', ['0', 'paid']],
      nextDay: ['9314', ['0', 'paid']],
    },
  },
  {
    by: 'mandiri',
    answers: PLAIN,
    open: ['9', 'init'],
    paid: ['0', 'paid'],
    life: 'P1D',
    over: ['3', 'unpaid'],
    shows: { ...PLAIN, ...PARTNER_NUMBERS },
    notified: partnerNotified('MDRC'),
    brings: { mitraCd: 'MDRC', ...PARTNER_NUMBERS },
    link: ['receiptCode', 'mitraCd', 'currency', 'goodsNm', 'billingNm', 'mRefNo'],
    cancel: {
      unpaid: ['9314', ['9', 'init']],
      sameDay: ['0000', ['1', 'void']],
      nextDay: ['0000', ['1', 'void']],
    },
  },
  {
    ...WALLET,
    by: 'ovo',
    notified: partnerNotified('OVOE'),
    brings: { mitraCd: 'OVOE', ...PARTNER_NUMBERS },
    cancel: {
      unpaid: ['9314', ['9', 'init']],
      sameDay: ['0000', ['1', 'void']],
      nextDay: ['9314', ['0', 'paid']],
    },
  },
  {
    ...WALLET,
    by: 'dana',
    notified: partnerNotified('DANA'),
    brings: { mitraCd: 'DANA', ...PARTNER_NUMBERS },
    cancel: {
      unpaid: ['9314', ['9', 'init']],
      sameDay: ['0000', ['1', 'void']],
      nextDay: ['0000', ['2', 'refund']],
    },
  },
  {
    ...WALLET,
    by: 'linkAja',
    notified: partnerNotified('LINK'),
    brings: { mitraCd: 'LINK', ...PARTNER_NUMBERS },
    cancel: {
      unpaid: ['9314', ['9', 'init']],
      sameDay: ['0000', ['1', 'void']],
      nextDay: ['0000', ['1', 'void']],
    },
  },
  {
    by: 'qris',
    answers: {
      ...NAMES,
      ...{ mitraCd: 'QSHP', paymentExpDt: '20260131', paymentExpTm: '100500' },
      qrContent: expect.stringMatching(/^000201/),
      qrUrl: expect.stringMatching(/\/qris\/IONPAYTEST08202601311000000001\.gif$/),
    },
    open: ['3', 'unpaid'],
    paid: ['0', 'PAID'],
    life: 'PT5M',
    over: ['5', 'expired'],
    shows: { transTm: '100030', paymentTrxSn: '311000000001', userId: 'SANDBOX' },
    notified: {
      ...{ matchCl: '1', status: '0', mitraCd: 'QSHP', receiptCode: '', mRefNo: '' },
      ...{ paymentTrxSn: '311000000001', userId: 'SANDBOX', shopId: 'NICEPAY' },
    },
    brings: null,
    link: [],
    cancel: {
      unpaid: ['0000', ['5', 'expired']],
      sameDay: ['0000', ['2', 'refund']],
      nextDay: ['0000', ['2', 'refund']],
    },
  },
]

const standing = async (order: Registered): Promise<Standing> => {
  const { resultCd, status, resultMsg } = await shop.inquire(order)
  expect(resultCd).toBe('0000')
  return [status ?? '', resultMsg ?? '']
}

const without = (fields: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))

describe.each(ROWS)('by $by', (row) => {
  const { payMethod } = BY[row.by]
  const tXid = `IONPAYTEST${payMethod}202601311000000001`

  const register = () => shop.register({ ...BY[row.by], amt: '10000' })
  const pay = (order: Registered) => payOrder(sandbox, shop, order, payMethod)

  test('what is registered is answered and waits; its payment is notified once, brought back by the browser, and seen in an inquiry', async () => {
    const order = await register()
    const [exchange] = await sandbox.client.requests.list({ path: 'registration' })
    const answer = JSON.parse(exchange?.response.body ?? '{}')
    const said = Object.entries(answer).filter(([, value]) => value !== null)
    expect(Object.fromEntries(said)).toEqual({
      ...{ resultCd: '0000', resultMsg: 'SUCCESS', tXid, referenceNo: 'ORDER-1' },
      ...{ payMethod, amt: '10000' },
      ...row.answers,
    })
    const before = await shop.inquire(order)
    expect([before.status, before.resultMsg]).toEqual(row.open)
    expect(await shop.notified()).toEqual([])

    await sandbox.clock({ advance: 'PT30S' })
    const back = await pay(order)

    expect((await shop.notified()).map((fields) => Object.entries(fields))).toEqual([
      Object.entries({
        tXid,
        merchantToken: merchantToken(['IONPAYTEST', tXid, '10000'], KEY),
        referenceNo: 'ORDER-1',
        payMethod,
        amt: '10000',
        transDt: '20260131',
        transTm: '100030',
        currency: 'IDR',
        goodsNm: 'Test Transaction Nicepay',
        billingNm: 'Customer Name',
        ...row.notified,
      }),
    ])

    const after = await shop.inquire(order)
    const [status, resultMsg] = row.paid
    const changed = Object.entries(after).filter(([name, value]) => before[name] !== value)
    expect(Object.fromEntries(changed)).toEqual({ status, resultMsg, ...row.shows })

    const silent = Object.entries(back?.fields ?? {}).filter(([, value]) => value !== '')
    const brought = without(Object.fromEntries(silent), 'timeStamp', 'merchantToken')
    expect(brought).toEqual(
      row.brings && back
        ? {
            ...{ resultCd: '0000', resultMsg: 'SUCCESS', tXid, referenceNo: 'ORDER-1', payMethod },
            ...{ amt: '10000', ...NAMES, ...INSTALMENTS },
            ...row.brings,
          }
        : {},
    )
  })

  test('nobody pays in time', async () => {
    const order = await register()
    await sandbox.clock({ advance: row.life })
    expect(await standing(order)).toEqual(row.over)
    await sandbox.control(`/transactions/${tXid}/pay`).expect(409)
    expect(await shop.notified()).toEqual([])
  })

  test('its time is over at once, when the control API says so; nobody can cancel it', async () => {
    const order = await register()
    await sandbox.client.transactions.expire(tXid)
    expect(await standing(order)).toEqual(row.over)
    expect((await shop.cancel(order, { payMethod })).resultCd).toBe('9314')
  })

  test.each(['unpaid', 'sameDay', 'nextDay'] as const)('cancelled: %s', async (when) => {
    const order = await register()
    if (when !== 'unpaid') await pay(order)
    if (when === 'nextDay') await sandbox.clock({ advance: 'P1D' })
    const [code, ends] = row.cancel[when]
    const { resultCd, amt } = await shop.cancel(order, { payMethod })
    expect([resultCd, amt]).toEqual([code, code === '0000' ? '10000' : null])
    expect(await standing(order)).toEqual(ends)
    const { cancelAmt } = await shop.inquire(order)
    expect(cancelAmt).toBe(code === '0000' ? '10000' : null)
  })
})

describe.each(ROWS.filter(({ brings }) => brings))('by $by the browser comes back', (row) => {
  test('by a link, where the merchant wants that', async () => {
    await sandbox.settings({ callbackMethod: 'get' })
    const order = await shop.register({ ...BY[row.by], amt: '10000' })
    const back = await payOrder(sandbox, shop, order, BY[row.by].payMethod)
    const { searchParams } = new URL(back?.url ?? '')
    expect([...searchParams.keys()]).toEqual([
      ...'resultCd resultMsg tXid referenceNo payMethod amt transDt transTm description'.split(' '),
      ...row.link,
    ])
    expect(Object.fromEntries(searchParams)).toMatchObject({ resultCd: '0000', tXid: order.tXid })
  })
})
