import type { Instant } from '../protocol/time.ts'

/** Something that happens by itself at a time. */
export interface Timer {
  readonly id: string
  readonly dueAt: Instant
  readonly kind: 'decision'
  readonly tXid: string
  readonly decision: 'approve' | 'deny'
}
