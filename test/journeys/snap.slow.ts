import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Receiver, startReceiver } from '../../src/demo/receiver.ts'
import { bodyHash, isAsymmetric, minified, publicKeyOf } from '../../src/protocol/snap/signature.ts'
import { type Fields, fixture } from '../support/fixtures.ts'
import { signed, TIME } from '../support/payloan.ts'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'
import { snapCall } from '../support/snap.ts'
import { type SnapShop, snapShop, testKeys } from '../support/snap-shop.ts'

let sandbox: TestSandbox
let receiver: Receiver
let shop: SnapShop
/** What the merchant's server answers to notifications. */
let answers: number[]

beforeEach(async () => {
  answers = []
  sandbox = await testSandbox()
  receiver = await startReceiver((res) => void res.writeHead(answers.shift() ?? 200).end('OK'))
  shop = snapShop(sandbox, receiver)
})
afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const CREATE_VA = '/api/v1.0/transfer-va/create-va'
const VA_STATUS = '/api/v1.0/transfer-va/status'
const DELETE_VA = '/api/v1.0/transfer-va/delete-va'
const PAYMENT = '/api/v1.0/debit/payment-host-to-host'
const STATUS = '/api/v1.0/debit/status'
const REFUND = '/api/v1.0/debit/refund'
const QR = '/api/v1.0/qr/qr-mpm-generate'
const QR_QUERY = '/api/v1.0/qr/qr-mpm-query'
const QR_REFUND = '/api/v1.0/qr/qr-mpm-refund'

const amount = (value: string) => ({ value, currency: 'IDR' })

/** The fixture request of an endpoint, notifying this test's receiver. */
const body = (name: string, more: Fields = {}): Fields => {
  const { additionalInfo, ...others }: { additionalInfo: Fields } = fixture(
    `requests/snap.${name}.json`,
  )
  const dbProcessUrl = `${receiver.url}/notification`
  return { ...others, additionalInfo: { ...additionalInfo, dbProcessUrl, ...more } }
}

/** What API V2 says of the same order. */
const inquireV2 = async (order: { tXid: string; referenceNo: string; amt: string }) => {
  const asked = signed({ iMid: 'IONPAYTEST', timeStamp: TIME, ...order }, 'inquiry')
  return (await sandbox.http.post('/nicepay/direct/v2/inquiry').send(asked)).body
}

/** The notifications that came, each with a signature that NICEPAY's public key proves. */
const notified = async () => {
  const key = publicKeyOf((await testKeys()).publicKey)
  if (!key) throw new Error('no public key')
  return (await shop.notified()).map(({ method, headers, text }) => {
    const {
      'x-timestamp': timestamp,
      'x-client-key': clientKey,
      'x-signature': signature,
    } = headers
    expect(method).toBe('POST')
    expect(headers['content-type']).toBe('application/json')
    expect(isAsymmetric(`${clientKey}|${timestamp}`, key, `${signature}`)).toBe(true)
    return { clientKey, timestamp, text }
  })
}

