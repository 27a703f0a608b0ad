import { advance, decide, expire } from './lender.ts'
import { type Command, command, newest } from './step.ts'
import { isOpen, nextDue } from './world.ts'

/** The control API approves, denies or ends an order. */
export const controls = (which: number, deed: 'approve' | 'deny' | 'expire'): Command =>
  command(`control ${deed}`, (world) => {
    const order = newest(world.orders, which)
    return (
      order && {
        words: `the control API says ${deed} of ${order.referenceNo}`,
        both: async (driven) => {
          const path = `/_sandbox/transactions/${order.tXid}/${deed}`
          const { status } = await driven.call('POST', path, {})
          const { now } = world
          const isDone = deed === 'expire' ? isOpen(order, now) : decide(order, deed, now, world)
          if (deed === 'expire' && isDone) expire(order)
          return { sandbox: status, model: isDone ? 200 : 409 }
        },
      }
    )
  })

/** The clock goes on, by seconds or to what is due next. */
export const waits = (seconds: number | 'next'): Command =>
  command(`waits ${seconds}`, (world) => {
    const to = seconds === 'next' ? nextDue(world) : world.now + seconds * 1000
    return {
      words: `the clock goes on to ${to === null ? 'what is due next' : new Date(to).toISOString()}`,
      both: async (driven) => {
        const by = seconds === 'next' ? 'next' : `PT${seconds}S`
        const { status, body } = await driven.call('PUT', '/_sandbox/clock', { advance: by })
        if (to === null) return { sandbox: status, model: 409 }
        advance(to, world)
        return {
          sandbox: [Date.parse(body.now), body.nextDue && Date.parse(body.nextDue)],
          model: [world.now, nextDue(world)],
        }
      },
    }
  })

/** The sandbox is stopped and started again on the same file. */
export const restarts = (): Command =>
  command('restarts', () => ({
    words: 'the sandbox stops and starts again',
    both: async (driven) => {
      const before = await driven.call('GET', '/_sandbox/state')
      await driven.restart()
      const after = await driven.call('GET', '/_sandbox/state')
      return { sandbox: after.body, model: before.body }
    },
  }))
