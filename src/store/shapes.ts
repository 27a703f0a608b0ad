import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { KeyPair, KeyPairs } from '../domain/key-pairs.ts'
import { account, clock, merchant } from './merchant-shapes.ts'
import { accountLink, binding, customer, loan, payout, transaction } from './order-shapes.ts'
import { both, must, objectOf, type Shape, TEXT } from './shape.ts'
import type { TableName } from './state.ts'
import { delivery, fault, interaction, timer, userToken } from './visit-shapes.ts'

const isKeyPair = ({ publicKey, privateKey }: KeyPair): boolean => {
  try {
    return createPublicKey(createPrivateKey(privateKey)).equals(createPublicKey(publicKey))
  } catch {
    return false
  }
}

const pair = both(
  objectOf<KeyPair>({ publicKey: TEXT, privateKey: TEXT }),
  must((value) => isKeyPair(value as KeyPair), 'an RSA key pair in PEM'),
)

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
