import http from 'node:http'
import {
  bindingRequest,
  cancelRequest,
  type Fields,
  orderRequest,
  paymentFields,
} from '../../src/demo/merchant.ts'
import { KEY } from '../support/fixtures.ts'

/** How far something has come; every step is one call that the server acknowledges. */
export const STEPS = {
  binding: ['registered', 'linked'],
  order: ['registered', 'paid', 'void'],
} as const

/** Something that the client asked for, and how far it knows it to have come. */
export interface Deal {
  readonly kind: keyof typeof STEPS
  readonly referenceNo: string
  readonly tXid: string
  /** The step that was acknowledged last, and the one that was asked for last, as places in STEPS. */
  acknowledged: number
  asked: number
}

/** A merchant and its customers, who remember what they were told. */
export interface Client {
  readonly deals: readonly Deal[]
  /** Keeps doing business with a server until `enough` says so or the server is gone. */
  work(url: string, enough: () => boolean): Promise<void>
  close(): void
}

/** Callers at once. */
const CALLERS = 50

const MERCHANT = { iMid: 'IONPAYTEST', merchantKey: KEY }
const SITI = { phone: '081291891818', pin: '414141', otp: '4567' }

interface Answer {
  readonly location: string | undefined
  readonly fields: Fields
}

const openCalls = () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CALLERS })
  const call = (method: string, url: string, body?: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json' }
      const request = http.request(url, { method, headers, agent }, (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('error', reject)
        response.on('end', () => {
          const { location } = response.headers
          resolve({ location, fields: location || !text ? {} : JSON.parse(text) })
        })
      })
      request.on('error', reject)
      request.end(body && JSON.stringify(body))
    })
  return { call, close: () => agent.destroy() }
}

const tkOf = (link: string | undefined): string => new URL(link ?? '').searchParams.get('tk') ?? ''

const insist = (fields: Fields, name: string, value: string): void => {
  if (fields[name] !== value) throw new Error(`refused: ${JSON.stringify(fields)}`)
}

/** Does one binding in four, three orders in four; every fourth order is cancelled after it was paid. */
export const openClient = (shopUrl: string): Client => {
  const { call, close } = openCalls()
  const deals: Deal[] = []
  let count = 0

  const step = async (deal: Deal, ask: () => Promise<void>): Promise<void> => {
    deal.asked++
    await ask()
    deal.acknowledged++
  }
  const remember = (kind: Deal['kind'], referenceNo: string, { tXid = '' }: Fields): Deal => {
    const deal = { kind, referenceNo, tXid, acknowledged: 0, asked: 0 }
    deals.push(deal)
    return deal
  }
  const complete = async (url: string, tk: string, how: object, state: string): Promise<void> =>
    insist(
      (await call('POST', `${url}/_sandbox/interactions/${tk}/complete`, how)).fields,
      'state',
      state,
    )

  const bind = async (url: string, referenceNo: string): Promise<void> => {
    const wish = {
      referenceNo,
      billingNm: 'Siti Rahmawati',
      billingPhone: '+62-81291891818',
      clientUserKey: referenceNo,
      dbProcessUrl: `${shopUrl}/notification`,
      callBackUrl: `${shopUrl}/callback`,
    }
    const request = bindingRequest(MERCHANT, wish, new Date())
    const { fields } = await call('POST', `${url}/nicepay/v2/userAccountBinding`, request)
    insist(fields, 'resultCd', '0000')
    const deal = remember('binding', referenceNo, fields)
    await step(deal, () => complete(url, tkOf(fields.redirectUrlHttp), SITI, 'linked'))
  }

  const buy = async (url: string, referenceNo: string, cancels: boolean): Promise<void> => {
    const direct = `${url}/nicepay/direct/v2`
    const wish = {
      referenceNo,
      goodsNm: 'Kopi Gayo',
      amt: '25145',
      billingNm: 'Siti Rahmawati',
      billingPhone: SITI.phone,
      dbProcessUrl: `${shopUrl}/notification`,
    }
    const request = orderRequest(MERCHANT, wish, new Date())
    const { fields } = await call('POST', `${direct}/registration`, request)
    insist(fields, 'resultCd', '0000')
    const deal = remember('order', referenceNo, fields)
    const order = { ...wish, tXid: deal.tXid }
    await step(deal, async () => {
      const sent = paymentFields(MERCHANT, order, `${shopUrl}/callback`, new Date())
      const { location } = await call('GET', `${direct}/payment?${new URLSearchParams(sent)}`)
      await complete(url, tkOf(location), { ...SITI, paymentType: '30_days' }, 'approved')
    })
    if (!cancels) return
    await step(deal, async () => {
      const cancel = cancelRequest(MERCHANT, order, new Date())
      insist((await call('POST', `${direct}/cancel`, cancel)).fields, 'resultCd', '0000')
    })
  }

  const caller = async (url: string, enough: () => boolean): Promise<void> => {
    while (!enough()) {
      const number = ++count
      const referenceNo = `CRASH${number}`
      if (number % 4 === 0) await bind(url, referenceNo)
      else await buy(url, referenceNo, number % 4 === 1)
    }
  }

  return {
    deals,
    close,
    work: async (url, enough) => {
      const callers = Array.from({ length: CALLERS }, () => caller(url, enough))
      for (const result of await Promise.allSettled(callers)) {
        if (result.status === 'fulfilled') continue
        if (!/ECONN|socket hang up|EPIPE/.test(String(result.reason))) throw result.reason
      }
    },
  }
}
