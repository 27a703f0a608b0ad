import { describe, expect, test } from '@jest/globals'
import {
  type KredivoAccount,
  PIN_LOCK,
  type PinOutcome,
  tryPin,
} from '../../src/domain/kredivo-account.ts'
import { MINUTE, T0 } from '../support/clock.ts'

const account: KredivoAccount = {
  label: 'A01',
  phone: '6281513114262',
  pin: '663482',
  legalName: 'Budi Santoso',
  accountType: 'basic',
  blocked: false,
  overdue: false,
  limits: {},
  verdict: 'approve',
  otpForToken: false,
  pushes: 1,
  unlinksAfter: null,
  behaviour: { id: '', en: '' },
  wrongPins: 0,
  lockedUntil: null,
}

/** Enters PINs one after the other, a minute apart, and answers how each went. */
const enter = (start: KredivoAccount, pins: readonly string[], from = T0): PinOutcome[] => {
  let now = start
  return pins.map((pin, minute) => {
    const { account: after, outcome } = tryPin(now, pin, from + minute * MINUTE)
    now = after
    return outcome
  })
}

const right = '663482'
const wrong = '000000'
const locked = { kind: 'locked', until: T0 + 2 * MINUTE + PIN_LOCK }

describe('a PIN', () => {
  test.each([
    { name: 'opens the account', pins: [right], outcomes: [{ kind: 'right' }] },
    {
      name: 'that is wrong leaves two tries',
      pins: [wrong],
      outcomes: [{ kind: 'wrong', left: 2 }],
    },
    {
      name: 'wrong three times locks',
      pins: [wrong, wrong, wrong],
      outcomes: [{ kind: 'wrong', left: 2 }, { kind: 'wrong', left: 1 }, locked],
    },
    {
      name: 'does not open a locked account, right as it may be',
      pins: [wrong, wrong, wrong, right],
      outcomes: [{ kind: 'wrong', left: 2 }, { kind: 'wrong', left: 1 }, locked, locked],
    },
    {
      name: 'that is right wipes the wrong ones out',
      pins: [wrong, wrong, right, wrong],
      outcomes: [
        { kind: 'wrong', left: 2 },
        { kind: 'wrong', left: 1 },
        { kind: 'right' },
        { kind: 'wrong', left: 2 },
      ],
    },
  ])('$name', ({ pins, outcomes }) => {
    expect(enter(account, pins)).toEqual(outcomes)
  })

  test('no PIN opens an account without one', () => {
    expect(enter({ ...account, pin: null }, [right, wrong])).toEqual([
      { kind: 'wrong', left: 2 },
      { kind: 'wrong', left: 1 },
    ])
  })

  test('a blocked account says so only to who knows the PIN', () => {
    expect(enter({ ...account, blocked: true }, [wrong, right])).toEqual([
      { kind: 'wrong', left: 2 },
      { kind: 'blocked' },
    ])
  })

  test('a lock ends, and three new tries begin', () => {
    const later = { ...account, wrongPins: 3, lockedUntil: T0 }
    expect(enter(later, [wrong, right], T0)).toEqual([
      { kind: 'wrong', left: 2 },
      { kind: 'right' },
    ])
    expect(enter(later, [right], T0 - 1)).toEqual([{ kind: 'locked', until: T0 }])
  })
})
