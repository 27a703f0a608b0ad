import { ControlRefusal } from './types.ts'

/** What a call asks for behind its path. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** What stands behind a question mark; what is undefined is left out. */
export const queryOf = (query: Query): string =>
  new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  ).toString()

/** A part of a path. Throws ControlRefusal for one that would make another path of it. */
export const part = (id: string): string => {
  if (/^\.{0,2}$/.test(id)) throw new ControlRefusal(400, `"${id}" names nothing`)
  return encodeURIComponent(id)
}

/** The `tk` of a link to the lender's pages, or the text itself. */
export const tkOf = (link: string): string =>
  URL.canParse(link) ? (new URL(link).searchParams.get('tk') ?? link) : link