test('a virtual account: token, number, payment, notification, status, and no way to delete it', async () => {
  expect(await shop.token()).toEqual({
    responseCode: '2007300',
    responseMessage: 'Successful',
    accessToken: fixture('replies/snap.token-b2b.json').accessToken,
    tokenType: 'Bearer',
    expiresIn: '900',
  })
  const created = await shop.call(CREATE_VA, body('create-va'))
  expect(created.status).toBe(200)
  expect(created.body).toEqual(fixture('replies/snap.create-va.json'))
  const { virtualAccountNo, additionalInfo } = created.body.virtualAccountData
  const tXid: string = additionalInfo.tXidVA

  const asked = fixture('requests/snap.va-status.json')
  expect((await shop.call(VA_STATUS, asked)).body).toEqual(fixture('replies/snap.va-status.json'))

  await sandbox.clock({ advance: 'PT10M' })
  await sandbox.control(`/transactions/${tXid}/pay`).expect(200)
  expect(await notified()).toEqual([
    {
      clientKey: 'IONPAYTEST',
      timestamp: '2026-01-31T10:10:00+07:00',
      text: JSON.stringify({
        partnerServiceId: '',
        customerNo: '',
        virtualAccountNo,
        virtualAccountName: 'John Doe',
        trxId: '123',
        paymentRequestId: tXid,
        paidAmount: amount('10000.00'),
        trxDateTime: '2026-01-31T10:10:00+07:00',
        additionalInfo: { bankCd: 'BRIN', goodsNm: 'Merchant Goods 1' },
      }),
    },
  ])

  const paid = (await shop.call(VA_STATUS, asked)).body
  expect(paid.additionalInfo).toEqual(paid.virtualAccountData.additionalInfo)
  expect(paid.additionalInfo).toMatchObject({
    latestTransactionStatus: '00',
    transactionStatusDesc: 'Success',
  })
  expect(await inquireV2({ tXid, referenceNo: '123', amt: '10000' })).toMatchObject({
    resultCd: '0000',
    payMethod: '02',
    status: '0',
    vacctNo: virtualAccountNo,
  })

  const deleted = await shop.call(DELETE_VA, fixture('requests/snap.delete-va.json'), {
    method: 'DELETE',
  })
  expect(deleted.status).toBe(404)
  expect(deleted.body).toEqual({ responseCode: '4043113', responseMessage: 'Paid Bill' })
  expect(deleted.get('X-Sandbox-Reason')).toBe(
    `the number of ${tXid} is paid (docs.nicepay.co.id, "Delete VA - SNAP")`,
  )
})

test('a number that nobody has paid to is deleted, by a DELETE with a body', async () => {
  await shop.token()
  await shop.call(CREATE_VA, body('create-va'))
  const asked = fixture('requests/snap.delete-va.json')
  const wrong = await shop.call(DELETE_VA, asked, { method: 'DELETE', signedBody: '' })
  expect(wrong.body.responseMessage).toBe('Unauthorized [Signature]')
  expect(wrong.get('X-Sandbox-Reason')).toMatch(/It was made with the hash of an empty body/)
  const deleted = await shop.call(DELETE_VA, asked, { method: 'DELETE' })
  expect(deleted.body).toEqual(fixture('replies/snap.delete-va.json'))
  const { additionalInfo } = (await shop.call(VA_STATUS, fixture('requests/snap.va-status.json')))
    .body
  expect(additionalInfo).toMatchObject({
    latestTransactionStatus: '05',
    transactionStatusDesc: 'Cancelled',
  })
})

