import { describe, expect, test } from '@jest/globals'
import { localPhone, maskedPhone, normalPhone } from '../../src/domain/phone.ts'

describe('a phone number is understood', () => {
  test.each([
    { typed: '081513114262', phone: '6281513114262' },
    { typed: '6281513114262', phone: '6281513114262' },
    { typed: '+6281513114262', phone: '6281513114262' },
    { typed: '+62-81513114262', phone: '6281513114262' },
    { typed: '0815-1311-4262', phone: '6281513114262' },
    { typed: ' 0815 1311 4262 ', phone: '6281513114262' },
    { typed: '81513114262', phone: '6281513114262' },
    { typed: '812345678', phone: '62812345678' },
    { typed: '81234567', phone: undefined },
    { typed: '0812345678901234', phone: undefined },
    { typed: '021-5551234', phone: undefined },
    { typed: 'kredivo', phone: undefined },
    { typed: '', phone: undefined },
  ])('"$typed" → $phone', ({ typed, phone }) => {
    expect(normalPhone(typed)).toBe(phone)
  })
})

test('a phone number is shown to its owner, and masked to others', () => {
  expect(localPhone('6281291891818')).toBe('081291891818')
  expect(maskedPhone('6281291891818')).toBe('0812****1818')
})
