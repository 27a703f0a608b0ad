import { type Broken, type Call, message, sha, valuesOf } from './programs.ts'

const key = (
  does: string,
  change: (key: string, call: Call) => string | Buffer,
  told: RegExp,
): Broken => ({
  does: `key: ${does}`,
  sign: (call) => {
    const spoilt = change(call.key, call)
    if (spoilt === call.key) return undefined
    return sha(Buffer.concat([Buffer.from(message(call)), Buffer.from(spoilt)]))
  },
  told,
})

const A_KEY = /^It was made with a merchantKey /

/** What becomes of the key between the mail that it came in and the program. */
export const WRONG_KEYS: readonly Broken[] = [
  key('of another merchant', (_, call) => call.otherKey, /^It was made with the key of MYSHOP0001/),
  key('forgotten', () => '', /^It was made without the merchantKey/),
  key('read from a file with its line break', (k) => `${k}\n`, /that ends in a line break/),
  key('read from a Windows file', (k) => `${k}\r\n`, /that ends in a line break/),
  key('with a trailing blank', (k) => `${k} `, /with a blank behind it/),
  key('in the quotes of an env file', (k) => `"${k}"`, /in quotes/),
  key('in single quotes', (k) => `'${k}'`, /in quotes/),
  key('trimmed of ==', (k) => k.replaceAll('=', ''), /without the = at its end/),
  key('cut by a VARCHAR(64)', (k) => k.slice(0, 64), /the first 64 of the 88 characters/),
  key('cut by a VARCHAR(50)', (k) => k.slice(0, 50), /the first 50 of the 88 characters/),
  key('cut at the first + by a form', (k) => k.split('+')[0] ?? '', /the first \d+ of the 88/),
  key('copied without its last character', (k) => k.slice(0, -1), A_KEY),
  key('copied without its first character', (k) => k.slice(1), /first 1 characters are missing/),
  key('with + read as blanks', (k) => k.replaceAll('+', ' '), /whose \+ became blanks/),
  key('encodeURIComponent', encodeURIComponent, /percent-encoded/),
  key('escaped slashes from json_encode', (k) => k.replaceAll('/', '\\/'), /slashes are escaped/),
  key('base64_decode in PHP', (k) => Buffer.from(k, 'base64'), /decoded from Base64/),
  key('atob, then UTF-8', (k) => Buffer.from(k, 'base64').toString('utf8'), /decoded from Base64/),
  key('btoa', (k) => Buffer.from(k).toString('base64'), /in Base64 once more/),
  key('base64url', (k) => Buffer.from(k, 'base64').toString('base64url'), /Base64 of addresses/),
  key('hashed before', (k) => sha(k), /that was hashed before/),
  key('strtolower', (k) => k.toLowerCase(), /in small letters/),
  key(
    'not in the environment, JavaScript',
    () => 'undefined',
    /the word "undefined" for the merchantKey/,
  ),
  key('not in the environment, Python', () => 'None', /the word "None" for the merchantKey/),
  key('null in Java', () => 'null', /the word "null" for the merchantKey/),
  key('the name of the setting', () => 'merchantKey', /the word "merchantKey"/),
  key('with a byte order mark', (k) => `\ufeff${k}`, /byte order mark/),
  {
    does: 'key first',
    sign: (call) => sha(call.key + message(call)),
    told: /^It was made with the merchantKey first/,
  },
  {
    does: 'key at both ends',
    sign: (call) => sha(call.key + message(call) + call.key),
    told: /^It was made with merchantKey twice/,
  },
  {
    does: 'key behind the first value',
    sign: (call) => {
      const [first = '', ...rest] = valuesOf(call)
      return sha(first + call.key + rest.join(''))
    },
    told: /^It was made (as|with \w+ and \w+ swapped)/,
  },
]