test('a wallet: registration, page, payment, notification, status, return to an app, refunds', async () => {
  await shop.token()
  const asked = body('debit-payment', { callBackUrl: 'merchantapp://main_page', cartData: '' })
  const registered = await shop.call(PAYMENT, { ...asked, amount: amount('5000.00') })
  const tXid = 'IONPAYTEST05202601311000000001'
  const { webRedirectUrl, ...others } = registered.body
  expect(others).toEqual({
    responseCode: '2005400',
    responseMessage: 'Successful',
    referenceNo: tXid,
    partnerReferenceNo: 'ordNo20250211090266',
    appRedirectUrl: '',
    additionalInfo: {},
  })
  expect(webRedirectUrl).toMatch(`${sandbox.url}/partner/wallet?tk=`)

  const about = { originalReferenceNo: tXid, originalPartnerReferenceNo: 'ordNo20250211090266' }
  const status = { ...about, merchantId: 'IONPAYTEST', serviceCode: '54', additionalInfo: {} }
  const waiting = {
    responseCode: '2005500',
    responseMessage: 'Successful',
    ...about,
    serviceCode: '54',
    latestTransactionStatus: '03',
    transactionStatusDesc: 'Unpaid',
    amount: amount('5000.00'),
    transAmount: amount('5000.00'),
    additionalInfo: { transactionDateTime: '2026-01-31T10:00:00+07:00' },
  }
  expect((await shop.call(STATUS, status)).body).toEqual(waiting)

  const page = webRedirectUrl.replace(sandbox.url, '')
  const shown = await sandbox.http.get(page).expect(200)
  expect(shown.text).toContain('DANA')
  await sandbox.clock({ advance: 'PT1M' })
  await sandbox.control(`/transactions/${tXid}/pay`).expect(200)
  expect(await notified()).toEqual([
    {
      clientKey: 'IONPAYTEST',
      timestamp: '2026-01-31T10:01:00+07:00',
      text: JSON.stringify({
        ...{ originalReferenceNo: tXid, originalPartnerReferenceNo: 'ordNo20250211090266' },
        externalStoreId: '',
        amount: amount('5000.00'),
        latestTransactionStatus: '00',
        transactionStatusDesc: 'Success',
        additionalInfo: {},
      }),
    },
  ])
  const paidAt = { transactionDateTime: '2026-01-31T10:01:00+07:00' }
  expect((await shop.call(STATUS, status)).body).toEqual({
    ...waiting,
    latestTransactionStatus: '00',
    transactionStatusDesc: 'Success',
    additionalInfo: paidAt,
  })
  const inV2 = { tXid, referenceNo: 'ordNo20250211090266', amt: '5000' }
  expect(await inquireV2(inV2)).toMatchObject({ status: '0', mitraCd: 'DANA', payMethod: '05' })

  const back = await sandbox.http.get(page).redirects(1).expect(200)
  expect(back.text).toContain(
    `href="merchantapp://main_page?resultCd=0000&amp;resultMsg=SUCCESS&amp;tXid=${tXid}`,
  )

  const refund = { ...about, merchantId: 'IONPAYTEST', reason: 'broken' }
  const given = async (partnerRefundNo: string, value: string, refundType?: string) =>
    (
      await shop.call(REFUND, {
        ...refund,
        partnerRefundNo,
        refundAmount: amount(value),
        ...(refundType && { additionalInfo: { refundType } }),
      })
    ).body
  expect(await given('R1', '2000.00', '2')).toEqual({
    responseCode: '2005800',
    responseMessage: 'Successful',
    ...about,
    refundNo: 'IONPAYTEST05202601311001000002',
    partnerRefundNo: 'R1',
    refundAmount: amount('2000.00'),
    refundTime: '2026-01-31T10:01:00+07:00',
    additionalInfo: { refundType: '2' },
  })
  expect((await shop.call(STATUS, status)).body.latestTransactionStatus).toBe('00')
  expect(await given('R2', '4000.00')).toEqual({
    responseCode: '4035802',
    responseMessage: 'Exceeds Transaction Amount Limit',
  })
  expect((await given('R3', '3000.00')).additionalInfo).toEqual({ refundType: '2' })
  expect((await shop.call(STATUS, status)).body).toMatchObject({
    latestTransactionStatus: '04',
    transactionStatusDesc: 'Refunded',
  })
})

test('an app asks its customer, and a bank is chosen by its code', async () => {
  await shop.token()
  const pages: Readonly<Record<string, [path: string, payMethod: string]>> = {
    OVOE: ['/partner/push', '05'],
    JENC: ['/partner/push', '04'],
    BCAC: ['/partner/wallet', '04'],
  }
  for (const [mitraCd, [path, payMethod]] of Object.entries(pages)) {
    const asked = { ...body('debit-payment', { mitraCd }), partnerReferenceNo: mitraCd }
    const { webRedirectUrl, referenceNo } = (await shop.call(PAYMENT, asked)).body
    expect(new URL(webRedirectUrl).pathname).toBe(path)
    expect(await sandbox.look(`/transactions/${referenceNo}`)).toMatchObject({
      product: 'snap',
      payMethod,
      mitraCd,
      referenceNo: mitraCd,
    })
    await sandbox.control(`/transactions/${referenceNo}/pay`).expect(200)
  }
  expect(await notified()).toHaveLength(3)
})

