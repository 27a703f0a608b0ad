import { maskedKey } from './signature.ts'

/** The shortest piece of a key that is not shown, in characters. */
const LEAST = 12

/** Every piece of LEAST characters holds one of the blocks of this size that a key is cut into. */
const BLOCK = Math.floor(LEAST / 2)

const blocksOf = (key: string): string[] =>
  Array.from({ length: Math.floor(key.length / BLOCK) }, (_, n) =>
    key.slice(n * BLOCK, (n + 1) * BLOCK),
  )

/** Where the longest common piece around a common block begins and ends in the text. */
const pieceAround = (text: string, at: number, key: string, place: number): [number, number] => {
  let before = 0
  while (at > before && place > before && text[at - before - 1] === key[place - before - 1])
    before++
  let end = BLOCK
  while (end + at < text.length && text[at + end] === key[place + end]) end++
  return [at - before, at + end]
}

/** Takes every piece of a key that is twelve characters long or longer out of a text and puts the masked key there. */
export type Mask = (text: string) => string

const maskOfKey = (key: string): Mask => {
  const blocks = blocksOf(key)
  return (text) => {
    if (text.length < LEAST) return text
    let left = text
    for (const [n, block] of blocks.entries()) {
      for (let at = left.indexOf(block); at >= 0; at = left.indexOf(block, at + 1)) {
        const [from, to] = pieceAround(left, at, key, n * BLOCK)
        if (to - from >= LEAST) left = left.slice(0, from) + maskedKey(key) + left.slice(to)
      }
    }
    return left
  }
}

/** The mask of several keys; those shorter than twelve characters are words that may stand anywhere, and stay. */
export const maskOf = (keys: Iterable<string>): Mask => {
  const masks = [...new Set(keys)].filter((key) => key.length >= LEAST).map(maskOfKey)
  return (text) => masks.reduce((left, mask) => mask(left), text)
}
