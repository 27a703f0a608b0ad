/** How many entries one map may have, and in how many parts they are kept from then on. */
const LARGE = 16_384
const PARTS = 64

/**
 * In which part a key is. Keys differ at their ends, where running numbers are; they are mixed, as parts that fill evenly
 * would all grow at once.
 */
const partOf = (key: string): number => {
  let hash = key.length
  for (let at = key.length - 1; at >= 0 && at >= key.length - 8; at--) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return (hash >>> 0) % PARTS
}

/**
 * A map that grows without holding the program up: when a Map of 130,000 entries grows, all of them are put in place anew
 * at once, some 30 to 50 ms. Without an order of its entries.
 */
export class PartedMap<V> {
  #parts: readonly Map<string, V>[] = [new Map()]

  get(key: string): V | undefined {
    return this.#part(key).get(key)
  }

  set(key: string, value: V): void {
    const part = this.#part(key).set(key, value)
    if (part.size > LARGE && this.#parts.length === 1) this.#split(part)
  }

  delete(key: string): void {
    this.#part(key).delete(key)
  }

  #part(key: string): Map<string, V> {
    const at = this.#parts.length === 1 ? 0 : partOf(key)
    return this.#parts[at] as Map<string, V>
  }

  #split(all: ReadonlyMap<string, V>): void {
    this.#parts = Array.from({ length: PARTS }, () => new Map<string, V>())
    for (const [key, value] of all) this.#part(key).set(key, value)
  }
}