test('addresses may stand in urlParam or urlParams instead', async () => {
  await shop.token()
  const url = `${receiver.url}/notification/by-list`
  for (const name of ['urlParam', 'urlParams']) {
    const { urlParam: _given, ...asked } = body('debit-payment', {
      dbProcessUrl: '',
      callBackUrl: '',
    })
    const list = [
      { url: 'https://shop.test/back', type: 'PAY_RETURN', isDeeplink: 'Y' },
      { url, type: 'PAY_NOTIFY', isDeeplink: 'N' },
    ]
    const { referenceNo } = (await shop.call(PAYMENT, { ...asked, [name]: list })).body
    expect(await sandbox.look(`/transactions/${referenceNo}`)).toMatchObject({
      dbProcessUrl: url,
      callBackUrl: 'https://shop.test/back',
    })
  }
})

test('a QR code: picture, payment, notification, query by either service code, refund', async () => {
  await shop.token()
  const generated = (await shop.call(QR, body('qr-generate'))).body
  const reply = fixture('replies/snap.qr-generate.json')
  expect(generated).toEqual({
    ...reply,
    qrUrl: `${sandbox.url}/qris/IONPAYTEST08202601311000000001.gif`,
  })
  await sandbox.http.get(generated.qrUrl.replace(sandbox.url, '')).expect(200)
  const tXid = generated.referenceNo

  await sandbox.clock({ advance: 'PT5M' })
  await sandbox.control(`/transactions/${tXid}/pay`).expect(200)
  const about = { originalReferenceNo: tXid, originalPartnerReferenceNo: 'ordNo20250211090266' }
  expect(await notified()).toEqual([
    {
      clientKey: 'IONPAYTEST',
      timestamp: '2026-01-31T10:05:00+07:00',
      text: JSON.stringify({
        ...about,
        externalStoreId: 'NicepayStoreID1',
        amount: amount('100.00'),
        latestTransactionStatus: '00',
        transactionStatusDesc: 'Success',
        additionalInfo: { transactionDateTime: '2026-01-31T10:05:00+07:00' },
      }),
    },
  ])
  for (const serviceCode of ['47', '51']) {
    const query = { ...about, merchantId: 'IONPAYTEST', externalStoreId: 'NICEPAY', serviceCode }
    expect((await shop.call(QR_QUERY, query)).body).toEqual({
      responseCode: '2005100',
      responseMessage: 'Successful',
      ...about,
      serviceCode,
      latestTransactionStatus: '00',
      transactionStatusDesc: 'Success',
      paidTime: '2026-01-31T10:05:00+07:00',
      amount: amount('100.00'),
      additionalInfo: {},
    })
  }
  const inV2 = { tXid, referenceNo: 'ordNo20250211090266', amt: '100' }
  expect(await inquireV2(inV2)).toMatchObject({ status: '0', resultMsg: 'PAID' })
  const refunded = (await shop.call(QR_REFUND, fixture('requests/snap.qr-refund.json'))).body
  expect(refunded).toEqual({
    ...fixture('replies/snap.qr-refund.json'),
    refundNo: 'IONPAYTEST08202601311005000002',
    refundTime: '2026-01-31T10:05:00+07:00',
  })
  expect(await inquireV2(inV2)).toMatchObject({ status: '2', resultMsg: 'refund' })
})

test('a QR code whose time is over is so', async () => {
  await shop.token()
  await shop.call(QR, body('qr-generate'))
  await sandbox.clock({ advance: 'PT14M59S' })
  const query = fixture('requests/snap.qr-query.json')
  expect((await shop.call(QR_QUERY, query)).body.transactionStatusDesc).toBe('Unpaid')
  await shop.token()
  await sandbox.clock({ advance: 'PT1S' })
  await shop.token()
  expect((await shop.call(QR_QUERY, query)).body).toMatchObject({
    latestTransactionStatus: '05',
    transactionStatusDesc: 'Expired',
  })
})

