/** Runs tasks, a bounded number at once for each key; a key that hangs holds only its own slots. */
export interface Slots {
  run(key: string, task: () => Promise<void>): Promise<void>
}

interface Queue {
  running: number
  readonly waiting: (() => void)[]
}

export const slots = (limit: number): Slots => {
  const queues = new Map<string, Queue>()
  return {
    async run(key, task) {
      const queue = queues.get(key) ?? { running: 0, waiting: [] }
      queues.set(key, queue)
      if (queue.running === limit) await new Promise<void>((go) => queue.waiting.push(go))
      else queue.running++
      try {
        await task()
      } finally {
        const next = queue.waiting.shift()
        if (next) next()
        else if (--queue.running === 0) queues.delete(key)
      }
    },
  }
}
