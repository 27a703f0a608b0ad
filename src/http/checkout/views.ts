import { cardsFor } from '../../acquirer/card.ts'
import { methodsFor, preset } from '../../acquirer/choose.ts'
import { hasTwoSteps } from '../../acquirer/deposit.ts'
import { methodOf, partnerNameOf } from '../../domain/methods/index.ts'
import type { Partner, Partners, PayMethod } from '../../domain/methods/method.ts'
import { QR_PICTURES } from '../../endpoints/qr-url.ts'
import { pathOf } from '../../lender/paths.ts'
import { pageOf } from '../../lender/visit.ts'
import type { Translate } from '../texts.ts'
import { standingOf } from './acts.ts'
import { bareBack, type Facts, frame, hides, pageUrl, type View } from './frame.ts'

/** Seconds until the browser goes back to the merchant by itself, once the order is decided. */
const RETURN_AFTER = 3

const partnersOnPage = (partners: Partners | null): [code: string, partner: Partner][] =>
  [...(partners?.list ?? [])].filter(([, { notOnPage }]) => !notOnPage)

const methodsView = (facts: Facts): View => {
  const methods = methodsFor(facts.order, facts.visit)
  const looked = methods.find(({ code }) => code === facts.query.method)
  const only = methods.length === 1 ? methods[0] : undefined
  const method = looked ?? only
  if (method) return methodView(facts, method, only === undefined)
  const { language } = facts
  return {
    template: 'checkout/methods',
    locals: {
      ...frame(facts, 'methods'),
      back: hides(facts, 'optDisplayBL') ? null : bareBack(facts),
      methods: methods.map(({ code, name, partners }) => ({
        code,
        name: name[language],
        partners: partners?.unasked
          ? ''
          : partnersOnPage(partners)
              .map(([, one]) => one.name)
              .join(', '),
      })),
    },
  }
}

/** The partners of a method, or the data of a card, to be filled in. */
const methodView = (facts: Facts, method: PayMethod, canGoBack: boolean): View => {
  const { order, language } = facts
  const locals = {
    ...frame(facts, 'methods'),
    back: hides(facts, 'optDisplayBL') ? null : bareBack(facts),
    method: { code: method.code, name: method.name[language] },
    others: canGoBack ? pageUrl(order.tXid, { lang: language }) : null,
  }
  if (method.paidBy === 'card') {
    const months = Number(order.page?.instmntMon ?? '1')
    const cards = cardsFor({ ...order, payMethod: method.code })
    return {
      template: 'checkout/card',
      locals: {
        ...locals,
        months: method.hasInstalments && months > 1 ? months : null,
        cards: cards.map((card) => ({
          number: card.cardNo.replace(/(....)(?=.)/g, '$1 '),
          expiry: `${card.cardExpYymm.slice(2)}/${card.cardExpYymm.slice(0, 2)}`,
          cvv: card.cardCvv,
          behaviour: card.behaviour[language],
        })),
      },
    }
  }
  const chosen = preset(order, method)
  return {
    template: 'checkout/partners',
    locals: {
      ...locals,
      chosen,
      asks: method.partners?.unasked === undefined,
      partners: partnersOnPage(method.partners)
        .filter(([code]) => chosen === null || code === chosen)
        .map(([code, { name }]) => ({ code, name })),
      phone: order.billingPhone,
    },
  }
}

/** The steps of paying outside of the page. */
const howToPay = (kind: 'va' | 'cvs' | 'qr', t: Translate, gaps: Record<string, string>) =>
  [1, 2, 3, 4].map((number) => t(`${kind}Step${number}`, gaps))

const numberView = (facts: Facts): View => {
  const { order } = facts
  const base = frame(facts, 'number')
  const kind = methodOf(order).code === '02' ? 'va' : 'cvs'
  const number = order.details.vacctNo ?? order.details.payNo ?? ''
  const partner = partnerNameOf(order) ?? ''
  return {
    template: 'checkout/number',
    locals: {
      ...base,
      kind,
      number,
      partner,
      steps: howToPay(kind, base.t, { partner, number, amount: base.amount }),
      twoSteps: hasTwoSteps(order),
      isReady: order.status === 'ready',
    },
    leadsBack: true,
  }
}

const codeView = (facts: Facts): View => {
  const base = frame(facts, 'code')
  return {
    template: 'checkout/code',
    locals: {
      ...base,
      picture: `${QR_PICTURES}/${facts.order.tXid}.gif`,
      steps: howToPay('qr', base.t, { amount: base.amount }),
    },
    leadsBack: true,
  }
}

const ENDS: Readonly<Record<string, string>> = {
  paid: 'paid',
  void: 'withdrawn',
  refund: 'withdrawn',
}

const endView = (facts: Facts, standing: 'ended' | 'expired'): View => {
  const words = standing === 'expired' ? 'expired' : (ENDS[facts.order.status] ?? 'failed')
  return {
    template: 'checkout/end',
    locals: {
      ...frame(facts, standing),
      words,
      mark: words === 'paid' ? 'good' : 'bad',
      returnAfter: standing === 'ended' ? RETURN_AFTER : null,
    },
    leadsBack: true,
  }
}

/** The page of an order whose customer is at a lender, a bank or a wallet. */
const awayView = (facts: Facts): View => {
  const { order, visit, language } = facts
  const link = visit.tx.interactions.where('tXid', order.tXid).at(-1)
  return {
    template: 'checkout/away',
    locals: {
      ...frame(facts, 'away'),
      partner: partnerNameOf(order) ?? 'Bank',
      goOn: link ? pathOf(pageOf(link, visit), link, { lang: language }) : null,
    },
    leadsBack: true,
  }
}

/** The page on which an order stands. */
export const viewOf = (facts: Facts): View => {
  const standing = standingOf(facts.order, facts.visit.now)
  if (standing === 'methods') return methodsView(facts)
  if (standing === 'number') return numberView(facts)
  if (standing === 'code') return codeView(facts)
  if (standing === 'away') return awayView(facts)
  return endView(facts, standing)
}
