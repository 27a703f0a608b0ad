import { KREDIVO, LINK } from './kredivo.ts'
import { CHECKOUT, HERE } from './nicepay.ts'
import { BY_SNAP_WAYS } from './wallet.ts'
import type { Way } from './way.ts'

/** All ways to pay, and those to link an account; the first is chosen until somebody chooses. */
export const WAYS: readonly [Way, ...Way[]] = [CHECKOUT, ...HERE, ...KREDIVO, LINK, ...BY_SNAP_WAYS]

/** The way with an id, or the first. */
export const wayOf = (id: string | undefined): Way => WAYS.find((way) => way.id === id) ?? WAYS[0]