test('a payout: registration, approval, inquiry, notification, balance', async () => {
  await sandbox.settings({ payoutUrl: `${receiver.url}/notification`, payoutBalance: 20_000 })
  await shop.token()
  const asked = {
    ...fixture('requests/snap.payout-registration.json'),
    reservedDt: '',
    reservedTm: '',
  }
  const registered = (await shop.call('/api/v1.0/transfer/registration', asked)).body
  expect(registered).toEqual(fixture('replies/snap.payout-registration.json'))
  const about = fixture('requests/snap.payout-inquiry.json')
  const status = async () => {
    const { latestTransactionStatus, transactionDate } = (
      await shop.call('/api/v1.0/transfer/inquiry', about)
    ).body
    return [latestTransactionStatus, transactionDate]
  }
  expect(await status()).toEqual(['03', ''])
  const approval = await shop.call('/api/v1.0/transfer/approve', about)
  expect(approval.body).toEqual(fixture('replies/snap.payout-approve.json'))
  expect(await status()).toEqual(['00', '2026-01-31T10:00:00+07:00'])
  const balance = await shop.call('/api/v1.0/balance-inquiry', { accountNo: 'IONPAYTEST' })
  expect(balance.body).toEqual({
    responseCode: '2001100',
    responseMessage: 'Successful',
    accountNo: 'IONPAYTEST',
    accountInfos: [{ availableBalance: amount('9000.00') }],
  })
  expect(await notified()).toEqual([
    {
      clientKey: 'IONPAYTEST',
      timestamp: '2026-01-31T10:00:00+07:00',
      text: JSON.stringify({
        originalPartnerReferenceNo: '2020102900000000000001',
        originalReferenceNo: 'IONPAYTEST07202601311000000001',
        latestTransactionStatus: '00',
        transactionStatusDesc: 'Success',
        beneficiaryAccountNo: '5345000060',
        beneficiaryName: 'IONPAY NETWORKS',
        beneficiaryBankCode: 'BDIN',
        amount: amount('11000.00'),
      }),
    },
  ])
})

test('the published example is taken byte for byte, at its time', async () => {
  const { accessToken, signed: vectors } = fixture('snap-vectors.json')
  const { path, timestamp, body: sent, signature } = vectors['create-va']
  await sandbox.settings({ foreignAccessTokens: 'accept' })
  await sandbox.clock({ set: timestamp })
  const call = { path, body: sent, accessToken, timestamp, headers: { 'X-SIGNATURE': signature } }
  const answer = await shop.send(snapCall(call))
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({
    responseCode: '2002700',
    responseMessage: 'Successful',
    virtualAccountData: {
      partnerServiceId: '',
      customerNo: '',
      virtualAccountNo: '884800040254370001',
      virtualAccountName: 'John Doe',
      trxId: '123',
      totalAmount: amount('10000.00'),
      additionalInfo: {
        msId: '',
        msFee: '',
        msFeeType: '',
        mbFee: '',
        mbFeeType: '',
        bankCd: 'BRIN',
        tXidVA: 'IONPAYTEST02202411130254370001',
        goodsNm: 'Merchant Goods 1',
        vacctValidDt: '20241115',
        vacctValidTm: '025437',
      },
    },
  })
})

