import { type Instant, isoOf, wibStamp } from '../../protocol/time.ts'
import type { World } from '../../store/worlds.ts'
import { type ControlDeps, limitIn } from '../control/calls.ts'

/** A page that somebody asks for; its namespace exists. */
export interface PageRequest {
  readonly namespace: string
  /** The namespace that the address names, if it names one. */
  readonly chosen: string | undefined
  readonly world: World
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
}

/** What is rendered. */
export interface Shown {
  readonly view: string
  readonly title: string
  readonly locals: object
  /** The events at which the page looks again, as the query of the event stream; a page without it stands still. */
  readonly live?: Readonly<Record<string, string>>
}

/** Makes what one page shows. Throws ControlError to refuse. */
export type Page = (request: PageRequest) => Shown | Promise<Shown>

/** Pages by their path. */
export type PagesOf = (deps: ControlDeps) => Readonly<Record<string, Page>>

/** A time as the console shows it, in Jakarta's time as NICEPAY's own messages have it: `2026-01-31 10:00:00`. */
export const wib = (at: Instant | string): string => {
  const stamp = wibStamp(typeof at === 'string' ? Date.parse(at) : at)
  return stamp.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6')
}

/** The same with the ISO 8601 time beside it, for `<time>`. */
export const moment = (at: Instant | string | null): { iso: string; text: string } | null =>
  at === null ? null : { iso: typeof at === 'string' ? at : isoOf(at), text: wib(at) }

/** A text in parts, those in backticks being code. */
export const marked = (text: string): { readonly code: boolean; readonly text: string }[] =>
  text.split('`').map((part, index) => ({ code: index % 2 === 1, text: part }))

/** How many rows a page shows; `most` unless the address wants fewer. */
export const rowsIn = ({ query }: PageRequest, most: number): number =>
  Math.min(most, limitIn({ limit: query.limit || String(most) }))
