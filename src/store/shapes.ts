import type { KeyPairs } from '../domain/key-pairs.ts'
import { account, clock, merchant } from './merchant-shapes.ts'
import { accountLink, binding, customer, loan, payout, transaction } from './order-shapes.ts'
import { objectOf, type Shape, TEXT } from './shape.ts'
import type { TableName } from './state.ts'
import { delivery, fault, interaction, timer, userToken } from './visit-shapes.ts'

const pair = objectOf<KeyPairs['merchant']>({ publicKey: TEXT, privateKey: TEXT })

/** What a record of each table must be for the program to work with it. */
export const SHAPES: { readonly [T in TableName]: Shape } = {
  merchants: merchant,
  accounts: account,
  clock,
  bindings: binding,
  accountLinks: accountLink,
  transactions: transaction,
  payouts: payout,
  customers: customer,
  loans: loan,
  userTokens: userToken,
  interactions: interaction,
  timers: timer,
  deliveries: delivery,
  faults: fault,
  keyPairs: objectOf<KeyPairs>({ merchant: pair, notification: pair }),
}
