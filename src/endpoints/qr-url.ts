import type { Transaction } from '../domain/transaction.ts'

/** Where the pictures of QR codes are. Guess: NICEPAY's own address for them is unpublished. */
export const QR_PICTURES = '/qris'

/** The address of an order's QR code as a picture, or null where it has none. */
export const qrUrlOf = ({ tXid, details }: Transaction, baseUrl: string): string | null =>
  details.qrContent === undefined ? null : `${baseUrl}${QR_PICTURES}/${tXid}.gif`
