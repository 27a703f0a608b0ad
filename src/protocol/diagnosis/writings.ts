import type { Told } from './making.ts'

/** How a received token may be read, with what is wrong about its writing, if anything. */
export interface Reading {
  readonly told?: Told
  /** Whether it is this digest, which is lower-case hexadecimal. */
  readonly fits: (hex: string) => boolean
}

/** A way of writing a digest that can be read back. */
interface Writing {
  readonly says: string
  readonly cure?: string
  readonly read: (text: string) => string | undefined
}

const LOWER = /^[0-9a-f]{8,}$/
const CURE = 'send it as 64 small hexadecimal digits'

const lower = (text: string | undefined): string | undefined =>
  text !== undefined && LOWER.test(text) ? text : undefined

const inside =
  (around: RegExp) =>
  (text: string): string | undefined =>
    lower(around.exec(text)?.[1]?.toLowerCase())

/** Sizes of digests in bytes, from MD5 to SHA-512. */
const SIZES = [16, 20, 28, 32, 48, 64]

const fromBase64 = (text: string): Buffer | undefined => {
  if (!/^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(text)) return undefined
  return Buffer.from(text, 'base64')
}

const unescaped = (text: string): string | undefined => {
  try {
    return text.includes('%') ? decodeURIComponent(text) : undefined
  } catch {
    return undefined
  }
}

const bytesOf = (text: string): string | undefined => {
  const bytes = fromBase64(text)
  return bytes && SIZES.includes(bytes.length) ? bytes.toString('hex') : undefined
}

const WRITINGS: readonly Writing[] = [
  {
    says: 'written in capitals',
    read: (text) => (/^[0-9A-F]{8,}$/.test(text) ? text.toLowerCase() : undefined),
  },
  {
    says: 'written in mixed letter case',
    read: (text) => (/^[0-9a-f]{8,}$/i.test(text) ? text.toLowerCase() : undefined),
  },
  { says: 'sent with blanks around it', read: (text) => lower(text.trim()) },
  {
    says: 'sent in quotes, as a program prints a value',
    read: inside(/^b?(?:"|'|\\")([0-9a-f]+)(?:"|'|\\")$/i),
  },
  {
    says: 'sent with a prefix',
    cure: 'send the 64 hexadecimal digits only',
    read: inside(/^(?:0x|bearer |(?:hmac-?)?sha-?256[=: ]\s*|\$5\$)([0-9a-f]+)$/i),
  },
  {
    says: 'sent with all that a command such as sha256sum or openssl prints',
    cure: 'send the 64 hexadecimal digits only',
    read: inside(/^(?:.*=\s*)?([0-9a-f]{32,})(?:\s+\*?-?.*)?$/i),
  },
  {
    says: 'written with marks between its bytes',
    cure: 'send the 64 hexadecimal digits without them',
    read: (text) =>
      /^[0-9a-f]{2}(?:[-: ][0-9a-f]{2}){7,}$/i.test(text)
        ? text.replace(/[-: ]/g, '').toLowerCase()
        : undefined,
  },
  {
    says: 'hexadecimal digits written in Base64 once more',
    read: (text) => lower(fromBase64(text)?.toString('latin1').toLowerCase()),
  },
  { says: 'written in Base64 instead of hexadecimal', read: bytesOf },
  {
    says: 'written in Base64 and percent-encoded',
    read: (text) => bytesOf(unescaped(text) ?? ''),
  },
]

/** Hexadecimal digits of a SHA-256. */
const DIGITS = 64

/** Digits from which a cut token is still told from another one. */
const TOLD_APART = 16

const unpadded = (hex: string): string =>
  hex.replace(/(.)(.)/g, (_, a, b) => (a === '0' ? b : a + b))

const isUnpadded = (received: string, hex: string): boolean =>
  hex[hex[0] === '0' ? 1 : 0] === received[0] && unpadded(hex) === received

/** Ways of writing a digest in which digits are lost. */
const lossy = (received: string): Reading[] => {
  if (received.length < TOLD_APART || received.length >= DIGITS) return []
  return [
    {
      told: {
        says: `cut after ${received.length} digits`,
        cure: 'look for a column or a variable that is shorter than 64 characters',
      },
      fits: (hex) => hex.length > received.length && hex.startsWith(received),
    },
    {
      told: {
        says: 'written without the zeros in front, as a big integer prints itself',
        cure: 'fill up with zeros to 64 digits',
      },
      fits: (hex) => hex[0] === '0' && hex.replace(/^0+/, '') === received,
    },
    {
      told: {
        says: 'written without the zero in front of small bytes',
        cure: 'write each byte with two digits',
      },
      fits: (hex) => hex.length > received.length && isUnpadded(received, hex),
    },
  ]
}

/** Every way in which a received text may be a digest. */
export const readingsOf = (text: string): readonly Reading[] => {
  if (LOWER.test(text)) return [{ fits: (hex) => hex === text }, ...lossy(text)]
  for (const { says, cure = CURE, read } of WRITINGS) {
    const hex = read(text)
    if (hex !== undefined) return [{ told: { says, cure }, fits: (other) => other === hex }]
  }
  return []
}
