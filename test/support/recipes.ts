import { type AccountMerchant, accountMerchant } from './fixed-va.ts'
import type { Fields } from './fixtures.ts'
import { type PayloanShop, type Registered, signed, TIME } from './payloan.ts'
import { type PayoutMerchant, payoutMerchant } from './payouts.ts'
import type { TestSandbox } from './sandbox.ts'

/** What a recipe works with: a merchant of its own with settings as at first. */
export interface Kitchen {
  readonly sandbox: TestSandbox
  readonly shop: PayloanShop
}

/** How a result code comes about without a fault: in words for the README, and done. Answers the code that came. */
export interface Recipe {
  readonly resultCd: string
  readonly call: string
  readonly how: string
  readonly cook: (kitchen: Kitchen) => Promise<string>
}

const codeOf = (answer: { body: { resultCd?: string } }): string => answer.body.resultCd ?? ''

const DIRECT = '/nicepay/direct/v2'

/** A registration with a change; the code that it answers. */
const registering =
  (change: Fields, settings: Fields = {}) =>
  async ({ sandbox, shop }: Kitchen): Promise<string> => {
    await sandbox.client.merchants.change('PAYLOANTES', settings)
    return shop.register(change).then(
      () => '0000',
      (refused: Error) => JSON.parse(refused.message).resultCd,
    )
  }

const registration = (
  resultCd: string,
  how: string,
  change: Fields,
  settings?: Fields,
): Recipe => ({
  resultCd,
  call: 'registration',
  how,
  cook: registering(change, settings),
})

/** A required field that is left out. */
const without = (resultCd: string, name: string): Recipe =>
  registration(resultCd, `no \`${name}\``, { [name]: '' })

const brought = async (
  { shop }: Kitchen,
  outcome: string,
  change: Fields = {},
): Promise<Registered> => {
  const order = await shop.register({ tokenizeUser: '0', amt: '30000', ...change })
  await shop.complete(order, { outcome })
  return order
}

/** The browser at the payment step, with a change. */
const browsing = async (
  { sandbox, shop }: Kitchen,
  order: Registered,
  change: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const url = shop.paymentUrl(order, { returnJsonFormat: '1', ...change })
  return codeOf(await sandbox.http.get(url.replace(sandbox.url, '')))
}

const payment = (
  resultCd: string,
  how: string,
  cook: (kitchen: Kitchen) => Promise<string>,
): Recipe => ({ resultCd, call: 'payment', how, cook })

const cancelling = (
  resultCd: string,
  how: string,
  change: Fields,
  prepare: (kitchen: Kitchen) => Promise<Registered> = (kitchen) => brought(kitchen, 'approved'),
): Recipe => ({
  resultCd,
  call: 'cancel',
  how,
  cook: async (kitchen) => {
    const order = await prepare(kitchen)
    return (await kitchen.shop.cancel(order, change)).resultCd ?? ''
  },
})

/** What registers an order by another method than payloan. */
const CARD = { payMethod: '01', recurrOpt: '2', mitraCd: '' }
const VA = { payMethod: '02', bankCd: 'CENA', mitraCd: '' }
const STORE = { payMethod: '03', mitraCd: 'INDO' }
const CLICKPAY = { payMethod: '04', mitraCd: 'MDRC' }
const DANA = { payMethod: '05', mitraCd: 'DANA' }

const CARD_DATA = { cardNo: '4222222222222222', cardExpYymm: '2012', cardCvv: '123' }

/** The browser at the payment step of an order by another method, with what its customer typed. */
const paying = (
  resultCd: string,
  how: string,
  order: Fields,
  typed: Readonly<Record<string, string>>,
): Recipe =>
  payment(resultCd, how, async (kitchen) =>
    browsing(kitchen, await kitchen.shop.register(order), typed),
  )

/** Money reserved by one order, to be taken by a larger one. */
const takenTooMuch = async (kitchen: Kitchen): Promise<string> => {
  const { sandbox, shop } = kitchen
  await sandbox.client.merchants.change('PAYLOANTES', { cardAuthorisation: 'preauth' })
  const reserved = await shop.register({ ...CARD, amt: '30000' })
  await browsing(kitchen, reserved, CARD_DATA)
  const { preauthToken } = await shop.inquire(reserved)
  const order = await shop.register({ ...CARD, amt: '30001' })
  return browsing(kitchen, order, { preauthToken: preauthToken ?? '' })
}

