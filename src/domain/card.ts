import type { Details } from './details.ts'
import type { InWords } from './kredivo-account.ts'
import type { Transaction } from './transaction.ts'

/** A card that the sandbox knows; no other pays. */
export interface TestCard {
  readonly cardNo: string
  /** What a tester may type with it; nothing is checked against it. */
  readonly cardExpYymm: string
  readonly cardCvv: string
  readonly network: 'credit' | 'gpn'
  /** Whether its bank asks for an OTP. */
  readonly secure: boolean
  /** What its bank does; `unsafe`: 3-D Secure fails. */
  readonly outcome: 'approve' | 'decline' | 'unsafe'
  readonly issuBankCd: string
  readonly issuBankNm: string
  readonly acquBankCd: string
  readonly acquBankNm: string
  readonly behaviour: InWords
}

/** A card on its way through its bank's page: never more of it than an inquiry shows. */
export interface PresentedCard {
  /** Masked. */
  readonly cardNo: string
  readonly cardExpYymm: string
}

/** A card's number as an inquiry has it: the first eight figures and the last four. Source: recorded, `45431111****1111`. */
export const maskedCard = (cardNo: string): string => `${cardNo.slice(0, 8)}****${cardNo.slice(-4)}`

/** What kind of payment it was. Source: giliheriawan/slate:source/includes/_notifications_EN.md. */
export const CARD_TRANSACTION = {
  normal: '1',
  recurring: '2',
  reserved: '3',
  captured: '4',
} as const

/**
 * What is known of an order that a card has paid.
 * Source: recorded answers: authNo is the end of the tXid, acquStatus 10.
 */
export const cardDetails = (
  { tXid }: Transaction,
  { issuBankCd, issuBankNm, acquBankCd, acquBankNm }: TestCard,
  { cardNo, cardExpYymm }: PresentedCard,
  kind: keyof typeof CARD_TRANSACTION,
): Details => ({
  cardNo,
  cardExpYymm,
  authNo: tXid.slice(-6),
  acquBankCd,
  acquBankNm,
  issuBankCd,
  issuBankNm,
  acquStatus: '10',
  ccTransType: CARD_TRANSACTION[kind],
})
