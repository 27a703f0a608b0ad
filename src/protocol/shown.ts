const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escaped = (character: string): string =>
  SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** How much of a text is looked at, more than is ever shown. */
const LOOKED_AT = 1000

const PASSWORD = /\/\/[^/\s@]*@/g

/** A text that somebody sent, as a reason quotes it: cut to a sane length, control characters escaped, no password. */
export const shown = (text: string, longest = 60): string => {
  // Cut first, so that it costs the same however long the text is.
  const characters = [...text.slice(0, LOOKED_AT).replace(PASSWORD, '//…@')]
  const cut = characters.slice(0, longest).join('').replace(CONTROL, escaped)
  return characters.length > longest ? `"${cut}…"` : `"${cut}"`
}
