import { expect, test } from '@jest/globals'
import {
  accessTokenFlaw,
  claimsOf,
  newAccessToken,
} from '../../../src/protocol/snap/access-token.ts'
import { T0 } from '../../support/clock.ts'
import { fixture, KEY } from '../../support/fixtures.ts'

const { accessToken: PUBLISHED } = fixture('snap-vectors.json')
const SHOP = { iMid: 'IONPAYTEST', clientSecret: KEY }
const OURS = newAccessToken(SHOP, T0)
/** Quarter of an hour. */
const LIFE = 900_000

test('a token says the same as the published one, in the same letters', () => {
  const at = Date.parse('2024-11-13T02:54:37+07:00')
  const [header, payload, mac = ''] = newAccessToken(SHOP, at).split('.')
  expect([header, payload]).toEqual(PUBLISHED.split('.').slice(0, 2))
  expect(Buffer.from(mac, 'base64')).toHaveLength(32)
  expect(claimsOf(PUBLISHED)).toEqual({ iMid: 'IONPAYTEST', until: at + LIFE })
})

const [header, payload] = OURS.split('.')
const forged = Buffer.from('{"sub":"IONPAYTEST","exp":"2099-01-01T00:00:00Z"}').toString('base64')

test.each([
  ['is good', OURS, 'refuse', T0, undefined],
  ['is good to its last millisecond', OURS, 'refuse', T0 + LIFE - 1, undefined],
  [
    'is over after a quarter of an hour',
    OURS,
    'refuse',
    T0 + LIFE,
    /^the access token expired at 2026-01-31T03:15:00.000Z, it is 2026-01-31T03:15:00.000Z/,
  ],
  ['is nobody’s', 'x', 'refuse', T0, /^the access token is none that NICEPAY issues/],
  [
    'is nobody’s, whatever is accepted',
    'a.b.c',
    'accept',
    T0,
    /^the access token is none that NICEPAY issues/,
  ],
  [
    'names no text as its merchant',
    `x.${Buffer.from('{"sub":{"toString":1},"exp":"2030-01-01T00:00:00Z"}').toString('base64')}.y`,
    'accept',
    T0,
    /^the access token is none that NICEPAY issues/,
  ],
  [
    'is another merchant’s',
    newAccessToken({ ...SHOP, iMid: 'NORMALTEST' }, T0),
    'accept',
    T0,
    'the access token is that of "NORMALTEST", X-PARTNER-ID is IONPAYTEST',
  ],
  [
    'was sealed with another secret',
    newAccessToken({ ...SHOP, clientSecret: 'x' }, T0),
    'refuse',
    T0,
    /see the setting foreignAccessTokens/,
  ],
  [
    'was changed',
    `${header}.${forged}.${OURS.split('.')[2]}`,
    'refuse',
    T0,
    /see the setting foreignAccessTokens/,
  ],
  ['has no seal', `${header}.${payload}`, 'refuse', T0, /see the setting foreignAccessTokens/],
  ['was issued elsewhere', PUBLISHED, 'refuse', T0, /see the setting foreignAccessTokens/],
  [
    'was issued elsewhere, and that is taken until it is over',
    PUBLISHED,
    'accept',
    T0,
    /^the access token expired at 2024-11-12T20:09:37.000Z/,
  ],
  [
    'was issued elsewhere, and that is taken',
    PUBLISHED,
    'accept',
    Date.parse('2024-11-12T20:00:00Z'),
    undefined,
  ],
] as const)('a token that %s', (_what, token, foreign, at, flaw) => {
  const found = accessTokenFlaw(token, SHOP, foreign, at)
  if (flaw instanceof RegExp) expect(found).toMatch(flaw)
  else expect(found).toBe(flaw)
})
