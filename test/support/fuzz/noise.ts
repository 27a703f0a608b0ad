import { METHODS } from 'node:http'
import fc from 'fast-check'
import { ENDPOINTS } from '../../../src/endpoints/index.ts'
import { CONTROL_CALLS } from '../control-calls.ts'
import { PAGE_PATHS } from './pages.ts'
import { FORM_TYPE, inTarget, JSON_TYPE, mostly, oddType, type Sent } from './sent.ts'
import { anyBytes, anyText } from './values.ts'

const PATHS = [
  ...ENDPOINTS.flatMap(({ paths }) => paths),
  ...PAGE_PATHS,
  // A reset by chance would leave nothing to hit.
  ...CONTROL_CALLS.map(({ path }) => `/_sandbox${path}`).filter((path) => !/state$/.test(path)),
  '/',
  '/shoppers',
  '/assets/x.css',
  '/demo',
  '/demo/buy',
  '/demo/link',
  '/demo/unlink',
  '/demo/orders/SHOP-x',
  '/demo/orders/SHOP-x/qr.gif',
  '/demo/orders/SHOP-x/news',
  '/demo/orders/SHOP-x/cancel',
  '/demo/callback',
  '/demo/notification',
  '/nicepay',
]

/** Addresses that are none, as far as HTTP lets them through. */
const ODD_TARGETS = [
  '*',
  '//',
  '/%',
  '/?',
  '/%2e%2e/%2e%2e/package.json',
  '/assets/%00',
  '/assets/%zz',
  '/assets/..%2f..%2fpackage.json',
  'http://[',
  'http://a:b@127.0.0.1:99999/nicepay/v2/userAccountBinding',
  'http://127.0.0.1/_sandbox/health',
  'http://',
  'x://y/_sandbox/health',
  '/nicepay/%ff',
  '/_sandbox/%ff',
  '/_sandbox/notifications/%zz',
  '/kredivo/v2/%ff?tk=%ff',
]

const target: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...PATHS) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...PATHS), anyText, fc.constantFrom('', '/', '?', '&', '?tk='))
      .map(([path, text, joint]) => inTarget(path + joint + text)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_TARGETS) },
  { weight: 1, arbitrary: anyText.map((text) => inTarget(`/${text}`)) },
)

// Without a listener for it, Node closes the connection of a CONNECT.
const VERBS = METHODS.filter((method) => method !== 'CONNECT')

const inHeader = (text: string): string =>
  text.replace(/[^\x20-\x7e\x80-\xff]/g, '?').slice(0, 2000)

const ODD_HEADERS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  Host: fc.constantFrom('127.0.0.1', 'dev.nicepay.co.id', '[::1]:8106', '[', '', 'localhost:x'),
  Origin: mostly(
    fc.constantFrom('null', 'http://evil.test', 'http://[', ''),
    anyText.map(inHeader),
  ),
  'Sec-Fetch-Site': fc.constantFrom('cross-site', 'same-origin', 'x'),
  'Content-Encoding': fc.constantFrom('gzip', 'br', 'deflate', 'identity', 'x', ''),
  Accept: fc.constantFrom('text/event-stream', '*/*;q=x', ''),
  'Accept-Language': anyText.map(inHeader),
  Authorization: fc.constantFrom('Basic', 'Basic !!!', 'Bearer x'),
  'X-Forwarded-For': anyText.map(inHeader),
  Range: fc.constantFrom('bytes=0-1', 'bytes=9-1', 'x'),
  'If-None-Match': fc.constantFrom('*', '"x"'),
}

const headers: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .tuple(
    mostly(fc.constantFrom(JSON_TYPE, FORM_TYPE), oddType, 3),
    mostly(fc.constant({}), fc.record(ODD_HEADERS, { requiredKeys: [] }), 3),
  )
  .map(([type, odd]) => ({ 'Content-Type': type, ...odd }))

/** What is no call at all: any bytes to any path, verbs and headers of all sorts. */
export const noise: fc.Arbitrary<Sent> = fc.record({
  kind: fc.constant('noise'),
  method: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('POST', 'GET') },
    { weight: 2, arbitrary: fc.constantFrom(...VERBS) },
  ),
  target,
  headers,
  body: anyBytes,
})
