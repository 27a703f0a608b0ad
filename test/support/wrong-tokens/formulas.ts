import { type Broken, overNames, sha, valuesOf } from './programs.ts'

/** Where a call sends nothing but what it signs, either name is right. */
const A_BODY = /^It was made of (the whole body as JSON|the values as a JSON object)/

const other = (does: string, ...names: string[]): Broken => ({
  does: `the formula of ${does}`,
  sign: (call) => overNames(call, names),
  // Another call's formula may as well be this one's with a field left out, confused or moved.
  told: /^It was made (by the formula of|without|with|as) /,
})

const joint = (mark: string): Broken => ({
  does: `values joined by ${JSON.stringify(mark)}`,
  sign: (call) => sha([...valuesOf(call), call.key].join(mark)),
  told: /^It was made with ".+" between the values/,
})

const jointBeforeKey = (mark: string): Broken => ({
  does: `values joined by ${JSON.stringify(mark)}, the key behind them`,
  sign: (call) => sha(valuesOf(call).join(mark) + call.key),
  told: /^It was made with ".+" between the values/,
})

const without = (place: number): Broken => ({
  does: `value ${place + 1} forgotten`,
  sign: (call) =>
    call.signed.length > Math.max(place, 1)
      ? sha(valuesOf(call).toSpliced(place, 1).join('') + call.key)
      : undefined,
  told: /^It was made (without|by the formula of) /,
})

const swapped = (i: number, j: number): Broken => ({
  does: `values ${i + 1} and ${j + 1} in each other's place`,
  sign: (call) => {
    const values = valuesOf(call)
    const [a, b] = [values[i], values[j]]
    if (a === undefined || b === undefined || a === b) return undefined
    return sha(values.with(i, b).with(j, a).join('') + call.key)
  },
  told: /^It was made (with \w+ and \w+ swapped|by the formula of )/,
})

/** Which values a program joins, in which order, and with what between. */
export const WRONG_FORMULAS: readonly Broken[] = [
  other('V1: iMid+referenceNo+amt', 'iMid', 'referenceNo', 'amt'),
  other('a registration', 'timeStamp', 'iMid', 'referenceNo', 'amt'),
  other('a cancel', 'timeStamp', 'iMid', 'tXid', 'amt'),
  other('a notification', 'iMid', 'tXid', 'amt'),
  other('an account binding', 'iMid', 'referenceNo', 'billingPhone'),
  other('user details', 'iMid', 'userToken'),
  other('remove token', 'timeStamp', 'iMid', 'userToken'),
  other('a deactivation', 'iMid', 'userToken', 'clientUserKey'),
  other('Akulaku’s confirmation', 'timeStamp', 'tXid', 'iMid'),
  other('a payout’s decision', 'timeStamp', 'iMid', 'tXid'),
  other('a payout’s balance', 'timeStamp', 'iMid'),
  {
    ...other('a customer', 'iMid', 'customerId'),
    // Without a time in it, it is the very token that the customer was registered by.
    told: /^It (is the token of|was made (by the formula of|without|with|as)) /,
  },
  ...['|', '+', ',', ':', '&', ' ', '-', '_', '\n'].map(joint),
  jointBeforeKey('|'),
  jointBeforeKey('+'),
  ...[0, 1, 2, 3].map(without),
  swapped(0, 1),
  swapped(1, 2),
  swapped(2, 3),
  swapped(0, 2),
  {
    does: 'backwards',
    sign: (call) => sha(valuesOf(call).reverse().join('') + call.key),
    told: /^It was made (as|with \w+ and \w+ swapped)/,
  },
  {
    does: 'sorted by name',
    sign: (call) => {
      const values = call.signed.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
      const same = values.join() === valuesOf(call).join()
      return same ? undefined : sha(values.join('') + call.key)
    },
    told: /^It was made (as|with \w+ and \w+ swapped|by the formula of )/,
  },
  {
    does: 'http_build_query of the signed fields',
    sign: (call) =>
      sha(call.signed.map(([name, value]) => `${name}=${value}`).join('&') + call.key),
    told: /^It was made of the values as name=value pairs/,
  },
  {
    does: 'JSON.stringify of the list',
    sign: (call) => sha(JSON.stringify([...valuesOf(call), call.key])),
    told: /^It was made of the values as a JSON list/,
  },
  {
    does: 'the whole body as JSON, then the key',
    sign: (call) => sha(JSON.stringify(call.fields) + call.key),
    told: A_BODY,
  },
  {
    does: 'SHA-256 of the minified body, as SNAP',
    sign: (call) => sha(JSON.stringify(call.fields)),
    told: A_BODY,
  },
  {
    does: 'json_encode of the body in PHP, then the key',
    sign: (call) => sha(JSON.stringify(call.fields).replaceAll('/', '\\/') + call.key),
    told: A_BODY,
  },
  {
    does: 'all values of the body, sorted by name',
    sign: (call) =>
      sha(
        Object.keys(call.fields)
          .sort()
          .map((name) => call.fields[name])
          .join('') + call.key,
      ),
    // Where a call sends little besides what it signs, the order is all that is wrong.
    told: /^It was made (of every field of the call|as|with)\b/,
  },
]