describe('how programs write their JSON', () => {
  const ASKED = {
    partnerServiceId: '',
    virtualAccountName: 'Jalan Ä & Söhne',
    trxId: '123',
    totalAmount: { value: '10000.00', currency: 'IDR' },
    additionalInfo: {
      bankCd: 'BRIN',
      goodsNm: 'a: b, c',
      dbProcessUrl: 'https://shop.test/a?b=1&c',
    },
  }
  const json = JSON.stringify(ASKED)
  const ascii = json.replace('Ä', '\\u00c4').replace('ö', '\\u00f6')
  const spaced = (text: string) =>
    text.replace(/"(?:[^"\\]|\\.)*"|[:,]/g, (part) => (part.startsWith('"') ? part : `${part} `))
  const WRITTEN = {
    JavaScript: json,
    PHP: ascii.replaceAll('/', '\\/'),
    Python: spaced(ascii),
    Go: json.replaceAll('&', '\\u0026'),
    'somebody with an editor': `${JSON.stringify(ASKED, null, 2)}\n`,
  }

  test.each(Object.entries(WRITTEN))('as %s writes it', async (_program, written) => {
    await shop.token()
    const { body: answer } = await shop.call(CREATE_VA, written)
    expect(answer.responseCode).toBe('2002700')
    expect(answer.virtualAccountData.virtualAccountName).toBe('Jalan Ä & Söhne')
  })

  test('a signature over what was sent without its blanks is right too', async () => {
    await shop.token()
    for (const written of Object.values(WRITTEN)) {
      const answer = await shop.call(CREATE_VA, written, { signedBody: minified(written) })
      expect(answer.body.responseCode).toBe('2002700')
    }
  })

  test.each([
    ['Go', 'PHP'],
    ['Go', 'Python'],
    ['PHP', 'Go'],
    ['Python', 'Go'],
    ['JavaScript', 'PHP'],
  ] as const)('what %s sends is not what %s signs', async (sender, signer) => {
    await shop.token()
    const signedBody = WRITTEN[signer]
    const answer = await shop.call(CREATE_VA, WRITTEN[sender], { signedBody })
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({
      responseCode: '4012700',
      responseMessage: 'Unauthorized [Signature]',
    })
    const reason = decodeURIComponent(answer.get('X-Sandbox-Reason') ?? '')
    expect(reason).toContain(bodyHash(WRITTEN[sender]))
    expect(reason).toContain(
      `It was made over the body as ${signer} writes it anew, not over the bytes that were sent`,
    )
    expect(await sandbox.look('/transactions')).toEqual([])
  })
})

test('a token is good for 900 seconds of the sandbox’s clock', async () => {
  await shop.token()
  await sandbox.clock({ advance: 'PT14M59S' })
  expect((await shop.call(CREATE_VA, body('create-va'))).status).toBe(200)
  await sandbox.clock({ advance: 'PT1S' })
  const answer = await shop.call(CREATE_VA, body('create-va'))
  expect(answer.status).toBe(401)
  expect(answer.body).toEqual({
    responseCode: '4012701',
    responseMessage: 'Access Token Invalid',
  })
  expect(answer.get('X-Sandbox-Reason')).toBe(
    'the access token expired at 2026-01-31T03:15:00.000Z, it is 2026-01-31T03:15:00.000Z; ask for another one (docs.nicepay.co.id, "Create VA - SNAP")',
  )
  await shop.token()
  expect((await shop.call(CREATE_VA, body('create-va'))).status).toBe(200)
})

test('an X-EXTERNAL-ID is good again on the next day, after a reset, and where the merchant wants that', async () => {
  const status = async () =>
    (await shop.call(CREATE_VA, body('create-va'), { externalId: '41' })).status
  await shop.token()
  expect([await status(), await status()]).toEqual([200, 409])
  await sandbox.settings({ externalIds: 'lenient' })
  expect(await status()).toBe(200)
  await sandbox.settings({ externalIds: 'strict' })
  await sandbox.clock({ set: '2026-02-01T00:00:00+07:00' })
  await shop.token()
  expect([await status(), await status()]).toEqual([200, 409])
  await sandbox.http.delete('/_sandbox/state').expect(200)
  await shop.token()
  expect(await status()).toBe(200)
})

test('a notification that is not acknowledged is signed anew each time', async () => {
  answers = [500, 500]
  await shop.token()
  const { virtualAccountData } = (await shop.call(CREATE_VA, body('create-va'))).body
  await sandbox.control(`/transactions/${virtualAccountData.additionalInfo.tXidVA}/pay`).expect(200)
  await notified()
  await sandbox.clock({ advance: 'PT1H' })
  const [first, ...later] = await notified()
  expect(first?.timestamp).toBe('2026-01-31T10:00:00+07:00')
  expect(later.length).toBeGreaterThan(1)
  expect(later.every(({ text }) => text === first?.text)).toBe(true)
  expect(new Set([first, ...later].map((one) => one?.timestamp)).size).toBeGreaterThan(1)
})

