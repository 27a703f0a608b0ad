import { mustAgree } from '../compare.ts'
import type { Driven } from '../sandbox.ts'
import { v2 } from './calls.ts'
import { type Place, statusOf, type World } from './world.ts'

/** The rows of a list of the control API. */
const rowsOf = async ({ call }: Driven, path: string, { namespace }: Place) =>
  (await call('GET', `/_sandbox/${path}?limit=9999&namespace=${namespace}`)).body as Record<
    string,
    string
  >[]

/** Which order a notification of any API is about, and over how much. */
const newsIn = (fields: Readonly<Record<string, unknown>>): string => {
  const { tXid, originalReferenceNo, paymentRequestId, amt, paidAmount, amount } = fields
  const money = Object(paidAmount ?? amount) as { value?: string }
  const rupiah = amt ?? money.value?.replace(/\.00$/, '')
  return `${tXid ?? originalReferenceNo ?? paymentRequestId} ${rupiah}`
}

const compareNews = async ({ places }: World, driven: Driven): Promise<void> => {
  const expected = places.flatMap(({ news, now }) =>
    news.filter(({ at }) => at <= now).map(({ tXid, amt }) => `${tXid} ${amt}`),
  )
  if (driven.notified.length !== expected.length) {
    for (const { namespace } of places) {
      await driven.call('POST', `/_sandbox/notifications/flush?namespace=${namespace}`, {})
    }
  }
  mustAgree('what was notified', driven.notified.map(newsIn).sort(), expected.sort())
}

const comparePlace = async (place: Place, driven: Driven): Promise<void> => {
  const sales = await rowsOf(driven, 'transactions', place)
  mustAgree(
    `the orders of ${place.namespace}`,
    sales.map(({ tXid, status, cancelled }) => [tXid, status, cancelled]).reverse(),
    place.sales.map((sale) => [sale.tXid, statusOf(sale, place), sale.cancelled]),
  )
  if (place.payouts.length > 0) await comparePayouts(place, driven)
}

const comparePayouts = async (place: Place, driven: Driven): Promise<void> => {
  const payouts = await rowsOf(driven, 'payouts', place)
  mustAgree(
    `the payouts of ${place.namespace}`,
    payouts.map(({ tXid, status }) => [tXid, status]).reverse(),
    place.payouts.map(({ tXid, status }) => [tXid, status]),
  )
  const { body } = await v2(
    driven,
    '/nicepay/api/direct/v2/balanceInquiry',
    {},
    'payoutBalance',
    place,
  )
  mustAgree(`the balance of ${place.namespace}`, Number(body.balance), place.balance)
}

/** Compares all that both hold. */
export const compare = async (world: World, driven: Driven): Promise<void> => {
  await Promise.all(world.places.map((place) => comparePlace(place, driven)))
  await compareNews(world, driven)
}
