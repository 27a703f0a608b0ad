import type supertest from 'supertest'
import { formOf } from '../../src/demo/browser.ts'
import type { TestSandbox } from './sandbox.ts'

/** What a shopper sees after a step. */
export interface Page {
  readonly status: number
  readonly path: string
  readonly title: string
  /** What the page says about the last thing done, or nothing. */
  readonly notice: string | undefined
  readonly html: string
}

/** A shopper with a browser: fills in the forms that the pages show, and follows where they lead. */
export interface Shopper {
  open(link: string): Promise<Page>
  /** Fills in the page's form and presses its main button, or the one with a value. */
  submit(typed: Record<string, string>, button?: string): Promise<Page>
  reload(): Promise<Page>
  /** Shows the page before again. */
  back(): Promise<Page>
  /** Presses the link to the other language. */
  switchLanguage(): Promise<Page>
  /** Where the page sends the browser to at its end. */
  wayBack(): { action: string; fields: Record<string, string> }
  /** Really goes there, by the page's form or link. */
  goBack(): Promise<void>
}

const text = (html: string, pattern: RegExp): string | undefined => pattern.exec(html)?.[1]?.trim()

export const shopper = (sandbox: TestSandbox): Shopper => {
  const history: string[] = []
  let page: Page | undefined

  const seen = (answer: supertest.Response, path: string): Page => {
    page = {
      status: answer.status,
      path: path.split('?')[0] ?? '',
      title: text(answer.text, /<h1>(.*?)<\/h1>/) ?? '',
      notice: text(answer.text, /<p class="notice[^>]*>(.*?)<\/p>/),
      html: answer.text,
    }
    return page
  }

  const pathOf = (url: string): string => url.replace(sandbox.url, '')

  const get = async (url: string): Promise<Page> => {
    const path = pathOf(url)
    const answer = await sandbox.http.get(path)
    const location = answer.get('Location')
    if (location) return get(location)
    if (history.at(-1) !== path) history.push(path)
    return seen(answer, path)
  }

  const here = () => `${sandbox.url}${history.at(-1) ?? '/'}`

  return {
    open: get,
    submit: async (typed, button) => {
      const { action, fields } = formOf(page?.html ?? '', here())
      const form = { ...fields, ...typed, ...(button && { action: button }) }
      const answer = await sandbox.http
        .post(pathOf(action))
        .set('Origin', sandbox.url)
        .type('form')
        .send(form)
      const location = answer.get('Location')
      return location ? get(location) : seen(answer, pathOf(action))
    },
    reload: () => get(here()),
    back: () => {
      history.pop()
      return get(here())
    },
    switchLanguage: () => {
      const link =
        text(page?.html ?? '', /<nav>\s*<a href="([^"]+)"/)?.replaceAll('&amp;', '&') ?? ''
      return get(link)
    },
    wayBack: () => formOf(page?.html ?? '', here()),
    goBack: async () => {
      const link = text(page?.html ?? '', /<a class="button" href="([^"]+)"/)
      if (link) return void (await fetch(link.replaceAll('&amp;', '&')))
      const { action, fields } = formOf(page?.html ?? '', here())
      await fetch(action, { method: 'POST', body: new URLSearchParams(fields) })
    },
  }
}