const PART = { cancelType: '2', amt: '10000' }

const partlyCancelled = async (kitchen: Kitchen): Promise<Registered> => {
  const order = await brought(kitchen, 'approved')
  await kitchen.shop.cancel(order, PART)
  return order
}

const payingOut = (
  resultCd: string,
  call: string,
  how: string,
  cook: (merchant: PayoutMerchant, kitchen: Kitchen) => Promise<Readonly<Record<string, unknown>>>,
): Recipe => ({
  resultCd,
  call,
  how,
  cook: async (kitchen) =>
    String((await cook(payoutMerchant(kitchen.sandbox), kitchen)).resultCd ?? ''),
})

const withCustomer = (
  resultCd: string,
  call: string,
  how: string,
  cook: (merchant: AccountMerchant) => Promise<Readonly<Record<string, unknown>>>,
): Recipe => ({
  resultCd,
  call,
  how,
  cook: async ({ sandbox }) => {
    const merchant = accountMerchant(sandbox)
    await merchant.registered('7')
    return String((await cook(merchant)).resultCd)
  },
})

/** Every result code that arises by itself, in the order of the codes. */
export const RECIPES: readonly Recipe[] = [
  {
    resultCd: '0000',
    call: 'registration',
    how: 'as documented',
    cook: registering({}),
  },
  {
    resultCd: '8001',
    call: 'inquiry',
    how: 'another `amt` than was registered',
    cook: async ({ shop }) => {
      const order = await shop.register()
      return (await shop.inquire({ ...order, amt: '1' })).resultCd ?? ''
    },
  },
  without('8003', 'deliveryNm'),
  {
    resultCd: '8004',
    call: 'inquiry',
    how: 'no `tXid`',
    cook: async ({ shop }) => {
      const order = await shop.register()
      return (await shop.inquire({ ...order, tXid: '' })).resultCd ?? ''
    },
  },
  paying('8027', 'a card without `cardCvv`', CARD, { ...CARD_DATA, cardCvv: '' }),
  payment('8028', '`callBackUrl` is no http address', async (kitchen) =>
    browsing(kitchen, await kitchen.shop.register(), { callBackUrl: 'ftp://shop.example/' }),
  ),
  cancelling('8061', '`cancelType` 1 for less than the order', { amt: '10000' }),
  {
    resultCd: '9001',
    call: 'registration',
    how: 'a body that is no JSON',
    cook: async ({ sandbox }) =>
      codeOf(await sandbox.http.post(`${DIRECT}/registration`).type('json').send('{"iMid": ')),
  },
  without('9007', 'amt'),
  registration('9008', '`amt` `10.000`', { amt: '10.000' }),
  {
    resultCd: '9009',
    call: 'registration',
    how: 'a `referenceNo` that was registered before',
    cook: async (kitchen) => {
      await kitchen.shop.register({ referenceNo: 'TWICE' })
      return registering({ referenceNo: 'TWICE' })(kitchen)
    },
  },
  {
    resultCd: '9010',
    call: 'registration',
    how: 'a wrong `merchantToken`',
    cook: async ({ sandbox, shop }) => {
      await shop.register()
      const [exchange] = await sandbox.client.requests.list({ path: 'registration' })
      const body = JSON.parse(exchange?.request.body ?? '{}')
      return codeOf(
        await sandbox.http
          .post(`${DIRECT}/registration`)
          .send({ ...body, merchantToken: '0'.repeat(64) }),
      )
    },
  },
  registration('9011', 'an `iMid` that nobody has', { iMid: 'NOBODY0000' }),
  without('9013', 'currency'),
  without('9014', 'referenceNo'),
  without('9015', 'goodsNm'),
  without('9016', 'billingNm'),
  without('9017', 'billingPhone'),
  without('9018', 'billingEmail'),
  payment('9019', 'no `callBackUrl`', async (kitchen) =>
    browsing(kitchen, await kitchen.shop.register(), { callBackUrl: '' }),
  ),
  without('9020', 'dbProcessUrl'),
  registration('9022', '`cartData` that is no JSON', { cartData: '{' }),
  registration('9023', '`cartData` that adds up to another sum than `amt`', {
    amt: '25145',
    cartData:
      '{"item":[{"goods_id":"1","goods_name":"Kopi","goods_amt":"25000","goods_quantity":"1"}]}',
  }),
  registration(
    '9024',
    'no `userIP`, with the setting `requireUserIP` `yes`',
    { userIP: '' },
    { requireUserIP: 'yes' },
  ),
  without('9025', 'billingCity'),
  without('9026', 'billingState'),
  without('9027', 'billingPostCd'),
  without('9028', 'billingCountry'),
  registration('9029', '`instmntMon` 2', { instmntMon: '2' }),
  payment(
    '9030',
    'an order under review (shopper A08, or the outcome `underReview`)',
    async (kitchen) => browsing(kitchen, await brought(kitchen, 'underReview')),
  ),
  registration('9031', '`timeStamp` with 13 digits', { timeStamp: '2026013110000' }),
  payment(
    '9106',
    'an order that the lender refused (shopper A06, or the outcome `declined`)',
    async (kitchen) => browsing(kitchen, await brought(kitchen, 'declined')),
  ),
  registration('9108', '`payMethod` 99', { payMethod: '99' }),
  registration('9109', 'a `referenceNo` of 41 characters', { referenceNo: 'R'.repeat(41) }),
  paying('9110', 'a card that is no test card', CARD, {
    ...CARD_DATA,
    cardNo: '4999999999999999',
  }),
  registration('9115', '`amt` 0', { amt: '0' }),
  payment('9116', 'an order that was cancelled', async (kitchen) => {
    const order = await brought(kitchen, 'approved')
    await kitchen.shop.cancel(order)
    return browsing(kitchen, order)
  }),
  paying('9117', 'the test card whose 3-D Secure fails', CARD, {
    ...CARD_DATA,
    cardNo: '4000000000000101',
  }),
  registration('9118', '`instmntType` 3', { instmntType: '3' }),
  payingOut(
    '9123',
    'approvePayout',
    'more than the balance (setting `payoutBalance`)',
    async (merchant, { sandbox }) => {
      await sandbox.settings({ payoutBalance: 1 })
      return merchant.approve(await merchant.requested())
    },
  ),
  payingOut('9126', 'approvePayout', 'a payout that was approved before', async (merchant) => {
    const tXid = await merchant.requested()
    await merchant.approve(tXid)
    return merchant.approve(tXid)
  }),
  payment(
    '9129',
    'an order whose time is over (`POST …/expire`, or the clock a day on)',
    async (kitchen) => {
      const order = await kitchen.shop.register()
      await kitchen.sandbox.client.transactions.expire(order.tXid)
      return browsing(kitchen, order)
    },
  ),
  withCustomer('9223', 'vacctCustomerRegist', 'a `customerId` of nine digits', (merchant) =>
    merchant.register('123456789'),
  ),
  withCustomer('9225', 'vacctCustomerInquiry', 'a merchantToken that is wrong', (merchant) =>
    merchant.inquire('7', {}, 'another key'),
  ),
  withCustomer('9228', 'vacctInquiry', 'a number on which nothing came in', (merchant) =>
    merchant.deposits('4477000000000007', '20260131', '20260131'),
  ),
  withCustomer('9229', 'vacctCustomerUpdate', '`updateType` 4', (merchant) =>
    merchant.update('7', '4'),
  ),
  withCustomer('9230', 'vacctCustomerInquiry', 'a customer who is not registered', (merchant) =>
    merchant.inquire('8'),
  ),
  withCustomer('9231', 'vacctCustomerInquiry', 'no `customerId`', (merchant) =>
    merchant.inquire(''),
  ),
  withCustomer('9233', 'vacctCustomerRegist', '`customerId` 007 beside 7', (merchant) =>
    merchant.register('007'),
  ),
  withCustomer('9234', 'vacctCustomerRegist', 'a customer who is registered', (merchant) =>
    merchant.register('7'),
  ),
  withCustomer('9235', 'vacctCustomerRegist', 'no `customerNm`', (merchant) =>
    merchant.register('8', { customerNm: '' }),
  ),
  withCustomer('9236', 'vacctCustomerIdInquiry', '`startDt` after `endDt`', (merchant) =>
    merchant.customerDeposits('7', '20260201', '20260131'),
  ),
  payment('9145', 'a `preauthToken` that reserved less than the order costs', takenTooMuch),
  paying('9160', '`cardExpYymm` 1339', CARD, { ...CARD_DATA, cardExpYymm: '1339' }),
  paying('9161', 'a `recurringToken` that no payment has brought', CARD, {
    recurringToken: 'unknown',
  }),
  registration('9207', 'a `referenceNo` of 41 characters, `payMethod` 02', {
    ...VA,
    referenceNo: 'R'.repeat(41),
  }),
  registration('9209', '`amt` 0, `payMethod` 02', { ...VA, amt: '0' }),
  registration('9210', '`vacctValidDt` that is over (setting `pastValidity`)', {
    ...VA,
    vacctValidDt: '20200101',
    vacctValidTm: '000000',
  }),
  payingOut(
    '9237',
    'requestPayout',
    'a `bankCd` that no public SDK lists, with the setting `payoutBanks` `listed`',
    (merchant) => merchant.request({ bankCd: 'XXXX' }),
  ),
  cancelling('9301', '`cancelType` 3', { cancelType: '3' }),
  cancelling('9312', '`amt` `30000.00`', { amt: '30000.00' }),
  cancelling('9314', 'an order that failed', {}, (kitchen) => brought(kitchen, 'declined')),
  cancelling(
    '9319',
    'a part that is more than what is left',
    { cancelType: '2', amt: '20001' },
    partlyCancelled,
  ),
  cancelling(
    '9320',
    '`cancelType` 1 after a part was cancelled',
    { amt: '30000' },
    partlyCancelled,
  ),
  cancelling('9321', 'a part of 0', { cancelType: '2', amt: '0' }),
  cancelling('9327', 'a part of an order that nobody has paid', PART, ({ shop }) =>
    shop.register({ amt: '30000' }),
  ),
  {
    resultCd: '9330',
    call: 'cancel',
    how: 'a transfer that was paid',
    cook: async ({ sandbox, shop }) => {
      const order = await shop.register(VA)
      await sandbox.client.transactions.pay(order.tXid)
      return (await shop.cancel(order, { payMethod: '02' })).resultCd ?? ''
    },
  },
  cancelling('9332', 'a part, with the setting `partialCancel` `refuse`', PART, async (kitchen) => {
    await kitchen.sandbox.client.merchants.change('PAYLOANTES', { partialCancel: 'refuse' })
    return brought(kitchen, 'approved')
  }),
  cancelling('9334', 'an order that was paid more than 90 days ago', {}, async (kitchen) => {
    const order = await brought(kitchen, 'approved')
    await kitchen.sandbox.client.clock.advance('P91D')
    return order
  }),
  {
    resultCd: '9502',
    call: 'confirmAkulaku',
    how: 'an order that Akulaku has not paid',
    cook: async ({ sandbox, shop }) => {
      const { iMid, tXid } = await shop.register()
      const body = signed({ timeStamp: TIME, iMid, tXid }, 'confirmAkulaku')
      return codeOf(await sandbox.http.post(`${DIRECT}/confirmAkulaku`).send(body))
    },
  },
  registration('9507', 'a `referenceNo` of 41 characters, `payMethod` 03', {
    ...STORE,
    referenceNo: 'R'.repeat(41),
  }),
  registration('9509', '`amt` 0, `payMethod` 03', { ...STORE, amt: '0' }),
  registration('9510', '`payValidDt` that is no date, `payMethod` 03', {
    ...STORE,
    payValidDt: '20260230',
  }),
  payment('9752', 'a wallet that its customer pays nothing from', async (kitchen) =>
    browsing(kitchen, await brought(kitchen, 'declined', DANA)),
  ),
  paying('9802', '`clickPayToken` with five digits', CLICKPAY, {
    clickPayNo: '1234567890123456',
    clickPayToken: '12345',
  }),
  paying('9806', '`clickPayToken` 000000', CLICKPAY, {
    clickPayNo: '1234567890123456',
    clickPayToken: '000000',
  }),
  registration(
    '9920',
    'a `userToken` that is not active, with the setting `seamlessDeadToken` `refuse`',
    { tokenizeUser: '2', userToken: 'e0478456-6b50-460c-85e0-000000000000' },
    { seamlessDeadToken: 'refuse' },
  ),
]
