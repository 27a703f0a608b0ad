import { expect, test } from '@jest/globals'
import { withoutCard } from '../../src/protocol/card-mask.ts'

test.each([
  [
    'a form',
    'tXid=T&cardNo=5123450000000008&cardExpYymm=3901&cardCvv=100&x=1',
    'tXid=T&cardNo=512345******0008&cardExpYymm=3901&cardCvv=***&x=1',
  ],
  [
    'a query',
    '/nicepay/direct/v2/payment?cardNo=5123%204500%200000%200008&cardCvv=1000',
    '/nicepay/direct/v2/payment?cardNo=512345******0008&cardCvv=***',
  ],
  [
    'JSON',
    '{"cardNo":"5123450000000008","cardCvv": "100"}',
    '{"cardNo":"512345******0008","cardCvv": "***"}',
  ],
  [
    'JSON with numbers',
    '{"cardNo": 5123450000000008, "cardCvv":100}',
    '{"cardNo": 512345******0008, "cardCvv":***}',
  ],
  ['what is too short for a card', 'cardNo=12345', 'cardNo=****'],
  ['no card', 'tXid=T&amt=5123450000000008', 'tXid=T&amt=5123450000000008'],
])('of %s the card is not kept', (_name, text, kept) => {
  expect(withoutCard(text)).toBe(kept)
})
