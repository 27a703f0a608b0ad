import type { Details } from '../../domain/details.ts'
import type { Order } from '../../domain/transaction.ts'
import type { CartItem } from '../../protocol/cart.ts'
import { urlFlaw } from '../../protocol/fields.ts'
import type { NicepayError } from '../../protocol/results.ts'
import { rupiahOf, type SnapMessage } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { checkNewReferenceNo } from '../checks.ts'
import type { SnapContext } from './snap-endpoint.ts'

/** A text of a message that may be missing. */
export const textIn = (message: SnapMessage | undefined, name: string): string | undefined => {
  const value = message?.[name]
  return typeof value === 'string' ? value : undefined
}

/** An object of a message that may be missing. */
export const objectIn = (message: SnapMessage, name: string): SnapMessage => {
  const value = message[name]
  return value !== undefined && typeof value !== 'string' && !Array.isArray(value)
    ? (value as SnapMessage)
    : {}
}

/** An address that notifications or browsers go to. Throws SnapError for one that they cannot go to. */
export const addressIn = (message: SnapMessage, name: string, path: string): string => {
  const address = textIn(message, name)
  if (address === undefined) throw new SnapError('MISSING_FIELD', `{${path}}`, `${path} is missing`)
  const flaw = urlFlaw(address)
  if (flaw) throw new SnapError('INVALID_FIELD', `{${path}}`, `${path} ${flaw}`)
  return address
}

/** What a SNAP call says of the order that it makes. */
export interface Said {
  readonly referenceNo: string
  readonly amount: SnapMessage
  readonly mitraCd: string | null
  readonly goodsNm: string | undefined
  readonly billingNm: string | undefined
  readonly billingPhone: string | undefined
  readonly dbProcessUrl: string
  readonly items?: readonly CartItem[]
  readonly details?: Details
}

/** The order of a SNAP call, to be paid by a method. Throws SnapError. */
export const snapOrder = (
  payMethod: string,
  { referenceNo, amount, mitraCd, dbProcessUrl, items = [], details = {}, ...said }: Said,
  { merchant, tx }: SnapContext,
): Order => {
  const { iMid, settings } = merchant
  if (!settings.enabledPayMethods.includes(payMethod)) {
    throw new SnapError(
      'FEATURE_NOT_ALLOWED',
      '',
      `payMethod ${payMethod} is not active for ${iMid}; see the setting enabledPayMethods`,
    )
  }
  const used = tx.transactions.some('referenceNo', `${iMid} ${referenceNo}`)
  try {
    checkNewReferenceNo(referenceNo, used, merchant)
  } catch (error) {
    const { reason } = error as NicepayError
    const name = payMethod === '02' ? 'trxId' : 'partnerReferenceNo'
    throw new SnapError('DUPLICATE_REFERENCE', '', reason.replace(/^referenceNo/, name))
  }
  const amt = rupiahOf(textIn(amount, 'value') ?? '')
  return {
    iMid,
    referenceNo,
    payMethod,
    product: 'snap',
    mitraCd,
    currency: textIn(amount, 'currency') ?? 'IDR',
    amt,
    goodsNm: said.goodsNm ?? '',
    description: null,
    billingNm: said.billingNm ?? '',
    billingPhone: said.billingPhone ?? '',
    instmntType: null,
    instmntMon: null,
    items,
    dbProcessUrl,
    tokenize: 'none',
    clientUserKey: null,
    userToken: null,
    details,
  }
}
