import { shown } from './shown.ts'

/** What may come next in a JSON text. */
type State = 'value' | 'value or ]' | 'name' | 'name or }' | 'colon' | 'comma' | 'end'

const BLANK = /[ \t\n\r]*/y
// Everything from the blank on but " and \.
const TEXT = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy
const PLAIN = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y

const endOf = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Where a text stops being JSON, and what could have stood there; nothing where it is JSON. */
const placeOf = (text: string): { readonly at: number; readonly state: State } | undefined => {
  const open: string[] = []
  let state: State = 'value'
  let at = endOf(BLANK, text, 0)
  const closed = (): State => (open.length === 0 ? 'end' : 'comma')
  while (at < text.length) {
    const sign = text[at] ?? ''
    const begins: boolean = state === 'value' || state === 'value or ]'
    const isName: boolean = state === 'name' || state === 'name or }'
    if (sign === '"' && (begins || isName)) {
      const end = endOf(TEXT, text, at)
      if (text[end] !== '"') return { at: end, state }
      at = end + 1
      state = isName ? 'colon' : closed()
    } else if ((sign === '{' || sign === '[') && begins) {
      open.push(sign)
      at++
      state = sign === '{' ? 'name or }' : 'value or ]'
    } else if (
      sign === ']' &&
      (state === 'value or ]' || (state === 'comma' && open.at(-1) === '['))
    ) {
      open.pop()
      at++
      state = closed()
    } else if (
      sign === '}' &&
      (state === 'name or }' || (state === 'comma' && open.at(-1) === '{'))
    ) {
      open.pop()
      at++
      state = closed()
    } else if (sign === ':' && state === 'colon') {
      at++
      state = 'value'
    } else if (sign === ',' && state === 'comma') {
      at++
      state = open.at(-1) === '{' ? 'name' : 'value'
    } else {
      const end = begins ? endOf(PLAIN, text, at) : at
      if (end === at) return { at, state }
      at = end
      state = closed()
    }
    at = endOf(BLANK, text, at)
  }
  return state === 'end' ? undefined : { at, state }
}

/** What is wrong, by what stands at the place; the first one that fits. */
const CAUSES: readonly {
  readonly says: string
  readonly is: (rest: string, before: string, state: State) => boolean
}[] = [
  {
    says: 'it begins with a byte order mark, which JSON has not got',
    is: (r) => r[0] === '\ufeff',
  },
  {
    says: 'it looks like a form; send it as application/x-www-form-urlencoded, or send JSON',
    is: (r, b) => b === '' && /^[\w.%+-]+=/.test(r),
  },
  { says: 'it looks like XML or HTML', is: (r, b) => b === '' && r[0] === '<' },
  { says: 'it ends too early', is: (r) => r === '' },
  {
    says: 'JSON wants double quotes around names and texts',
    is: (r, _, state) => /^['`\u2018\u2019\u201c\u201d]/.test(r) && state !== 'comma',
  },
  {
    says: 'a comma must not stand in front of } or ]',
    is: (r, b) => /^[}\]]/.test(r) && /,\s*$/.test(b),
  },
  { says: 'there are two commas', is: (r, b) => r[0] === ',' && /,\s*$/.test(b) },
  { says: 'JSON has no comments', is: (r) => /^(\/[/*]|#)/.test(r) },
  {
    says: 'a name must stand in double quotes',
    is: (r, _, state) => /^[\w$]/.test(r) && state.startsWith('name'),
  },
  {
    says: 'a line break or another control character in a text must be escaped, as in \\n',
    is: (r, _, state) => /^\p{Cc}/u.test(r) && state !== 'end',
  },
  {
    says: 'a backslash stands in front of ", \\, /, b, f, n, r, t or u and four digits only',
    is: (r) => r[0] === '\\',
  },
  {
    says: 'a number must not begin with 0 or +; put telephone numbers and codes in double quotes',
    is: (r) => /^(0\d|\+)/.test(r),
  },
  {
    says: 'that is no value of JSON, which knows true, false and null',
    is: (r) => /^(undefined|NaN|-?Infinity|True|False|None|nil|NULL|TRUE|FALSE)\b/.test(r),
  },
  {
    says: 'a text must stand in double quotes',
    is: (r, _, state) => /^[\p{L}_$]/u.test(r) && state.startsWith('value'),
  },
  {
    says: 'a value is missing',
    is: (r, _, state) => /^[,}\]]/.test(r) && state.startsWith('value'),
  },
  { says: 'there is more behind its end', is: (_r, _b, state) => state === 'end' },
  { says: 'a colon is missing', is: (_r, _b, state) => state === 'colon' },
  { says: 'a comma is missing', is: (r, _, state) => state === 'comma' && /^["{[\d\w']/.test(r) },
]

const AROUND = 16

/** What is wrong with a text that is no JSON: where, the piece around it, and the mistake where it is a known one. */
export const jsonFlaw = (text: string): string | undefined => {
  const place = placeOf(text)
  if (!place) return undefined
  const { at, state } = place
  const [before, rest] = [text.slice(0, at), text.slice(at)]
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const piece = shown(text.slice(Math.max(0, at - AROUND), at + AROUND))
  const cause = CAUSES.find(({ is }) => is(rest, before, state))?.says
  return `is not JSON at line ${line}, column ${column}, near ${piece}${cause ? `: ${cause}` : ''}`
}
