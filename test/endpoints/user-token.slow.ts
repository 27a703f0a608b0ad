import { afterEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { SIGNED } from '../../src/protocol/tokens.ts'
import { countedIds, T0 } from '../support/clock.ts'
import { type Fields, KEY } from '../support/fixtures.ts'
import { type PayloanShop, payloanShop, signed } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

/** The token of NICEPAY's own pages; the next token that is issued is this one. */
const TOKEN = 'e0478456-6b50-460c-85e0-627a1e22d2e0'
const TIME = '20210913100917'

let sandbox: TestSandbox
let receiver: Receiver
let shop: PayloanShop
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const start = async (userToken: () => string = () => TOKEN): Promise<void> => {
  sandbox = await testSandbox({
    env: { systemNow: () => T0, ids: { ...countedIds(), userToken } },
  })
  receiver = await startReceiver()
  shop = payloanShop(sandbox, receiver)
}

const post = (path: string, body: Fields) =>
  sandbox.http.post(`/nicepay/direct/v2/${path}`).send(body)

const details = (userToken = TOKEN, iMid = 'PAYLOANTES', path = 'user-details') =>
  post(path, signed({ iMid, timeStamp: TIME, userToken }, 'userDetails'))

const remove = (userToken = TOKEN, iMid = 'PAYLOANTES', path = 'remove-token') =>
  post(path, signed({ timeStamp: TIME, userToken, iMid }, 'removeToken'))

/** A customer pays and links the account; `who` is Siti unless it is said. */
const link = async (change: Fields = {}, who: Fields = { outcome: 'approved' }) =>
  shop.complete(
    await shop.register({ tokenizeUser: '1', clientUserKey: 'customer', ...change }),
    who,
  )

const typing = (phone: string, pin = '663482') => ({
  phone,
  pin,
  otp: '4567',
  paymentType: '30_days',
})

const DEAD = { resultCd: '9920', resultMsg: 'Error get user details: Invalid user_token' }

test('the published story: two purchases of 25145, the printed limits, the token removed', async () => {
  await start()
  await link()
  const seamless = await shop.register({ tokenizeUser: '2', userToken: TOKEN, clientUserKey: '' })
  await sandbox.http.get(shop.paymentUrl(seamless).replace(sandbox.url, '')).expect(200)

  const published = '8f98a637a7b2c90d871f80456f87aada96308756a2cec91a6ae75d5354ec71b9'
  const answer = await details()
  expect(answer.request.method).toBe('POST')
  expect(signed({ iMid: 'PAYLOANTES', userToken: TOKEN }, 'userDetails').merchantToken).toBe(
    published,
  )
  expect(answer.text).toBe(
    JSON.stringify({
      resultCd: '0000',
      resultMsg: 'SUCCESS',
      billingNm: 'Siti Rahmawati',
      billingPhone: '+62-812****1818',
      accountStatus: '1',
      accountType: '2',
      limitDetails: [
        {
          paymentType: '12_months',
          remainingUserLimit: '29949710.00',
          totalUserLimit: '30000000.00',
        },
        {
          paymentType: '30_days',
          remainingUserLimit: '3449710.00',
          totalUserLimit: '3500000.00',
        },
        {
          paymentType: '3_months',
          remainingUserLimit: '9649130.00',
          totalUserLimit: '9800000.00',
        },
        {
          paymentType: '6_months',
          remainingUserLimit: '18338977.60',
          totalUserLimit: '18600000.00',
        },
      ],
    }),
  )

  const removed = await post('remove-token', {
    timeStamp: TIME,
    userToken: TOKEN,
    merchantToken: '1d5b53fb0fe98f32088efd04fabc93cabb0ea3e75f1f2ef75aaa0917d565abf0',
    iMid: 'PAYLOANTES',
  })
  expect(removed.text).toBe(
    JSON.stringify({
      resultCd: '0000',
      resultMsg: 'SUCCESS',
      userToken: TOKEN,
      tokenStatus: '0',
      description: 'PAYLOANTESDeactivated by merchant',
    }),
  )
  expect((await details()).body).toEqual(DEAD)
  expect((await remove()).body).toEqual(DEAD)
})

describe('a removed token', () => {
  test('pays nothing without a login any more', async () => {
    await start()
    await link()
    await remove()
    const order = await shop.register({ tokenizeUser: '2', userToken: TOKEN, clientUserKey: '' })
    const answer = await sandbox.http.get(shop.paymentUrl(order).replace(sandbox.url, ''))
    expect([answer.status, answer.get('Location')]).toEqual([
      302,
      expect.stringContaining('/kredivo/v2/signin?'),
    ])
  })

  test('is refused at the registration, where the merchant wants that', async () => {
    await start()
    await link()
    await remove()
    await sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send({ seamlessDeadToken: 'refuse' })
    await expect(
      shop.register({ tokenizeUser: '2', userToken: TOKEN, clientUserKey: '' }),
    ).rejects.toThrow(/9920/)
  })

  test('is not notified: it was the merchant who removed it', async () => {
    await start()
    await sandbox.http
      .patch('/_sandbox/merchants/PAYLOANTES')
      .send({ deactivationUrl: `${receiver.url}/unlinked` })
    await link()
    await remove()
    await sandbox.control('/notifications/flush')
    expect(receiver.received.filter(({ path }) => path === '/unlinked')).toEqual([])
  })
})

describe('tokens that are none', () => {
  test.each([
    {
      name: 'an unknown one',
      userToken: '00000000-0000-4000-8000-000000000000',
      iMid: 'PAYLOANTES',
    },
    { name: 'another merchant’s', userToken: TOKEN, iMid: 'IONPAYTEST' },
  ])('$name answers 9920, and nothing is changed', async ({ userToken, iMid }) => {
    await start()
    await link()
    await sandbox.client.notifications.flush()
    const before = await sandbox.look('/state')
    for (const { answer, page } of [
      {
        answer: await details(userToken, iMid),
        page: 'Get User Detail - Account Binding Payloan API',
      },
      { answer: await remove(userToken, iMid), page: 'Deactivate - Account Binding Payloan API' },
    ]) {
      expect(answer.body).toEqual(DEAD)
      expect(decodeURIComponent(answer.get('X-Sandbox-Reason') ?? '')).toBe(
        `userToken must be an active one of ${iMid}, "${userToken}" is none of its (docs.nicepay.co.id, "${page}")`,
      )
    }
    expect(await sandbox.look('/state')).toEqual(before)
  })
})

describe('the paths match', () => {
  test.each(['user-details', 'user_details', 'userDetails', 'USER-DETAILS', 'user-details/'])(
    '%s',
    async (path) => {
      await start()
      await link()
      expect((await details(TOKEN, 'PAYLOANTES', path)).body.resultCd).toBe('0000')
    },
  )

  test.each(['remove-token', 'remove_token', 'removeToken'])('%s', async (path) => {
    await start()
    await link()
    expect((await remove(TOKEN, 'PAYLOANTES', path)).body.resultCd).toBe('0000')
  })
})

describe('what is told of an account', () => {
  test('a basic one has one tenure', async () => {
    await start()
    await link({}, typing('081513114262'))
    expect((await details()).body).toMatchObject({
      billingNm: 'Budi Santoso',
      accountType: '1',
      limitDetails: [
        {
          paymentType: '30_days',
          remainingUserLimit: '2974855.00',
          totalUserLimit: '3000000.00',
        },
      ],
    })
  })

  test('a blocked one says so, and cannot pay by its token', async () => {
    await start()
    await link()
    await sandbox.http
      .patch('/_sandbox/kredivo/accounts/081291891818')
      .send({ blocked: true })
      .expect(200)
    expect((await details()).body.accountStatus).toBe('2')
    const order = await shop.register({ tokenizeUser: '2', userToken: TOKEN, clientUserKey: '' })
    await sandbox.http.get(shop.paymentUrl(order).replace(sandbox.url, '')).expect(200)
    expect(await shop.inquire(order)).toMatchObject({ status: '8', resultMsg: 'failed' })
  })
})

describe('one customer, several links', () => {
  test('the same clientUserKey with another account: the newest token is the one that lives', async () => {
    await start(countedIds().userToken)
    await link()
    await link({}, typing('081513114262'))
    const tokens = await sandbox.look('/user-tokens?clientUserKey=customer')
    expect(tokens.map(({ phone, status }: Fields) => [phone, status])).toEqual([
      ['081513114262', 'active'],
      ['081291891818', 'inactive'],
    ])
  })

  test('the same account at two merchants: two tokens, one set of limits', async () => {
    await start(countedIds().userToken)
    const other = payloanShop(sandbox, receiver, 'IONPAYTEST')
    await link()
    await other.complete(await other.register({ tokenizeUser: '1', clientUserKey: 'customer' }), {
      outcome: 'approved',
    })
    const tokens = await sandbox.look('/user-tokens?status=active')
    expect(tokens.map(({ iMid }: Fields) => iMid)).toEqual(['IONPAYTEST', 'PAYLOANTES'])
    const limits = []
    for (const { userToken, iMid } of tokens) {
      limits.push((await details(userToken, iMid)).body.limitDetails)
    }
    expect(limits[0]).toEqual(limits[1])
    expect(limits[0]).toContainEqual({
      paymentType: '30_days',
      remainingUserLimit: '3449710.00',
      totalUserLimit: '3500000.00',
    })
  })
})

describe('the customer unlinks in Kredivo’s app', () => {
  const unlinkable = async () => {
    await start()
    await sandbox.http
      .patch('/_sandbox/merchants/PAYLOANTES')
      .send({ deactivationUrl: `${receiver.url}/unlinked` })
      .expect(200)
  }
  const told = async () => {
    await sandbox.control('/notifications/flush')
    return receiver.received.filter(({ path }) => path === '/unlinked')
  }

  test('the token is dead, and the merchant is told at its deactivationUrl, signed', async () => {
    await unlinkable()
    await link()
    await sandbox.control(`/user-tokens/${TOKEN}/deactivate`).expect(200)
    expect((await details()).body).toEqual(DEAD)
    const [notification, ...others] = await told()
    expect(others).toEqual([])
    expect(notification?.headers['content-type']).toBe('application/json')
    expect(notification?.text).toBe(
      JSON.stringify({
        clientUserKey: 'customer',
        userToken: TOKEN,
        merchantToken: merchantToken(['PAYLOANTES', TOKEN, 'customer'], KEY),
        iMid: 'PAYLOANTES',
        message: 'Token Invalidated',
      }),
    )
    expect(SIGNED.deactivation).toEqual(['iMid', 'userToken', 'clientUserKey'])
    await sandbox.control(`/user-tokens/${TOKEN}/deactivate`).expect(409)
    expect(await told()).toHaveLength(1)
  })

  test('nobody is told where no address is registered', async () => {
    await start()
    await link()
    await sandbox.control(`/user-tokens/${TOKEN}/deactivate`).expect(200)
    expect(await sandbox.look('/notifications')).toHaveLength(1)
  })

  test('account A12 does it by itself, 30 seconds after the link', async () => {
    await unlinkable()
    await link({}, typing('081200000012'))
    await sandbox.clock({ advance: 'PT29S' })
    expect((await details()).body.resultCd).toBe('0000')
    await sandbox.clock({ advance: 'PT1S' })
    expect((await details()).body).toEqual(DEAD)
    expect(await told()).toHaveLength(1)
  })

  test('a receiver that is down is tried again', async () => {
    await start()
    const down = await startReceiver((res) => void res.destroy())
    await sandbox.http
      .patch('/_sandbox/merchants/PAYLOANTES')
      .send({ deactivationUrl: down.url })
      .expect(200)
    await link()
    await sandbox.control(`/user-tokens/${TOKEN}/deactivate`).expect(200)
    await sandbox.clock({ advance: 'PT3M' })
    expect(down.received).toHaveLength(4)
    const [delivery] = await sandbox.look('/notifications')
    expect(delivery).toMatchObject({ kind: 'deactivation', tXid: null, status: 'failed' })
    await down.stop()
  })
})

describe('how often a payment is notified', () => {
  test.each([
    { label: 'A14', phone: '081200000014', times: 0 },
    { label: 'A15', phone: '081200000015', times: 2 },
  ])('$label: $times times, and the inquiry says paid', async ({ phone, times }) => {
    await start()
    const order = await shop.register()
    await shop.complete(order, typing(phone))
    const notified = await shop.notified()
    expect(notified).toHaveLength(times)
    expect(new Set(notified.map((one) => JSON.stringify(one))).size).toBe(Math.min(times, 1))
    expect(await shop.inquire(order)).toMatchObject({ status: '0' })
  })
})

describe('amount endings, where a merchant has them on', () => {
  test('stand on the login page', async () => {
    await start()
    const page = async () => {
      const tk = await shop.sendBrowser(await shop.register())
      return (await sandbox.http.get(`/kredivo/v2/signin?tk=${tk}`).expect(200)).text
    }
    expect(await page()).not.toContain('…0051')
    await sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send({ amountEndings: 'on' })
    expect(await page()).toMatch(/…0051<\/th><td>Limit tidak cukup/)
  })

  test.each([
    { amt: '20051', status: '8', notified: 1 },
    { amt: '20005', status: '8', notified: 1 },
    { amt: '20059', status: '8', notified: 1 },
    { amt: '20009', status: '3', notified: 1 },
    { amt: '20068', status: '0', notified: 1 },
    { amt: '20000', status: '0', notified: 2 },
  ])('a payment of $amt by token ends with status $status', async ({ amt, status, notified }) => {
    await start()
    await sandbox.http.patch('/_sandbox/merchants/PAYLOANTES').send({ amountEndings: 'on' })
    await link()
    const order = await shop.register({
      tokenizeUser: '2',
      userToken: TOKEN,
      clientUserKey: '',
      amt,
    })
    await sandbox.http.get(shop.paymentUrl(order).replace(sandbox.url, '')).expect(200)
    expect(await shop.inquire(order)).toMatchObject({ status })
    expect(await shop.notified()).toHaveLength(notified)
    if (status !== '3') return
    await sandbox.clock({ advance: 'PT1M' })
    expect(await shop.inquire(order)).toMatchObject({ status: '0' })
  })
})
