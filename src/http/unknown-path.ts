import { nearestText } from '../protocol/near-name.ts'
import { shown } from '../protocol/shown.ts'

/** Paths of NICEPAY's that are not here, by what they look like. */
const ELSEWHERE: readonly { readonly is: RegExp; readonly says: string }[] = [
  // Source: nicepay-dev/php-nicepay and giliheriawan/slate (onePass.do, orderRegist.do, onePassStatus.do …); the vacct ones are
  // fixed virtual accounts.
  {
    is: /^\/nicepay\/(?:api\/)?(?!vacct)\w+\.do$/i,
    says: 'it is one of API V1, which the sandbox does not speak; V2 registers at /nicepay/direct/v2/registration',
  },
]

/** Why nothing is found at a path: what it is instead, or the known path that may have been meant. */
export const unknownPath = (path: string, known: readonly string[]): string => {
  const begin = `NICEPAY has no such path here, ${shown(path, 100)}`
  const elsewhere = ELSEWHERE.find(({ is }) => is.test(path))
  if (elsewhere) return `${begin}: ${elsewhere.says}`
  const near = nearestText(path, known)
  return near === undefined
    ? `${begin}; the README lists those that there are`
    : `${begin}; did you mean ${near}?`
}
