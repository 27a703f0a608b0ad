import { type Broken, mac, message, right, sha, shaBase64 } from './programs.ts'

const writing = (does: string, write: (token: string) => string, told: RegExp): Broken => ({
  does,
  sign: (call) => (write(right(call)) === right(call) ? undefined : write(right(call))),
  told,
})

const hashing = (does: string, sign: Broken['sign'], told: RegExp): Broken => ({ does, sign, told })

/** How a right digest is written wrongly. */
const WRITTEN: readonly Broken[] = [
  writing(
    '"X2" in C#, strtoupper',
    (t) => t.toUpperCase(),
    /^It is the right one, but written in capitals/,
  ),
  writing(
    'digest("base64")',
    (t) => Buffer.from(t, 'hex').toString('base64'),
    /but written in Base64/,
  ),
  writing(
    'digest("base64url")',
    (t) => Buffer.from(t, 'hex').toString('base64url'),
    /but written in Base64/,
  ),
  writing(
    'base64_encode(hash()) in PHP',
    (t) => Buffer.from(t).toString('base64'),
    /digits written in Base64 once more/,
  ),
  writing(
    'BitConverter.ToString in C#',
    (t) => (t.match(/../g) ?? []).join('-').toUpperCase(),
    /marks between its bytes/,
  ),
  writing('print(digest) in Python', (t) => `b'${t}'`, /but sent in quotes/),
  writing('JSON.stringify twice', (t) => `"${t}"`, /but sent in quotes/),
  writing('0x in front', (t) => `0x${t}`, /but sent with a prefix/),
  writing(
    '"sha256=" in front, as webhooks have it',
    (t) => `sha256=${t}`,
    /but sent with a prefix/,
  ),
  writing('"Bearer " in front', (t) => `Bearer ${t}`, /but sent with a prefix/),
  writing('the output of sha256sum', (t) => `${t}  -`, /such as sha256sum/),
  writing(
    'the output of openssl dgst',
    (t) => `SHA2-256(stdin)= ${t}`,
    /such as sha256sum or openssl/,
  ),
  writing('a blank behind it', (t) => `${t} `, /blanks around it/),
  writing('VARCHAR(50)', (t) => t.slice(0, 50), /cut after 50 digits/),
  writing('VARCHAR(32)', (t) => t.slice(0, 32), /cut after 32 digits/),
  writing(
    'BigInteger.toString(16) in Java',
    (t) => t.replace(/^0+/, ''),
    /without the zeros? in front/,
  ),
  writing(
    'Integer.toHexString for each byte in Java',
    (t) => (t.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16).toString(16)).join(''),
    /without the zeros? in front/,
  ),
]

