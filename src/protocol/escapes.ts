/** What JSON and URLs write for one character; backslashes double with each JSON text inside another. */
const ESCAPE = /\\+(?:u[\da-f]{4}|[^\\])?|%[\da-f]{2}/gi

const characterOf = (written: string): string => {
  const [, code] = /(?:\\u|%)([\da-f]+)$/i.exec(written) ?? []
  return code ? String.fromCharCode(Number.parseInt(code, 16)) : (written.at(-1) as string)
}

/** A text with its escapes, JSON's and those of URLs, read. */
export const unescaped = (text: string): string =>
  text.includes('\\') || text.includes('%') ? text.replace(ESCAPE, characterOf) : text

/** Where each character of an unescaped text, and its end, stands in the original. */
export const placesIn = (text: string): number[] => {
  const places: number[] = []
  let done = 0
  const copy = (to: number): void => {
    for (; done < to; done++) places.push(done)
  }
  for (const { 0: written, index } of text.matchAll(ESCAPE)) {
    copy(index)
    places.push(index)
    done = index + written.length
  }
  copy(text.length)
  return [...places, text.length]
}
