import { expect, test } from '@jest/globals'
import { opensAnApp, returnUrlFlaw } from '../../../src/protocol/snap/return-url.ts'

test.each([
  ['https://shop.test/back?order=1', undefined, false],
  ['http://127.0.0.1:3000/back', undefined, false],
  ['merchantapp://main_page', undefined, true],
  ['com.shop.app:/paid', undefined, true],
  ['', 'must be an absolute URL', false],
  ['/back', 'must be an absolute URL', true],
  ['javascript:alert(1)', 'must lead to a web site or an app', true],
  ['JavaScript://shop.test/%0aalert(1)', 'must lead to a web site or an app', true],
  [' javascript:alert(1)', 'must lead to a web site or an app', true],
  ['java\nscript:alert(1)', 'must lead to a web site or an app', true],
  ['data:text/html,x', 'must lead to a web site or an app', true],
  ['file:///etc/passwd', 'must lead to a web site or an app', true],
  ['https://me:secret@shop.test', 'must not carry a user name or password', false],
])('%j → %s', (address, flaw, isApp) => {
  expect(returnUrlFlaw(address)).toBe(flaw)
  expect(opensAnApp(address)).toBe(isApp)
})
