import { expect, test } from '@jest/globals'
import { frozen, running, SYSTEM_CLOCK, setTo, shownBy } from '../../src/domain/clock.ts'
import { HOUR, T0 } from '../support/clock.ts'

test('a clock shows the system’s time, or another that runs along with it', () => {
  expect(shownBy(SYSTEM_CLOCK, T0)).toBe(T0)
  const ahead = setTo(SYSTEM_CLOCK, T0 + HOUR, T0)
  expect(shownBy(ahead, T0 + 5)).toBe(T0 + HOUR + 5)
})

test('a frozen clock stands, can be set, and runs on from where it stands', () => {
  const stands = frozen(setTo(SYSTEM_CLOCK, T0 + HOUR, T0), T0)
  expect(shownBy(stands, T0 + 5)).toBe(T0 + HOUR)
  const set = setTo(stands, T0 + 2 * HOUR, T0 + 5)
  expect(shownBy(set, T0 + 9)).toBe(T0 + 2 * HOUR)
  const on = running(set, T0 + 10)
  expect(shownBy(on, T0 + 11)).toBe(T0 + 2 * HOUR + 1)
})
