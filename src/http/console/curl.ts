import type { Exchange } from '../journal.ts'

/** What a terminal or an eye would take for something else: control and format characters but the line break. */
const TREACHEROUS = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u
const ESCAPED = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029\\']/gu

const escapedBytes = (part: string): string =>
  part === '\\' || part === "'"
    ? `\\${part}`
    : [...Buffer.from(part)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')

/**
 * A text as one word of bash and zsh: in single quotes, or with what a terminal might act on spelt out (`$'…'`). A word
 * cannot hold the character NUL.
 */
export const shellWord = (text: string): string => {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  return TREACHEROUS.test(text)
    ? `$'${text.replace(ESCAPED, escapedBytes)}'`
    : `'${text.replaceAll("'", `'\\''`)}'`
}

/** Headers that curl or the connection makes, and those that say something of a browser only. */
const NOT_REPEATED =
  /^(host|connection|content-length|transfer-encoding|expect|keep-alive|upgrade|te|user-agent|accept-encoding|accept-language|accept|priority|sec-.*|dnt|upgrade-insecure-requests|cache-control|pragma|origin|referer)$/

const headerWords = ({ headers, body }: Exchange['request']): string[] => {
  const repeated = Object.entries(headers).filter(([name]) => !NOT_REPEATED.test(name))
  const words = repeated.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`))
  // Without one curl would call every body a form.
  if (body.length > 0 && !('content-type' in headers)) words.push('Content-Type:')
  return words.flatMap((word) => ['-H', shellWord(word)])
}

/** Node reads addresses byte by byte. */
const escapedUrl = (url: string): string =>
  url.replace(/[^\x21-\x7e]|#/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** Words that make curl leave an address as it is. */
const urlWords = (url: string, baseUrl: string): string[] => {
  if (!url.startsWith('/')) return ['--request-target', shellWord(url), shellWord(baseUrl)]
  return [
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(/\/\.{1,2}([/?]|$)/.test(url) ? ['--path-as-is'] : []),
    shellWord(`${baseUrl}${escapedUrl(url)}`),
  ]
}

/** A body in the command itself, or piped in when a word cannot hold it. */
const bodyWords = (body: Buffer | string): { before: string; words: string[] } => {
  const bytes = Buffer.from(body)
  if (bytes.length === 0) return { before: '', words: [] }
  const text = bytes.toString()
  if (!bytes.includes(0) && Buffer.from(text).equals(bytes)) {
    return { before: '', words: ['--data-raw', shellWord(text)] }
  }
  const before = `printf %s ${bytes.toString('base64')} | base64 -d | `
  return { before, words: ['--data-binary', '@-'] }
}

/** The command for bash or zsh that makes a call of the journal again, with the answer's headers shown. */
export const curlOf = ({ method, url, request }: Exchange, baseUrl: string): string => {
  const { before, words } = bodyWords(request.body)
  const verb =
    method === 'HEAD' ? ['--head'] : method === 'GET' && !words.length ? [] : ['-X', method]
  const lines = [
    [`${before}curl`, '-si', ...verb, ...urlWords(url, baseUrl)],
    ...pairs(headerWords(request)),
    ...pairs(words),
  ]
  return lines.map((line) => line.join(' ')).join(' \\\n  ')
}

const pairs = (words: readonly string[]): string[][] =>
  words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : []))
