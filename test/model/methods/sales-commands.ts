import type { Answer, Driven } from '../sandbox.ts'
import { commander, newest } from '../step.ts'
import { registration, rupiah, SNAP_SALES, snap, v2 } from './calls.ts'
import { compare } from './compare.ts'
import { ASTRAPAY, type Method, UNDECIDED } from './table.ts'
import type { Place, Sale, World } from './world.ts'

export const command = commander<World>(compare)

/** A namespace, by a number. */
export const placeAt = ({ places }: World, at: number): Place => {
  const place = places[at % places.length]
  if (!place) throw new Error('the world has no places')
  return place
}

/** Whether SNAP took a call. */
export const isTaken = ({ body }: Answer): boolean => /^200/.test(body.responseCode ?? '')

const remember = (place: Place, method: Method, tXid: string, amt: number, more = {}): void => {
  const sale: Sale = {
    tXid,
    referenceNo: `SALE-${place.sales.length + 1}`,
    amt,
    isCheckout: method === UNDECIDED,
    pageUntil: place.now + UNDECIDED.life,
    method,
    status: method.opens,
    expiresAt: place.now + method.life,
    paidAt: null,
    cancelled: 0,
    ...more,
  }
  place.sales.push(sale)
}

const numberIn = ({ sales }: Place): string => `SALE-${sales.length + 1}`

/** A shop sells by a method of V2, or on the checkout page. */
export const sells = (at: number, method: Method, amt: number) =>
  command(`sells by ${method.name}`, (world) => {
    const place = placeAt(world, at)
    const referenceNo = numberIn(place)
    const path = method === UNDECIDED ? 'redirect' : 'direct'
    return {
      words: `${place.namespace}: ${referenceNo} over ${amt} by ${method.name}`,
      both: async (driven) => {
        const url = driven.dbProcessUrl()
        const asked = { ...registration(method, referenceNo, amt, url), callBackUrl: url }
        const answer = await v2(
          driven,
          `/nicepay/${path}/v2/registration`,
          asked,
          'registration',
          place,
        )
        remember(place, method, answer.body.tXid, amt)
        return { sandbox: answer.body.resultCd, model: '0000' }
      },
    }
  })

/** A SNAP sale on both sides; with a customer's token it is paid at once, or refused with it. */
const sellBySnap = async (
  method: Method,
  amt: number,
  place: Place,
  driven: Driven,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const { path, body, amount } = SNAP_SALES[method.snap ?? 'debit']
  const more = { dbProcessUrl: driven.dbProcessUrl(), mitraCd: method.by.mitraCd }
  const asked = { ...body(numberIn(place), place.iMid, more), [amount]: rupiah(amt) }
  return snap(driven, path, asked, place, { headers })
}

export const sellsBySnap = (at: number, method: Method, amt: number) =>
  command(`sells by SNAP, ${method.name}`, (world) => {
    const place = placeAt(world, at)
    return {
      words: `${place.namespace}: ${numberIn(place)} over ${amt} by SNAP, ${method.name}`,
      both: async (driven) => {
        const answer = await sellBySnap(method, amt, place, driven)
        const tXid = SNAP_SALES[method.snap ?? 'debit'].tXid(answer)
        // The customer is sent on at once.
        const expiresAt = place.now + Math.min(method.life, method.atWallet ?? method.life)
        remember(place, method, tXid, amt, { status: 'unpaid', expiresAt })
        return { sandbox: isTaken(answer), model: true }
      },
    }
  })

/** A linked account is charged without a page. */
export const charges = (at: number, which: number, amt: number) =>
  command('charges a linked account', (world) => {
    const place = placeAt(world, at)
    const link = newest(place.links, which)
    return (
      link && {
        words: `${place.namespace}: ${numberIn(place)} over ${amt} from the account of ${link.referenceNo}`,
        both: async (driven) => {
          const headers = { 'Authorization-Customer': `Bearer ${link.customerToken}` }
          const answer = await sellBySnap(ASTRAPAY, amt, place, driven, headers)
          const model = link.active && place.now < link.until
          if (model) {
            const paid = { status: 'paid', paidAt: place.now }
            remember(place, ASTRAPAY, answer.body.referenceNo, amt, paid)
            place.news.push({ tXid: answer.body.referenceNo, amt, at: place.now })
          }
          return { sandbox: isTaken(answer), model }
        },
      }
    )
  })
