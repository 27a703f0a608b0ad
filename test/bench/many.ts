import { join } from 'node:path'
import { load, median, rounded } from './load.ts'
import { registering, residentKb, sandboxOn, stop } from './servers.ts'

/** How many calls a slice has. */
const SLICE = 20_000

/** Registers very many orders with the default retention, and tells how speed and memory go. */
export const many = async ({ folder, orders }: { folder: string; orders: number }) => {
  const server = await sandboxOn(join(folder, 'many', 'db.json'), '--keep', '100000')
  const slices: { perSecond: number; mb: number }[] = []
  for (let sent = 0; sent < orders; sent += SLICE) {
    const { perSecond } = await load(registering(server), 100, SLICE)
    slices.push({ perSecond, mb: Math.round(residentKb(server) / 1024) })
  }
  await stop(server)
  const speed = (from: number, to: number): number =>
    median(slices.slice(from, to).map(({ perSecond }) => perSecond))
  const count = slices.length
  const [first, last] = [speed(1, Math.ceil(count / 5)), speed(Math.floor((count * 4) / 5), count)]
  return {
    orders,
    'first fifth, requests/s': Math.round(first),
    'last fifth, requests/s': Math.round(last),
    'last / first': rounded(last / first, 2),
    'RSS MB by tenths': slices
      .filter((_, n) => n % Math.max(1, Math.floor(count / 10)) === 0)
      .map(({ mb }) => mb)
      .join(' '),
  }
}
