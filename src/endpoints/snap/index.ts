import type { SnapEndpoint } from './snap-endpoint.ts'
import { tokenB2b } from './token-b2b.ts'
import { createVa, deleteVa, vaStatus } from './va.ts'

/** The endpoints of SNAP. */
export const SNAP_ENDPOINTS: readonly SnapEndpoint[] = [tokenB2b, createVa, vaStatus, deleteVa]
