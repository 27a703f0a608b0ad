import { diagnose } from '../protocol/diagnosis/index.ts'
import { iMidOfTXid } from '../protocol/ids.ts'
import { merchantToken, sameToken } from '../protocol/signature.ts'
import { SIGNED } from '../protocol/tokens.ts'
import type { Fields } from './merchant.ts'

/** What a merchant's receiver makes of a call. */
export interface Verdict {
  readonly kind: string
  /** null where there is nothing to be proved. */
  readonly genuine: boolean | null
  /** In a sentence. */
  readonly why: string
}

/** One kind of call that a merchant gets, told by its fields. */
interface Kind {
  readonly name: string
  readonly fits: (fields: Fields) => boolean
  /** What its token may be made of; more than one where the documentation leaves it open. */
  readonly formulas: readonly (keyof typeof SIGNED)[]
}

const has = (fields: Fields, ...names: string[]): boolean =>
  names.every((name) => fields[name] !== undefined)

const KINDS: readonly Kind[] = [
  { name: 'browser callback', fits: (f) => has(f, 'resultCd'), formulas: ['callback'] },
  {
    name: 'payment notification',
    fits: (f) => has(f, 'tXid', 'amt'),
    formulas: ['paymentNotification'],
  },
  {
    name: 'binding notification',
    fits: (f) => has(f, 'tXid', 'userToken'),
    formulas: ['bindingNotification', 'bindingNotificationByToken'],
  },
  {
    name: 'deactivation notification',
    fits: (f) => has(f, 'userToken'),
    formulas: ['deactivation'],
  },
]

/** Which kind of call it is, and whether its merchantToken can only come from someone who has the key. */
export const verify = (received: Fields, merchantKey: string): Verdict => {
  const kind = KINDS.find(({ fits }) => fits(received))
  if (!kind)
    return { kind: 'call', genuine: null, why: 'it is no notification or callback of NICEPAY' }
  const { name, formulas } = kind
  const { merchantToken: token } = received
  if (token === undefined) return unsigned(kind)
  // A payment notification does not carry the iMid; the tXid begins with it.
  const fields = { iMid: iMidOfTXid(received.tXid ?? ''), ...received }
  const formula = formulas.find((one) => {
    const expected = merchantToken(
      SIGNED[one].map((field) => fields[field as keyof typeof fields] ?? ''),
      merchantKey,
    )
    return sameToken(token, expected)
  })
  if (formula)
    return { kind: name, genuine: true, why: `its merchantToken is that of ${madeOf(formula)}` }
  const [first] = formulas
  const signs = first ? SIGNED[first] : []
  const mistake = diagnose({ received: token, signs, fields, merchantKey, otherKeys: new Map() })
  const why = mistake ?? 'The key is another one, or a field was changed'
  return {
    kind: name,
    genuine: false,
    why: `its merchantToken is not that of ${formulas.map(madeOf).join(' or ')}. ${why}`,
  }
}

const madeOf = (formula: keyof typeof SIGNED): string =>
  [...SIGNED[formula], 'merchantKey'].join(' + ')

const unsigned = ({ name }: Kind): Verdict =>
  name === 'browser callback'
    ? { kind: name, genuine: null, why: 'it carries no merchantToken, so it proves nothing' }
    : { kind: name, genuine: false, why: 'its merchantToken is missing' }