describe('what is no call of SNAP is refused in its shape', () => {
  test.each([
    [
      'GET',
      CREATE_VA,
      405,
      '4052700',
      'Requested Function Is Not Supported',
      /must be called by POST, received GET/,
    ],
    [
      'POST',
      DELETE_VA,
      405,
      '4053100',
      'Requested Function Is Not Supported',
      /must be called by DELETE, received POST/,
    ],
    [
      'GET',
      '/v1.0/access-token/b2b',
      405,
      '4057300',
      'Requested Function Is Not Supported',
      /must be called by POST/,
    ],
    ['POST', '/api/v1.0/transfer-va/create', 404, '4040000', 'Not Found', /no such path here/],
    [
      'POST',
      '/api/v1.0/debit/stattus',
      404,
      '4040000',
      'Not Found',
      /did you mean (\/nicepay)?\/api\/v1.0\/debit\/status\?/,
    ],
    ['GET', '/v1.0', 404, '4040000', 'Not Found', /no such path here/],
  ] as const)(
    '%s %s → %d %s',
    async (method, path, status, responseCode, responseMessage, reason) => {
      for (const target of [`/nicepay${path}`, path]) {
        const verb = method === 'GET' ? 'get' : 'post'
        const answer = await sandbox.http[verb](target)
        expect(answer.status).toBe(status)
        expect(answer.body).toEqual({ responseCode, responseMessage })
        expect(answer.get('X-Sandbox-Reason')).toMatch(reason)
      }
    },
  )

  test('a body that is too large', async () => {
    await shop.token()
    const answer = await shop.call(CREATE_VA, { x: 'x'.repeat(70_000) })
    expect(answer.status).toBe(413)
    expect(answer.body).toEqual({
      responseCode: '4132700',
      responseMessage: 'Payload Too Large',
    })
  })
})

test('every answer has the time at which it was given', async () => {
  await shop.token()
  await sandbox.clock({ advance: 'PT1M' })
  const taken = await shop.call(CREATE_VA, body('create-va'))
  const refused = await shop.call(CREATE_VA, {})
  const nothing = await sandbox.http.get('/nicepay/api/v1.0/nothing')
  expect([taken, refused].map((one) => one.get('X-TIMESTAMP'))).toEqual([
    '2026-01-31T10:01:00+07:00',
    '2026-01-31T10:01:00+07:00',
  ])
  // Nobody's call: by the system's clock.
  expect(nothing.get('X-TIMESTAMP')).toBe('2026-01-31T10:00:00+07:00')
})

test('a browser brings back what the checkout page’s does', async () => {
  await shop.token()
  const asked = body('debit-payment', { callBackUrl: 'https://shop.test/back' })
  const { webRedirectUrl, referenceNo } = (await shop.call(PAYMENT, asked)).body
  await sandbox.control(`/transactions/${referenceNo}/pay`).expect(200)
  const page = webRedirectUrl.replace(sandbox.url, '')
  const { text } = await sandbox.http.get(page).redirects(1).expect(200)
  expect(text).toContain('action="https://shop.test/back"')
  const fields = [...text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
  expect(Object.fromEntries(fields.map(([, name, value]) => [name, value]))).toMatchObject({
    resultCd: '0000',
    resultMsg: 'SUCCESS',
    tXid: referenceNo,
    referenceNo: 'ordNo20250211090266',
    amount: '1',
    payMethod: '05',
    mitraCd: 'DANA',
  })
})

test('the doubled slash that the Python SDK calls is not signed', async () => {
  await shop.token()
  const { accessToken } = await shop.token()
  const sent = snapCall({ path: CREATE_VA, body: body('create-va'), accessToken: `${accessToken}` })
  const answer = await shop.send({ ...sent, target: `/nicepay/${CREATE_VA}` })
  expect(answer.body.responseCode).toBe('2002700')
})
