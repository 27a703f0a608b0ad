import { expect, test } from '@jest/globals'
import { withoutCard } from '../../src/protocol/card-data.ts'

test.each([
  ['tXid=A1&cardNo=4999888877776666&cardCvv=123', 'tXid=A1&cardNo=499988****6666&cardCvv=***'],
  [
    '/payment?cardCvv=1234&cardNo=4999+8888+7777+6666',
    '/payment?cardCvv=***&cardNo=4999+8****6666',
  ],
  ['{"cardNo": "4999888877776666","cardCvv":123}', '{"cardNo": "499988****6666","cardCvv":***}'],
  ['cardNo=4999&cardExpYymm=3901', 'cardNo=****&cardExpYymm=3901'],
  ['cardNo=&cardHolderNm=Siti', 'cardNo=****&cardHolderNm=Siti'],
  ['tXid=A1', 'tXid=A1'],
])('%s', (sent, kept) => {
  expect(withoutCard(sent)).toBe(kept)
})
