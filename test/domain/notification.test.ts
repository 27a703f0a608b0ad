import { expect, test } from '@jest/globals'
import { bound, requested } from '../../src/domain/binding.ts'
import { bindingCallback, withQuery } from '../../src/domain/callback.ts'
import { bindingDelivery, bindingNotification } from '../../src/domain/notification.ts'
import { INITIAL_SETTINGS, type Settings } from '../../src/domain/settings.ts'
import { merchantToken } from '../../src/protocol/signature.ts'
import { T0 } from '../support/clock.ts'
import { fixture, KEY } from '../support/fixtures.ts'

const TOKEN = '735b7080-e08f-4ed4-927f-f77d44a70000'
const request = fixture('requests/binding.registration.json')
const waiting = requested(request, 'IONPAYTEST06201607291027025291', 'tk', T0)
const linked = bound(waiting, TOKEN, '6282112345678', T0)
const merchant = (settings: Partial<Settings> = {}) => ({
  iMid: 'IONPAYTEST',
  merchantKey: KEY,
  clientSecret: KEY,
  publicKey: null,
  name: 'Test',
  settings: { ...INITIAL_SETTINGS, ...settings },
})

const documented = {
  merchantToken: '58d4912d76bdd587be41f1dd6f5b34b1b27d2c90abae0817e40ab41653c0f200',
  iMid: 'IONPAYTEST',
  tXid: 'IONPAYTEST06201607291027025291',
  referenceNo: 'MerchantReferenceNumber001',
  mitraCd: 'KDVI',
  billingNm: 'Jhon Doe',
  billingPhone: '+62-82112345678',
  billingEmail: 'buyer@merchant.com',
  userToken: TOKEN,
  clientUserKey: '23124532',
}

test('the notification has the documented fields in the documented order', () => {
  const { body } = bindingDelivery(linked, merchant(), 'd1', T0)
  expect(body).toBe(JSON.stringify(documented))
})

test('its token can be made of the userToken instead', () => {
  const settings = { bindingNotificationToken: 'byUserToken' } as const
  expect(bindingNotification(linked, merchant(settings)).merchantToken).toBe(
    merchantToken(['IONPAYTEST', 'IONPAYTEST06201607291027025291', TOKEN], KEY),
  )
})

test('it can go out as a form', () => {
  const settings = { bindingNotificationType: 'form' } as const
  const { contentType, body } = bindingDelivery(linked, merchant(settings), 'd1', T0)
  expect(contentType).toBe('application/x-www-form-urlencoded')
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual(documented)
})

test('an e-mail that was not given is null', () => {
  expect(bindingNotification({ ...linked, billingEmail: null }, merchant()).billingEmail).toBeNull()
})

test('the browser returns with the registration’s fields and never with the userToken', () => {
  const fields = {
    tXid: linked.tXid,
    referenceNo: 'MerchantReferenceNumber001',
    mitraCd: 'KDVI',
    clientUserKey: '23124532',
  }
  const url = 'http://www.merchant.com/callback'
  expect(bindingCallback(linked, 'post')).toEqual({
    method: 'post',
    url,
    fields: { resultCd: '0000', resultMsg: 'SUCCESS', ...fields },
  })
  expect(bindingCallback(waiting, 'get')).toEqual({
    method: 'get',
    url,
    fields: {
      resultCd: '9030',
      resultMsg: 'Transaction Fail. Please check information.',
      ...fields,
    },
  })
})

test.each([
  { url: 'http://a/cb', joined: 'http://a/cb?n=John+Doe' },
  { url: 'http://a/cb?x=1', joined: 'http://a/cb?x=1&n=John+Doe' },
  { url: 'http://a/cb?', joined: 'http://a/cb?n=John+Doe' },
  { url: 'http://a/cb?x=1&', joined: 'http://a/cb?x=1&n=John+Doe' },
  { url: 'http://a/cb#top', joined: 'http://a/cb?n=John+Doe#top' },
])('parameters are added to $url', ({ url, joined }) => {
  expect(withQuery(url, { n: 'John Doe' })).toBe(joined)
})
