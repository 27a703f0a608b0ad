import type { Response } from 'express'
import { inSlices, type Slices } from '../../store/slices.ts'

/** From how many rows on a list inside of something else is written row by row. */
const LONG = 100

const isLong = (value: unknown): boolean => Array.isArray(value) && value.length > LONG

const hasLong = (value: unknown): value is object =>
  value !== null && typeof value === 'object' && Object.values(value).some(isLong)

/** The JSON of a value in parts, none of them longer than a row of a list. */
export function* jsonParts(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    let before = '['
    for (const row of value) {
      yield before
      yield* jsonParts(row)
      before = ','
    }
    yield value.length === 0 ? '[]' : ']'
  } else if (hasLong(value)) {
    let before = '{'
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue
      yield `${before}${JSON.stringify(name)}:`
      yield* jsonParts(field)
      before = ','
    }
    yield '}'
  } else yield JSON.stringify(value) ?? 'null'
}

/**
 * Answers a value as JSON. What takes long to write goes out in slices, each when the one before is on its way, so that
 * a long list neither holds up the other calls nor stands in memory as one text.
 */
export const answerJson = async (
  res: Response,
  value: unknown,
  slices: Slices = inSlices({ steps: 1 }),
): Promise<void> => {
  res.set('Content-Type', 'application/json; charset=utf-8')
  let text = ''
  for (const part of jsonParts(value)) {
    text += part
    if (!slices.isOver()) continue
    if (!res.write(text)) await drained(res)
    text = ''
    await slices.next()
    if (res.destroyed) return
  }
  if (res.headersSent) res.end(text)
  else res.send(text)
}

/** Until a client has taken what it was sent, or is gone. */
const drained = (res: Response): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      res.off('drain', done).off('close', done)
      resolve()
    }
    if (res.destroyed) resolve()
    else res.on('drain', done).on('close', done)
  })
