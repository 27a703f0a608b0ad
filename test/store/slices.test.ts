import { describe, expect, test } from '@jest/globals'
import { newest } from '../../src/http/newest.ts'
import { firstOf, gathered, inSlices } from '../../src/store/slices.ts'

/** Slices under a clock that goes on by so many milliseconds at each look, and the turns that were given back. */
const slicesOf = (msALook: number, { steps = 1, atTurn = (): void => {} } = {}) => {
  let time = 0
  let turns = 0
  const slices = inSlices({
    steps,
    now: () => {
      time += msALook
      return time
    },
    turn: async () => {
      turns++
      atTurn()
    },
  })
  return { slices, turns: () => turns }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

const twice = (n: number): number => 2 * n

describe('work in slices', () => {
  test('gives the turn back whenever a slice of three milliseconds is over', async () => {
    // A step takes a millisecond: three fit into a slice.
    const { slices, turns } = slicesOf(1)
    expect(await gathered(numbers(9), twice, slices)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16])
    expect(turns()).toBe(3)
  })

  test('gives no turn back when it is done before', async () => {
    const { slices, turns } = slicesOf(1)
    expect(await gathered([1, 2], twice, slices)).toEqual([2, 4])
    expect(turns()).toBe(0)
  })

  test('looks at the clock after so many steps only', async () => {
    const { slices, turns } = slicesOf(3, { steps: 4 })
    await gathered(numbers(11), twice, slices)
    expect(turns()).toBe(2)
  })

  test('leaves out what nothing is made of', async () => {
    const odd = (n: number): number | undefined => (n % 2 === 1 ? n : undefined)
    expect(await gathered(numbers(6), odd)).toEqual([1, 3, 5])
  })
})

test('the first few are taken without a look at the others', () => {
  function* endless(): Generator<number> {
    for (let n = 0; ; n++) yield n
  }
  expect(firstOf(endless(), 3)).toEqual([0, 1, 2])
  expect(firstOf([7], 3)).toEqual([7])
})

describe('the newest of a table', () => {
  const tableOf = (count: number): Map<string, number> =>
    new Map(numbers(count).map((n) => [`id${n}`, n]))

  const all = { fits: () => true, show: (n: number) => n, limit: 100 }

  test('come newest first, as they are shown', async () => {
    const rows = await newest({ ...all, records: tableOf(3), show: (n) => `row ${n}` })
    expect(rows).toEqual(['row 2', 'row 1', 'row 0'])
  })

  test('are those that fit, and no more than wanted', async () => {
    const fits = (n: number): boolean => n % 2 === 0
    expect(await newest({ ...all, records: tableOf(9), fits, limit: 2 })).toEqual([8, 6])
  })

  test('are looked for no further than they have to be', async () => {
    const looked: number[] = []
    const fits = (n: number): boolean => looked.push(n) > 0
    await newest({ ...all, records: tableOf(1000), fits, limit: 3 })
    expect(looked).toEqual([999, 998, 997])
  })

  test('can be those of an index', async () => {
    const ids = new Set(['id1', 'id5', 'gone'])
    expect(await newest({ ...all, records: tableOf(9), ids })).toEqual([5, 1])
  })

  test('let the others have their turn, while the ids are gathered and while they are looked at', async () => {
    const { slices, turns } = slicesOf(1)
    await newest({ ...all, records: tableOf(30) }, slices)
    expect(turns()).toBe(20)
  })

  test('are as they are when the walk meets them: changed, or gone', async () => {
    const records = tableOf(4)
    const change = (): void => {
      records.set('id1', 100)
      records.delete('id2')
    }
    // The four ids are gathered and one record is looked at in the first slice.
    const { slices } = slicesOf(3, { steps: 5, atTurn: change })
    expect(await newest({ ...all, records }, slices)).toEqual([3, 100, 0])
  })
})
