import { emvText } from '../protocol/emv-qr.ts'
import type { Transaction } from './transaction.ts'

/** A text as an entry may have it: printable ASCII, so that characters and bytes are the same. */
const plain = (text: string): string => text.replace(/[^ -~]/gu, '?')

/**
 * What the picture of an order holds: a payment of this amount to the merchant, valid once.
 * Source: "EMV QR Code Specification for Payment Systems: Merchant-Presented Mode" 1.1 and Bank Indonesia's QRIS standard, which
 * names ID.CO.QRIS.WWW. Guess: NICEPAY's own entries; the merchant's category, city and postal code are made up.
 */
export const qrContent = ({ tXid, iMid, amt, details }: Transaction): string =>
  emvText([
    ['00', '01'],
    // Dynamic: for one payment.
    ['01', '12'],
    [
      '26',
      [
        ['00', 'ID.CO.NICEPAY.WWW'],
        ['01', '936008150000000000'],
        ['02', plain(iMid)],
        ['03', 'UME'],
      ],
    ],
    [
      '51',
      [
        ['00', 'ID.CO.QRIS.WWW'],
        ['02', 'ID0000000000000'],
        ['03', 'UME'],
      ],
    ],
    ['52', '5999'],
    ['53', '360'],
    ['54', String(amt)],
    ['58', 'ID'],
    ['59', 'NICEPAY SANDBOX'],
    ['60', 'JAKARTA'],
    ['61', '10110'],
    [
      '62',
      [
        ['01', tXid.slice(-20)],
        ['07', plain(details.shopId ?? iMid).slice(0, 25)],
      ],
    ],
  ])
