import { WRONG_AMOUNTS } from './amounts.ts'
import { WRONG_FORMULAS } from './formulas.ts'
import { WRONG_HASHES } from './hashes.ts'
import { WRONG_KEYS } from './keys.ts'
import { TWO_MISTAKES } from './pairs.ts'
import type { Broken } from './programs.ts'
import { WRONG_TIMES } from './times.ts'
import { WRONG_VALUES } from './values.ts'

/** What goes wrong in programs that sign, each written as such a program does it. */
export const BROKEN_PROGRAMS: readonly Broken[] = [
  ...WRONG_AMOUNTS,
  ...WRONG_VALUES,
  ...WRONG_TIMES,
  ...WRONG_FORMULAS,
  ...WRONG_KEYS,
  ...WRONG_HASHES,
  ...TWO_MISTAKES,
]
