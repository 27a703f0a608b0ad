import { type AccountLink, requestedLink } from '../../src/domain/account-link.ts'
import type { AccountBinding } from '../../src/domain/binding.ts'
import { bound, requested } from '../../src/domain/binding.ts'
import type { Delivery } from '../../src/domain/delivery.ts'
import type { Loan } from '../../src/domain/ledger.ts'
import { bindingDelivery } from '../../src/domain/notification.ts'
import type { Payout } from '../../src/domain/payout.ts'
import { requestedPayout } from '../../src/domain/payout.ts'
import { SEED_MERCHANTS } from '../../src/store/seed.ts'
import { T0 } from './clock.ts'
import { fixture } from './fixtures.ts'

/** A binding that waits for its shopper. */
export const binding = (tXid: string, referenceNo = tXid): AccountBinding => ({
  ...requested(fixture('requests/binding.registration.json'), tXid, `tk-${tXid}`, T0),
  referenceNo,
})

/** The notification of a bound account, due at T0. */
export const delivery = (id: string, change: Partial<Delivery> = {}): Delivery => {
  const [merchant] = SEED_MERCHANTS
  if (!merchant) throw new Error('no merchant')
  const linked = bound(binding(`tXid-${id}`), `token-${id}`, '6281513114262', T0)
  return { ...bindingDelivery(linked, merchant, id, T0), ...change }
}

/** What is owed of an order. */
export const loan = (tXid: string): Loan => ({
  tXid,
  phone: '6281513114262',
  paymentType: '30_days',
  price: 25_145,
  principal: 25_145,
  months: 1,
  monthly: 25_400,
  openedAt: T0,
  heldUntil: null,
})

/** A payout that waits for its approval. */
export const payout = (tXid: string): Payout => {
  const request = fixture('requests/payout.request.json')
  return requestedPayout({ ...request, amt: 10_000, reservedAt: null }, tXid, T0)
}

/** A wallet about to be linked by SNAP, which waits for its customer. */
export const accountLink = (referenceNo: string, partnerReferenceNo = 'BIND1'): AccountLink =>
  requestedLink(
    {
      iMid: 'IONPAYTEST',
      partnerReferenceNo,
      mitraCd: 'ASTR',
      phone: '081234567890',
      userId: null,
      returnTo: 'https://shop.test/back',
      state: null,
    },
    referenceNo,
    `tk-${referenceNo}`,
    T0,
  )
