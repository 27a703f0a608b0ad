import { createHmac } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { snapMistake } from '../../../src/protocol/snap/diagnosis.ts'
import {
  bodyHash,
  type SignedParts,
  stringToSign,
  symmetricSignature,
} from '../../../src/protocol/snap/signature.ts'

const SHOP = { iMid: 'IONPAYTEST', merchantKey: 'the-key', clientSecret: 'c2VjcmV0' }
const FIELDS = { url: 'https://shop.test/a?b=1&c=2', name: 'Jalan Ä', list: [1, 2] }
/** As some program wrote it, like none of those that are known. */
const BODY = `{ "url":"https://shop.test/a?b=1&c=2" , "name":"Jalan Ä", "list":[1,2] }`
const CALL = { body: Buffer.from(BODY), input: FIELDS }
const RAW: SignedParts = {
  method: 'POST',
  path: '/api/v1.0/debit/status?x=1',
  accessToken: 'header.payload.seal',
  hash: bodyHash(BODY),
  timestamp: '2026-01-31T10:00:00+07:00',
}

const by = (parts: Partial<SignedParts>, secret = SHOP.clientSecret): string =>
  symmetricSignature(stringToSign({ ...RAW, ...parts }), secret)
const of = (text: string): string => symmetricSignature(text, SHOP.clientSecret)
const hmac = (algorithm: string, encoding: 'hex' | 'base64' | 'base64url'): string =>
  createHmac(algorithm, SHOP.clientSecret).update(stringToSign(RAW)).digest(encoding)
const over = (json: string): string => by({ hash: bodyHash(json) })

const ANEW = 'writes it anew, not over the bytes that were sent'

test.each<[signature: string, says: string | undefined]>([
  [over('{"url":"https://shop.test/a?b=1&c=2","name":"Jalan Ä","list":[1,2],"x":1}'), undefined],
  ['x', undefined],
  [
    over('{"url":"https:\\/\\/shop.test\\/a?b=1&c=2","name":"Jalan \\u00c4","list":[1,2]}'),
    `It was made over the body as PHP ${ANEW}`,
  ],
  [
    over('{"url": "https://shop.test/a?b=1&c=2", "name": "Jalan \\u00c4", "list": [1, 2]}'),
    `It was made over the body as Python ${ANEW}`,
  ],
  [
    over('{"url":"https://shop.test/a?b=1\\u0026c=2","name":"Jalan Ä","list":[1,2]}'),
    `It was made over the body as Go ${ANEW}`,
  ],
  [
    by({ path: `/nicepay${RAW.path}` }),
    'It was made over the path with /nicepay before it; that prefix is not signed',
  ],
  [by({ path: '/v1.0/debit/status?x=1' }), 'It was made over the path without /api before it'],
  [
    by({ path: `https://dev.nicepay.co.id/nicepay${RAW.path}` }),
    'It was made over the whole address instead of the path',
  ],
  [by({ path: '/api/v1.0/debit/status' }), 'It was made over the path without its query'],
  [by({ hash: RAW.hash.toUpperCase() }), 'It was made with the hash of the body in capitals'],
  [by({ hash: BODY }), 'It was made with the body itself instead of its hash'],
  [
    by({ hash: Buffer.from(RAW.hash, 'hex').toString('base64') }),
    'It was made with the hash of the body in base64 instead of hexadecimal',
  ],
  [by({ hash: bodyHash('') }), 'It was made with the hash of an empty body'],
  [
    by({ accessToken: `Bearer ${RAW.accessToken}` }),
    'It was made with "Bearer " before the access token',
  ],
  [by({ accessToken: '' }), 'It was made without the access token'],
  [by({ method: 'post' }), 'It was made with the method in small letters'],
  [by({ method: 'DELETE' }), 'It was made for the method DELETE, the call is a POST'],
  [
    by({ timestamp: '2026-01-31T09:59:59+07:00' }),
    'It was made with a timestamp 1 s before X-TIMESTAMP',
  ],
  [
    by({ timestamp: '2026-01-31T10:00:02+07:00' }),
    'It was made with a timestamp 2 s after X-TIMESTAMP',
  ],
  [by({ timestamp: '2026-01-31T10:00:00' }), 'It was made with X-TIMESTAMP without its zone'],
  [
    of(`POST:${RAW.path}:${RAW.hash}:${RAW.timestamp}`),
    'It was made of METHOD:path:hash:timestamp, without the access token and its colon',
  ],
  [
    of(`IONPAYTEST|${RAW.timestamp}`),
    'It was made of the iMid and the timestamp, which is the string of the access token’s signature',
  ],
  [
    by({}, 'secret'),
    'It was made with the clientSecret decoded from base64; it is used as it is written',
  ],
  [by({}, 'the-key'), 'It was made with the merchantKey instead of the clientSecret'],
  [by({}, 'IONPAYTEST'), 'It was made with the iMid instead of the clientSecret'],
  [hmac('sha512', 'hex'), 'It is right, but in hexadecimal instead of base64'],
  [
    Buffer.from(hmac('sha512', 'hex')).toString('base64'),
    'It is the base64 of the hexadecimal text',
  ],
  [hmac('sha256', 'base64'), 'It was made by HMAC-SHA256 instead of HMAC-SHA512'],
])('%s: %s', (signature, says) => {
  expect(snapMistake(CALL, RAW, signature, SHOP)).toBe(says)
})

test('a mistake is found over the minified body as well', () => {
  const small = bodyHash('{"url":"https://shop.test/a?b=1&c=2","name":"Jalan Ä","list":[1,2]}')
  const signature = by({ hash: small, method: 'PUT' })
  expect(snapMistake(CALL, RAW, signature, SHOP)).toBe(
    'It was made for the method PUT, the call is a POST',
  )
})
