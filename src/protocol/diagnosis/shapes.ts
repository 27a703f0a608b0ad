import { KEY, type Misfit } from './making.ts'

/** What a token looks like whose making is not known: a whole sentence, true of anything of that shape. */
interface Shape {
  readonly says: string
  readonly is: (text: string, misfit: Pick<Misfit, 'merchantKey'>) => boolean
}

const hexOf = (digits: number): Shape['is'] => {
  const shape = new RegExp(`^[0-9a-f]{${digits}}$`, 'i')
  return (text) => shape.test(text)
}

const like =
  (shape: RegExp): Shape['is'] =>
  (text) =>
    shape.test(text)

const RIGHT = 'a merchantToken is the SHA-256 of the joined values in 64 small hexadecimal digits'

const SHAPES: readonly Shape[] = [
  {
    says: `It is the ${KEY} itself: never send that; ${RIGHT}`,
    is: (text, { merchantKey }) => text === merchantKey,
  },
  {
    says: `It holds the ${KEY} itself, so it was not hashed: never send that; ${RIGHT}`,
    is: (text, { merchantKey }) => merchantKey.length >= 8 && text.includes(merchantKey),
  },
  {
    says: 'It is the text of a value that was not there when it was sent: look where the token gets lost',
    is: like(/^(?:undefined|null|none|nil|nan|false|true|\[object \w+\]|promise.*|<buffer.*)$/i),
  },
  {
    says: 'It is a placeholder that nothing was put into',
    is: like(/\{\{.*\}\}|\$\{.*\}|^<.*>$|^:\w+$|^%\w+%$/),
  },
  {
    says: `It looks like a JWT, as an access token is: ${RIGHT}`,
    is: like(/^eyJ[\w-]+\.[\w-]*\.?[\w-]*$/),
  },
  {
    says: `It looks like a password hash, which is another one each time: ${RIGHT}`,
    is: like(/^\$(?:2[abxy]|argon2\w*|5|6)\$/),
  },
  { says: `It has 32 hexadecimal digits, as MD5 gives: ${RIGHT}`, is: hexOf(32) },
  { says: `It has 40 hexadecimal digits, as SHA-1 gives: ${RIGHT}`, is: hexOf(40) },
  { says: `It has 96 hexadecimal digits, as SHA-384 gives: ${RIGHT}`, is: hexOf(96) },
  { says: `It has 128 hexadecimal digits, as SHA-512 gives: ${RIGHT}`, is: hexOf(128) },
  {
    says: `It looks like a signature of the SNAP API, HMAC-SHA512 in Base64: this call is V2, where ${RIGHT}`,
    is: like(/^[A-Za-z0-9+/]{86}==$/),
  },
  {
    says: `It looks like an RSA signature in Base64, as SNAP's access token call has: this call is V2, where ${RIGHT}`,
    is: like(/^[A-Za-z0-9+/]{170,}={0,2}$/),
  },
  { says: `It is a UUID: ${RIGHT}`, is: like(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i) },
]

/** What the shape of a token tells, where nothing else does. */
export const shapeOf = (
  text: string,
  misfit: Pick<Misfit, 'merchantKey'> = { merchantKey: '' },
): string | undefined => SHAPES.find(({ is }) => is(text, misfit))?.says
