import { describe, expect, test } from '@jest/globals'
import {
  OTP_LIFE,
  OTP_RESEND_GAP,
  type Otp,
  resendOtp,
  sentOtp,
  tryOtp,
} from '../../src/domain/otp.ts'
import { MAGIC_OTPS } from '../../src/store/seed.ts'
import { T0 } from '../support/clock.ts'

const enter = (codes: readonly string[], at = T0, otp: Otp = sentOtp(T0)) =>
  codes.map((code) => {
    const { otp: after, outcome } = tryOtp(otp, code, MAGIC_OTPS, at)
    otp = after
    return outcome
  })

describe('an OTP', () => {
  test.each([
    { name: '4567 is accepted', codes: ['4567'], outcomes: [{ kind: 'accepted' }] },
    { name: '0000 has expired', codes: ['0000'], outcomes: [{ kind: 'expired' }] },
    { name: '1111 is wrong', codes: ['1111'], outcomes: [{ kind: 'wrong', left: 2 }] },
    { name: 'any other is wrong', codes: ['8642'], outcomes: [{ kind: 'wrong', left: 2 }] },
    { name: '2222 uses all tries up', codes: ['2222'], outcomes: [{ kind: 'usedUp' }] },
    {
      name: '9999 fails without counting',
      codes: ['9999', '9999', '9999', '4567'],
      outcomes: [{ kind: 'failed' }, { kind: 'failed' }, { kind: 'failed' }, { kind: 'accepted' }],
    },
    {
      name: 'three wrong ones use all tries up',
      codes: ['1111', '1234', '1111'],
      outcomes: [{ kind: 'wrong', left: 2 }, { kind: 'wrong', left: 1 }, { kind: 'usedUp' }],
    },
  ])('$name', ({ codes, outcomes }) => {
    expect(enter(codes)).toEqual(outcomes)
  })

  test('lives for three minutes, not a millisecond longer', () => {
    expect(enter(['4567'], T0 + OTP_LIFE - 1)).toEqual([{ kind: 'accepted' }])
    expect(enter(['4567'], T0 + OTP_LIFE)).toEqual([{ kind: 'expired' }])
  })
})

describe('sending an OTP again', () => {
  test('has to wait half a minute', () => {
    expect(resendOtp(sentOtp(T0), T0 + OTP_RESEND_GAP - 1).outcome).toEqual({
      kind: 'tooSoon',
      until: T0 + OTP_RESEND_GAP,
    })
    expect(resendOtp(sentOtp(T0), T0 + OTP_RESEND_GAP)).toEqual({
      otp: { sentAt: T0 + OTP_RESEND_GAP, wrong: 0, resends: 1 },
      outcome: { kind: 'resent' },
    })
  })

  test('gives a new life, but no new tries', () => {
    const { otp } = resendOtp({ sentAt: T0, wrong: 2, resends: 0 }, T0 + OTP_LIFE)
    expect(enter(['1111'], T0 + OTP_LIFE + 1, otp)).toEqual([{ kind: 'usedUp' }])
  })

  test('works three times', () => {
    const spent = { sentAt: T0, wrong: 0, resends: 3 }
    expect(resendOtp(spent, T0 + OTP_LIFE).outcome).toEqual({ kind: 'noMoreResends' })
  })
})
