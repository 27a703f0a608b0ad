import type { Language } from '../../config.ts'
import { rupiah } from '../../http/lender/figures.ts'
import { CARDS } from '../../store/seed.ts'
import { answeredOf, askedOf, type Deal, lastOf } from './deals.ts'
import { isUndecided } from './states.ts'
import { PAYMENT } from './ways/payment-step.ts'

/** `20260131` and `235959` as a customer reads them: `31-01-2026 23:59 WIB`. */
const until = (date = '', time = ''): string | null =>
  `${date}${time}`.replace(
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)\d\d$|.*/,
    (whole, year, month, day, hour, minute) =>
      year ? `${day}-${month}-${year} ${hour}:${minute} WIB` : whole && '',
  ) || null

/** The cards that a tester may type. */
const testCards = (lang: Language) =>
  CARDS.filter(({ network }) => network === 'credit').map((card) => ({
    number: card.cardNo.replace(/(....)(?=.)/g, '$1 '),
    expiry: card.cardExpYymm,
    cvv: card.cardCvv,
    behaviour: card.behaviour[lang],
  }))

/** The number, and until when it is good. */
const numberOf = (deal: Deal) => {
  const [asked, answered] = [askedOf(deal), answeredOf(deal)]
  return deal.way.shows === 'va'
    ? { number: answered.vacctNo ?? '', until: until(asked.vacctValidDt, asked.vacctValidTm) }
    : { number: answered.payNo ?? '', until: until(asked.payValidDt, asked.payValidTm) }
}

/** A form that the customer's browser posts to NICEPAY: where to, and what the shop has signed. */
const formOf = (deal: Deal, baseUrl: string) => ({
  action: `${baseUrl}${PAYMENT}`,
  fields: Object.entries(lastOf(deal, 'payment')?.fields ?? {}),
})

/** What an order's page has for the customer to pay with while nothing is decided; nothing where that is elsewhere. */
export const tillOf = (deal: Deal, lang: Language, baseUrl: string) => {
  const { shows, label } = deal.way
  if (!shows || !isUndecided(deal)) return null
  const { tXid = '', paymentExpDt, paymentExpTm } = answeredOf(deal)
  const { amt, billingPhone: phone } = askedOf(deal)
  const about = { shows, label: label[lang], amount: rupiah(Number(amt), lang) }
  if (shows === 'card') return { ...about, ...formOf(deal, baseUrl), cards: testCards(lang) }
  if (shows === 'push') return { ...about, ...formOf(deal, baseUrl), phone }
  const atConsole = `/orders/${tXid}`
  if (shows !== 'code') return { ...about, ...numberOf(deal), atConsole }
  return {
    ...about,
    picture: `/demo/orders/${deal.referenceNo}/qr.gif`,
    until: until(paymentExpDt, paymentExpTm),
    atConsole,
  }
}
