import { ofFormula } from './formula.ts'
import { ofHashing } from './hashing.ts'
import { ofJoining } from './joining.ts'
import { ofKey } from './key.ts'
import {
  type Making,
  type Misfit,
  type Mistake,
  rightMaking,
  type Told,
  tokenOf,
} from './making.ts'
import { sampleOf } from './samples.ts'
import { shapeOf } from './shapes.ts'
import { ofTime } from './time.ts'
import { ofValues } from './values.ts'
import { ofWholeCall } from './whole-call.ts'
import { type Reading, readingsOf } from './writings.ts'

export type { Misfit } from './making.ts'

/** What may have gone wrong, the commonest first; each is looked for alone. */
const FAMILIES: readonly ((misfit: Misfit) => Iterable<Mistake>)[] = [
  ofFormula,
  ofValues,
  ofKey,
  ofJoining,
  ofHashing,
  ofTime,
  ofWholeCall,
]

/** Nothing that may be signed is longer; a longer text is not looked into, so that no call can make us work. */
const LONGEST = 1000

/**
 * The mistake that gives the received token, in a sentence that also says what to do, or nothing. Tries what goes wrong in
 * real integrations: formula, spelling of a value, key, hash, time; then two of the commonest at once; whatever was
 * made may be written wrongly besides. Bounded: some thousands of hashes at most, each well below a thousandth of a second.
 */
export const diagnose = (misfit: Misfit): string | undefined => {
  const readings = readingsOf(misfit.received)
  return (
    asSent(misfit, readings) ??
    used(misfit) ??
    otherwiseMade(misfit, readings) ??
    shapeOf(misfit.received.trim(), misfit)
  )
}

/** The right token, written wrongly. */
const asSent = (misfit: Misfit, readings: readonly Reading[]): string | undefined => {
  const reading = readingThatFits(readings, rightMaking(misfit))
  return reading && sentence('It is the right one', [], reading)
}

/** A token that was right for something else. */
const used = ({ received, earlier }: Misfit): string | undefined => {
  const token = received.trim().toLowerCase()
  const call = earlier?.(token)
  if (call !== undefined) return `It is the token of ${call}: make a new one for each call`
  const sample = sampleOf(token)
  return sample && `It is printed in the documentation (${sample}): make one of the values you send`
}

const otherwiseMade = (misfit: Misfit, readings: readonly Reading[]): string | undefined => {
  const right = rightMaking(misfit)
  const size = right.parts.reduce((sum, { value }) => sum + value.length, 0)
  if (readings.length === 0 || size > LONGEST) return undefined
  const common: Mistake[] = []
  for (const family of FAMILIES) {
    for (const mistake of family(misfit)) {
      const reading = readingThatFits(readings, mistake.make(right))
      if (reading) return sentence('It was', [mistake], reading)
      if (mistake.beside) common.push(mistake)
    }
  }
  return twoOf(common, right, readings)
}

/** Two mistakes at once. */
const twoOf = (
  common: readonly Mistake[],
  right: Making,
  readings: readonly Reading[],
): string | undefined => {
  for (const [i, one] of common.entries()) {
    const once = one.make(right)
    if (!once) continue
    for (const other of common.slice(i + 1)) {
      if (other.beside === one.beside) continue
      const reading = readingThatFits(readings, other.make(once))
      if (reading) return sentence('It was', [one, other], reading)
    }
  }
  return undefined
}

const readingThatFits = (
  readings: readonly Reading[],
  making: Making | undefined,
): Reading | undefined => {
  if (!making) return undefined
  const token = tokenOf(making)
  return readings.find(({ fits }) => fits(token))
}

const sentence = (begin: string, mistakes: readonly Mistake[], { told }: Reading): string => {
  const all: readonly Told[] = told ? [...mistakes, told] : mistakes
  const cures = [...new Set(all.map(({ cure }) => cure))]
  const says = all.map(({ says }) => says).join(', and ')
  return `${begin}${mistakes.length === 0 ? ', but' : ''} ${says}: ${cures.join('; ')}`
}