/** Which digest is made of the right text. */
const MADE: readonly Broken[] = [
  hashing('md5()', (c) => sha(message(c) + c.key, 'md5'), /^It was made with MD5 instead/),
  hashing('sha1()', (c) => sha(message(c) + c.key, 'sha1'), /^It was made with SHA1 instead/),
  hashing('SHA-512', (c) => sha(message(c) + c.key, 'sha512'), /^It was made with SHA512 instead/),
  hashing('SHA-384', (c) => sha(message(c) + c.key, 'sha384'), /^It was made with SHA384 instead/),
  hashing(
    'SHA3-256',
    (c) => sha(message(c) + c.key, 'sha3-256'),
    /^It was made with SHA3-256 instead/,
  ),
  hashing(
    'MD5 in Base64',
    (c) => shaBase64(message(c) + c.key, 'md5'),
    /MD5 instead of SHA-256, and written in Base64/,
  ),
  hashing(
    'hash_hmac("sha256") in PHP',
    (c) => mac(c.key, message(c)),
    /^It was made as an HMAC-SHA256/,
  ),
  hashing(
    'HMAC in Base64',
    (c) => mac(c.key, message(c), 'sha256', 'base64'),
    /HMAC-SHA256 .*, and written in Base64/,
  ),
  hashing(
    'HMAC-SHA512 in Base64, as SNAP',
    (c) => mac(c.key, message(c), 'sha512', 'base64'),
    /HMAC-SHA512 .*SNAP.*, and written in Base64/,
  ),
  hashing(
    'HMAC with the decoded key',
    (c) => mac(Buffer.from(c.key, 'base64'), message(c)),
    /HMAC-SHA256 .*decoded from Base64/,
  ),
  hashing(
    'HMAC over text and key',
    (c) => mac(c.key, message(c) + c.key),
    /HMAC-SHA256 over the values and the merchantKey/,
  ),
  hashing(
    'HMAC with key and text confused',
    (c) => mac(message(c), c.key),
    /with the values as its key/,
  ),
  hashing('sha256(sha256())', (c) => sha(sha(message(c) + c.key)), /^It was hashed twice/),
  hashing(
    'the raw digest hashed again',
    (c) => sha(Buffer.from(right(c), 'hex')),
    /^It was hashed twice/,
  ),
  hashing(
    'sha256(sha256(values) + key)',
    (c) => sha(sha(message(c)) + c.key),
    /hashed before the merchantKey was added/,
  ),
  hashing('echo without -n', (c) => sha(`${message(c)}${c.key}\n`), /line break/),
  hashing(
    'Encoding.Unicode in C#',
    (c) => sha(Buffer.from(message(c) + c.key, 'utf16le')),
    /^It was hashed from UTF-16/,
  ),
  hashing(
    'the text in Base64, hashed',
    (c) => sha(Buffer.from(message(c) + c.key).toString('base64')),
    /^It was hashed from Base64/,
  ),
  hashing(
    'the percent-encoded text, hashed',
    (c) => sha(encodeURIComponent(message(c) + c.key)),
    /percent-encoded/,
  ),
  hashing(
    'Latin-1 of a name with an accent',
    (c) => {
      const [text, utf8] = [message(c) + c.key, sha(message(c) + c.key)]
      const latin1 = sha(Buffer.from(text, 'latin1'))
      return latin1 === utf8 ? undefined : latin1
    },
    /^It was hashed from Latin-1/,
  ),
]

const SNAP_STRING = 'POST:/v1.0/transfer-va/create-va:eyJhbGciOi:'

/** What is no digest of the signed values at all; its shape tells. */
const SHAPED: readonly Broken[] = [
  hashing(
    'a SNAP signature over something else',
    (c) => mac(c.key, SNAP_STRING, 'sha512', 'base64'),
    /^It looks like a signature of the SNAP API/,
  ),
  hashing(
    'MD5 of something else',
    (c) => sha(c.key, 'md5'),
    /^It has 32 hexadecimal digits, as MD5 gives/,
  ),
  hashing(
    'SHA-1 of something else',
    (c) => sha(c.key, 'sha1'),
    /^It has 40 hexadecimal digits, as SHA-1 gives/,
  ),
  hashing(
    'SHA-512 of something else',
    (c) => sha(c.key, 'sha512'),
    /^It has 128 hexadecimal digits, as SHA-512/,
  ),
  hashing('the key itself', (c) => c.key, /^It is the merchantKey itself/),
  hashing(
    'nothing hashed',
    (c) => message(c).slice(0, 60) + c.key,
    /^It holds the merchantKey itself/,
  ),
  hashing(
    'an undefined variable',
    () => 'undefined',
    /^It is the text of a value that was not there/,
  ),
  hashing(
    'a Promise not waited for',
    () => '[object Promise]',
    /^It is the text of a value that was not there/,
  ),
  hashing('a Postman variable without a value', () => '{{merchantToken}}', /^It is a placeholder/),
  hashing(
    'an access token',
    () => 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP',
    /^It looks like a JWT/,
  ),
  hashing(
    'password_hash in PHP',
    () => '$2y$10$abcdefghijklmnopqrstuuW8K1yJ0jPZ9H5m0v6dPp2h3eYF8a9lW',
    /^It looks like a password hash/,
  ),
  hashing(
    'the sample of the documentation',
    () => '596129570572f2ce4f6b459a09c8c1aaf36910ed6f3feb5a6da0a7086233714a',
    /^It is printed in the documentation/,
  ),
]

export const WRONG_HASHES: readonly Broken[] = [...WRITTEN, ...MADE, ...SHAPED]
