import { OBJECT, oneOf, text } from '../../domain/rule.ts'
import { FORMULAS, SignRefusal, signed } from '../../endpoints/sign.ts'
import { ControlError } from '../guards.ts'
import { type Call, type ControlDeps, textIn } from './calls.ts'
import { merchantOf } from './merchants.ts'

/** merchantTokens: making one. */
export const signingCalls = (_deps: ControlDeps): Call[] => [
  {
    method: 'post',
    path: '/sign',
    says: 'the merchantToken of a message with the string that is hashed, the key masked in it; only the signed fields have to be there',
    body: { endpoint: oneOf(...FORMULAS.keys()), iMid: text(10), message: OBJECT },
    run: ({ world, body }) => {
      const message = (body.message ?? {}) as Readonly<Record<string, unknown>>
      const iMid = textIn(body, 'iMid') ?? String(message.iMid ?? '')
      const { merchantKey } = merchantOf(world, iMid)
      try {
        return signed(textIn(body, 'endpoint') ?? '', { iMid, ...message }, merchantKey)
      } catch (error) {
        if (error instanceof SignRefusal) throw new ControlError(400, error.message)
        throw error
      }
    },
  },
]
