/** What a step of the walk asked and got. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly form: Readonly<Record<string, string>> | null
  readonly status: number
  readonly location: string | null
  readonly html: string
}

/** A browser without a window: it follows redirects one by one, and tells each step. */
export interface Browser {
  get(url: string): Promise<Seen>
  post(url: string, form: Readonly<Record<string, string>>): Promise<Seen>
}

/** Opens a browser; `saw` is told every step. */
export const openBrowser = (saw: (seen: Seen) => void): Browser => {
  const step = async (method: string, url: string, form: Seen['form']): Promise<Seen> => {
    const body = form && new URLSearchParams(form)
    const response = await fetch(url, { method, body, redirect: 'manual' })
    const location = response.headers.get('location')
    const { status } = response
    const seen = { method, url, form, status, location, html: await response.text() }
    saw(seen)
    if (location === null || status < 300 || status > 399) return seen
    return step('GET', new URL(location, url).href, null)
  }
  return {
    get: (url) => step('GET', url, null),
    post: (url, form) => step('POST', url, form),
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#34;': '"',
  '&#39;': "'",
}

const plain = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|#34|#39);/g, (e) => ENTITIES[e] ?? e)

/** The first form of a page: where it goes, and the hidden fields that it carries. */
export const formOf = (
  html: string,
  base: string,
): { action: string; fields: Record<string, string> } => {
  const [form = ''] = /<form[\s\S]*?<\/form>/.exec(html) ?? []
  const action = plain(/action="([^"]*)"/.exec(form)?.[1] ?? '')
  const hidden = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  const fields = Object.fromEntries(
    [...hidden].map(([, name = '', value = '']) => [plain(name), plain(value)]),
  )
  return { action: new URL(action, base).href, fields }
}
