import { METHODS, methodOf } from '../domain/methods/index.ts'
import type { PayMethod } from '../domain/methods/method.ts'
import { qris } from '../domain/methods/qris.ts'
import { type CheckoutPage, isOpen, type Order, type Transaction } from '../domain/transaction.ts'
import { issue } from './issue.ts'
import { merchantOfOrder, put } from './settle.ts'
import type { Visit } from './visit.ts'

/** What a customer chooses on the checkout page: a method, and, where it has any, one of its partners. */
export interface Choice {
  readonly payMethod: string
  readonly partner: string | null
}

/** The methods among which the customer of an order chooses: those of its merchant, or the one that was registered. */
export const methodsFor = (order: Transaction, visit: Pick<Visit, 'tx'>): PayMethod[] => {
  const { enabledPayMethods } = merchantOfOrder(order, visit).settings
  const only = order.page?.payMethod ?? order.payMethod
  return METHODS.filter(({ code }) =>
    only === '00' ? enabledPayMethods.includes(code) : code === only,
  )
}

/** Whether the customer can still choose, or choose anew. Source: docs.nicepay.co.id, page "QRIS - API Checkout": not once a QR code is shown. */
export const canChoose = (order: Transaction, at: number): boolean =>
  order.page !== undefined &&
  isOpen(order, at) &&
  !order.underReview &&
  !(order.payMethod === qris.code && order.status !== 'init') &&
  order.status !== 'ready'

/** The order as it was before its customer chose anything. */
const undecidedOrder = (order: Transaction, page: CheckoutPage): Transaction => {
  const { recurrOpt, shopId, vat, fee, notaxAmt } = order.details
  const kept = Object.entries({ recurrOpt, shopId, vat, fee, notaxAmt })
  return {
    ...order,
    payMethod: page.payMethod,
    mitraCd: null,
    instmntType: null,
    instmntMon: null,
    status: 'init',
    expiresAt: page.until,
    details: Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
  }
}

/** Where the code of a partner goes. */
const partnerFields = (
  { partners }: PayMethod,
  partner: string | null,
  { details }: Transaction,
): Pick<Order, 'mitraCd' | 'details'> =>
  partners?.field === 'bankCd' && partner !== null
    ? { mitraCd: null, details: { ...details, bankCd: partner } }
    : { mitraCd: partner, details }

/**
 * Until when an order can be paid by a method: as the merchant said, else as long as the page; a QR code no longer than it
 * lives. Guess: a transfer or store number lives as long as the page, a day.
 */
const untilBy = (method: PayMethod, page: CheckoutPage, now: number): number =>
  page.untilBy[method.code] ??
  (method.code === qris.code ? Math.min(page.until, now + method.validity.life(null)) : page.until)

/** Whether the page offers a partner: the one that the merchant has chosen, or any that it shows; a method without has none. */
const offersPartner = (order: Transaction, method: PayMethod, code: string | null): boolean => {
  if (!method.partners) return code === null
  const partner = method.partners.list.get(code ?? '')
  return partner !== undefined && !partner.notOnPage && [null, code].includes(preset(order, method))
}

/**
 * The customer of the checkout page chooses: an order that is paid outside of any page has its number or code then, every
 * other one waits for its payment step. What cannot be chosen (any more) changes nothing and answers nothing.
 */
export const choose = (
  order: Transaction,
  { payMethod, partner }: Choice,
  visit: Visit,
): Transaction | undefined => {
  const { page } = order
  const method = methodsFor(order, visit).find(({ code }) => code === payMethod)
  if (!page || !method || !canChoose(order, visit.now)) return undefined
  if (!offersPartner(order, method, partner)) return undefined
  const before = chooseAgain(order, visit)
  const chosen: Transaction = {
    ...before,
    ...partnerFields(method, partner, before),
    payMethod,
    expiresAt: untilBy(method, page, visit.now),
    ...(method.hasInstalments && {
      instmntType: page.instmntType ?? '1',
      instmntMon: page.instmntMon ?? '1',
    }),
  }
  return methodOf(chosen).paidBy === 'outside' ? issue(chosen, visit) : put(chosen, visit)
}

/** The customer wants another method or partner after all; links to the pages of the former one lead nowhere any more. */
export const chooseAgain = (order: Transaction, visit: Visit): Transaction => {
  const { page } = order
  if (!page || !canChoose(order, visit.now)) return order
  for (const { tk } of visit.tx.interactions.where('tXid', order.tXid)) {
    visit.tx.interactions.remove(tk)
  }
  return put(undecidedOrder(order, page), visit)
}

/** The partner that the merchant has chosen for a method already, if the page has it, or that nobody is asked for. */
export const preset = ({ page }: Transaction, { partners }: PayMethod): string | null => {
  const code = partners ? page?.[partners.field] : null
  const partner = partners?.list.get(code ?? '')
  return code && partner && !partner.notOnPage ? code : (partners?.unasked ?? null)
}
