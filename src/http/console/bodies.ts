/** A body as it is read: what it is in words, and either a text with breaks or fields. */
export type ShownBody =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text' | 'json'; readonly text: string; readonly raw: string }
  | {
      readonly kind: 'form'
      readonly fields: readonly (readonly [name: string, value: string])[]
      readonly raw: string
    }

const prettyJson = (text: string): string | undefined => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return undefined
  }
}

/** The media type in a list of headers, in small letters, without its parameters. */
const mediaType = (headers: object): string => {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')
  return String(found?.[1] ?? '')
    .replace(/;.*/s, '')
    .trim()
    .toLowerCase()
}

/** The fields of a query or a form as they are, several of one name included. */
export const fieldsOf = (text: string): [name: string, value: string][] => [
  ...new URLSearchParams(text),
]

/** A body to be read by a person; what only claims to be JSON is shown as it is. */
export const shownBody = (headers: object, body: Buffer | string): ShownBody => {
  const raw = body.toString()
  if (raw === '') return { kind: 'nothing' }
  if (mediaType(headers) === 'application/x-www-form-urlencoded') {
    return { kind: 'form', fields: fieldsOf(raw), raw }
  }
  const text = /^\s*[[{]/.test(raw) ? prettyJson(raw) : undefined
  return text === undefined ? { kind: 'text', text: raw, raw } : { kind: 'json', text, raw }
}

/** Headers as lines of name and value. */
export const headerLines = (headers: object): [name: string, value: string][] =>
  Object.entries(headers).map(([name, value]) => [name, String(value)])
