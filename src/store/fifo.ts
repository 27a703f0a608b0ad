/** A queue that is taken from near its front; every operation costs the same however long it is. */
export interface Fifo<T> {
  readonly length: () => number
  push(item: T): void
  /** Takes, of the foremost `among`, the first that fits the first wish that any fits, else the foremost one. */
  take(wishes: readonly ((item: T) => boolean)[], among: number): T | undefined
  /** Puts items back to the front. */
  putBack(items: readonly T[]): void
}

/** How many taken places are kept before the room is given back. */
const SPENT = 10_000

export const fifo = <T>(): Fifo<T> => {
  let items: T[] = []
  let head = 0
  return {
    length: () => items.length - head,
    push: (item) => void items.push(item),
    take: (wishes, among) => {
      const front = items.slice(head, head + among)
      if (front.length === 0) return undefined
      const found = wishes.map((fits) => front.findIndex(fits)).find((place) => place >= 0)
      const at = found ?? 0
      const taken = front[at]
      // Those before it move up by one place.
      for (let place = at; place > 0; place--) items[head + place] = front[place - 1] as T
      head++
      if (head > SPENT) {
        items = items.slice(head)
        head = 0
      }
      return taken
    },
    putBack: (back) => {
      items = [...back, ...items.slice(head)]
      head = 0
    },
  }
}
