import type { Instant } from '../protocol/time.ts'

/** Something that happens by itself at a time: a review is decided, a number is paid, a shopper unlinks an account. */
export type Timer = { readonly id: string; readonly dueAt: Instant } & (
  | { readonly kind: 'decision'; readonly tXid: string; readonly decision: 'approve' | 'deny' }
  | { readonly kind: 'payment'; readonly tXid: string }
  | { readonly kind: 'unlink'; readonly userToken: string }
)
