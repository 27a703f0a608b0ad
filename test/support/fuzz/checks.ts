import type { Answer } from './client.ts'
import type { Sent } from './sent.ts'

/** Whose answer it is. */
const AREAS = {
  nicepay: /^\/+(?:nicepay|(?:api\/)?v1\.0)(?!\/redirect\/v2\/payment(\/|$))(\/|$)/i,
  page: /^\/(kredivo|lender|bank|partner|nicepay\/redirect\/v2\/payment)(\/|$)/i,
  control: /^\/_sandbox(\/|$)/i,
} as const

const isIn = (area: keyof typeof AREAS, { target }: Sent): boolean =>
  AREAS[area].test(target.replace(/[?#].*$/s, ''))

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const typeIs = ({ headers }: Answer, type: string): boolean =>
  headers['content-type']?.startsWith(type) ?? false

/** The resultCd of NICEPAY's JSON or of its result page, the responseCode of SNAP; nothing on the way to a lender. */
export const resultCdOf = (answer: Answer): string | undefined => {
  if (!typeIs(answer, 'application/json'))
    return /name="resultCd" value="(\d+)"/.exec(answer.text)?.[1]
  const { resultCd, responseCode = resultCd } = Object(parsed(answer.text)) as Record<
    string,
    unknown
  >
  return typeof responseCode === 'string' ? responseCode : undefined
}

const reasonOf = ({ headers }: Answer): string => String(headers['x-sandbox-reason'] ?? '')

/** Whether nothing may have been written: what is refused, and pages that are only looked at. */
export const isReadOnly = (sent: Sent, answer: Answer): boolean => {
  if (isIn('nicepay', sent)) {
    // The browser's step tells of an order that a lender has decided, at times just then.
    return reasonOf(answer) !== '' && !reasonOf(answer).startsWith('the order is ')
  }
  return answer.status >= 400 || (isIn('page', sent) && ['GET', 'HEAD'].includes(sent.method))
}

const OBJECT_KEYS = Reflect.ownKeys(Object.prototype).length

const isNicepayShape = (answer: Answer): boolean => {
  if (answer.status === 302) return answer.headers.location !== undefined
  // The page that leads on to a card's bank begins with its head, as the recorded one does.
  if (typeIs(answer, 'text/html')) return /<\/(html|body)>\s*$/.test(answer.text)
  return typeIs(answer, 'application/json') && resultCdOf(answer) !== undefined
}

const isPageShape = (answer: Answer): boolean => {
  if (answer.status === 302 || answer.status === 303) return answer.headers.location !== undefined
  // What the checkout page's script looks at.
  if (typeIs(answer, 'text/plain')) return /^\w+ \w+$/.test(answer.text)
  if (typeIs(answer, 'text/html')) return /<\/html>\s*$/.test(answer.text)
  const isRefusal = answer.status >= 400 && answer.status < 500
  return isRefusal && typeof Object(parsed(answer.text)).error === 'string'
}

/** Whether an answer has a body that is ours; OPTIONS and what is not modified are answered by Express itself. */
const hasBody = ({ method }: Sent, { status }: Answer): boolean =>
  method !== 'HEAD' && method !== 'OPTIONS' && status !== 304

type Check = (sent: Sent, answer: Answer) => boolean

/** Whether a fault that was asked for answers. */
const isFault = ({ headers }: Answer): boolean =>
  /^a fault answers HTTP/.test(String(headers['x-sandbox-reason'] ?? ''))

/** What holds after every answer. */
const CHECKS: Readonly<Record<string, Check>> = {
  'the status is none of 5xx': (_, { status }) => status < 500 || status === 503,
  'no stack is shown': (_, { text }) => !/\n\s+at .+:\d+:\d+/.test(text),
  'no header is injected': (_, { headers }) => headers['x-injected'] === undefined,
  'NICEPAY answers JSON, its result page or a redirect': (sent, answer) =>
    !isIn('nicepay', sent) || sent.method === 'HEAD' || isNicepayShape(answer) || isFault(answer),
  'resultCd is never 1003, and responseCode none of 500': (_, answer) =>
    !/^(1003|5\d{6})$/.test(resultCdOf(answer) ?? ''),
  'a refusal of NICEPAY says why': (sent, answer) =>
    !isIn('nicepay', sent) ||
    /^(0000|200\d{4})$/.test(resultCdOf(answer) ?? '0000') ||
    reasonOf(answer).length > 0,
  'control calls answer JSON': (sent, answer) =>
    !isIn('control', sent) ||
    !hasBody(sent, answer) ||
    typeIs(answer, 'text/event-stream') ||
    parsed(answer.text) !== undefined,
  'pages are HTML, lead on, or refuse in words': (sent, answer) =>
    !isIn('page', sent) || !hasBody(sent, answer) || isPageShape(answer),
  'Object.prototype is as it was': () => Reflect.ownKeys(Object.prototype).length === OBJECT_KEYS,
}

/** The checks that do not hold, by name. */
export const brokenChecks = (sent: Sent, answer: Answer): string[] =>
  Object.entries(CHECKS).flatMap(([name, holds]) => (holds(sent, answer) ? [] : [name]))
