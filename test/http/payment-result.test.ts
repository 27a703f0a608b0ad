import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type TestSandbox, testSandbox } from '../support/sandbox.ts'

const PAGE = '/IONPAY_CLIENT/paymentResult.jsp'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
})
afterAll(() => sandbox.stop())

/** What the page lists. */
const listed = (html: string): string[][] =>
  [...html.matchAll(/<dt><code>(.*?)<\/code><\/dt><dd>(.*?)<\/dd>/g)].map((match) => match.slice(1))

test.each([
  { how: 'a query', call: () => sandbox.http.get(`${PAGE}?resultCd=0000&tXid=T1`) },
  {
    how: 'a form',
    call: () => sandbox.http.post(PAGE).type('form').send({ resultCd: '0000', tXid: 'T1' }),
  },
  {
    how: 'both, under NICEPAY’s name',
    call: () =>
      sandbox.http
        .post(`${PAGE}?resultCd=0000`)
        .set('Host', 'dev.nicepay.co.id')
        .type('form')
        .send({ tXid: 'T1' }),
  },
])('NICEPAY’s page for trying prints what comes by $how', async ({ call }) => {
  const answer = await call()
  expect([answer.status, answer.type]).toEqual([200, 'text/html'])
  expect(listed(answer.text)).toEqual([
    ['resultCd', '0000'],
    ['tXid', 'T1'],
  ])
})

test('it prints texts as texts, and says when there is nothing', async () => {
  const hostile = '<script>alert(1)</script>'
  const { text } = await sandbox.http
    .post(PAGE)
    .type('form')
    .send({ [hostile]: hostile })
  expect(text).not.toContain(hostile)
  expect(listed(text)).toHaveLength(1)
  expect((await sandbox.http.get(PAGE)).text).toContain('Tidak ada apa-apa.')
})

test.each([
  { name: 'lists and objects', body: 'a[]=1&a[]=2&b=3', status: 200 },
  { name: 'too much', body: `a=${'x'.repeat(70_000)}`, status: 413 },
  { name: 'what is no form', body: '%', status: 200 },
])('$name answers $status', async ({ body, status }) => {
  await sandbox.http.post(PAGE).type('form').send(body).expect(status)
})
