import { type Broken, type Call, mac, message, sha } from './programs.ts'

const amtAs = (call: Call, change: (amt: string) => string): string[] | undefined =>
  call.signed.some(([name]) => name === 'amt')
    ? call.signed.map(([name, value]) => (name === 'amt' ? change(value) : value))
    : undefined

const both = (
  does: string,
  values: (call: Call) => string[] | undefined,
  made: (text: string, call: Call) => string,
  told: RegExp,
): Broken => ({
  does,
  sign: (call) => {
    const found = values(call)
    return found && made(found.join(''), call)
  },
  told,
})

const decimals = (call: Call) => amtAs(call, (amt) => `${amt}.00`)
const dots = (call: Call) => amtAs(call, (amt) => Number(amt).toLocaleString('id-ID'))
const values = (call: Call) => call.signed.map(([, value]) => value)
const unstamped = (call: Call) =>
  call.signed[0]?.[0] === 'timeStamp' && call.signed.length > 2 ? values(call).slice(1) : undefined
const decoded = (key: string) => Buffer.from(key, 'base64')

/** Two mistakes at once. */
export const TWO_MISTAKES: readonly Broken[] = [
  both(
    'decimals, in capitals',
    decimals,
    (t, c) => sha(t + c.key).toUpperCase(),
    /amt .*, and written in capitals/,
  ),
  both(
    'decimals, in Base64',
    decimals,
    (t, c) => Buffer.from(sha(t + c.key), 'hex').toString('base64'),
    /amt .*, and written in Base64/,
  ),
  both('decimals, MD5', decimals, (t, c) => sha(t + c.key, 'md5'), /amt .*, and made with MD5/),
  both(
    'decimals, SHA-512',
    decimals,
    (t, c) => sha(t + c.key, 'sha512'),
    /amt .*, and made with SHA512/,
  ),
  both('decimals, HMAC', decimals, (t, c) => mac(c.key, t), /amt .*, and made as an HMAC/),
  both(
    'decimals, another key',
    decimals,
    (t, c) => sha(t + c.otherKey),
    /amt .*, and made with the key of MYSHOP0001/,
  ),
  both(
    'decimals, key with a line break',
    decimals,
    (t, c) => sha(`${t}${c.key}\n`),
    /amt .*, and .*line break/,
  ),
  both(
    'dots, no key',
    dots,
    (t) => sha(t),
    /without the merchantKey, and made with amt|amt .*without the merchantKey/,
  ),
  both(
    'dots, another key',
    dots,
    (t, c) => sha(t + c.otherKey),
    /amt .*, and made with the key of MYSHOP0001/,
  ),
  both('dots, key first', dots, (t, c) => sha(c.key + t), /merchantKey first, and made with amt/),
  both(
    'no timeStamp, in capitals',
    unstamped,
    (t, c) => sha(t + c.key).toUpperCase(),
    /^It was made (without timeStamp|by the formula).*, and written in capitals/,
  ),
  both(
    'no timeStamp, another key',
    unstamped,
    (t, c) => sha(t + c.otherKey),
    /(without timeStamp|by the formula|first).*, and made with the key of MYSHOP0001/,
  ),
  both('no timeStamp, no key', unstamped, (t) => sha(t), /^It was made/),
  both(
    'key first, MD5',
    values,
    (t, c) => sha(c.key + t, 'md5'),
    /merchantKey first, and made with MD5/,
  ),
  both(
    'key decoded, in capitals',
    values,
    (t, c) => sha(Buffer.concat([Buffer.from(t), decoded(c.key)])).toUpperCase(),
    /decoded from Base64, and written in capitals/,
  ),
  both(
    'SHA-1 in capitals',
    values,
    (t, c) => sha(t + c.key, 'sha1').toUpperCase(),
    /SHA1 instead of SHA-256, and written in capitals/,
  ),
  both(
    'key trimmed, HMAC',
    values,
    (t, c) => mac(c.key.replace(/=+$/, ''), t),
    /without the = at its end, and made as an HMAC/,
  ),
  both(
    'joined by |, in capitals',
    (c) => [values(c).join('|')],
    (t, c) => sha(t + c.key).toUpperCase(),
    /"\|" between the values, and written in capitals/,
  ),
  both(
    'message only, MD5',
    values,
    (t) => sha(t, 'md5'),
    /without the merchantKey, and made with MD5/,
  ),
].map((broken) => ({
  ...broken,
  sign: (call: Call) => (message(call) ? broken.sign(call) : undefined),
}))
