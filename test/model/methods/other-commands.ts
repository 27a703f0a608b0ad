import type { Driven } from '../sandbox.ts'
import { newest } from '../step.ts'
import { customerToken, payoutRequest, rupiah, snap, v2 } from './calls.ts'
import { oneFor } from './order-commands.ts'
import { canDecide, type Decision, decide } from './rules.ts'
import { command, isTaken, placeAt } from './sales-commands.ts'
import { CUSTOMER_TOKEN_LIFE } from './table.ts'
import type { Link, Payout, Place } from './world.ts'

const requestBySnap = (referenceNo: string, amt: number, { iMid }: Place) => ({
  merchantId: iMid,
  beneficiaryAccountNo: '5345000060',
  beneficiaryName: 'IONPAY NETWORKS',
  beneficiaryPhone: '08123456789',
  beneficiaryCustomerResidence: '1',
  beneficiaryCustomerType: '1',
  payoutMethod: '1',
  beneficiaryBankCode: 'BDIN',
  amount: rupiah(amt),
  partnerReferenceNo: referenceNo,
  reservedDt: '',
  reservedTm: '',
})

/** The merchant asks for a payout, by V2 or by SNAP. */
export const asksForPayout = (at: number, amt: number, bySnap: boolean) =>
  command('asks for a payout', (world) => {
    const place = placeAt(world, at)
    const referenceNo = `PAYOUT-${place.payouts.length + 1}`
    const ask = async (driven: Driven): Promise<string> => {
      if (bySnap) {
        const body = requestBySnap(referenceNo, amt, place)
        const answer = await snap(driven, '/api/v1.0/transfer/registration', body, place)
        return answer.body.originalReferenceNo ?? answer.body.referenceNo
      }
      const path = '/nicepay/api/direct/v2/requestPayout'
      const body = payoutRequest(referenceNo, amt)
      return (await v2(driven, path, body, 'payoutRequest', place)).body.tXid
    }
    return {
      words: `${place.namespace}: ${referenceNo} over ${amt}${bySnap ? ' by SNAP' : ''}`,
      both: async (driven) => {
        const tXid = await ask(driven)
        const payout: Payout = { tXid, referenceNo, amt, status: 'requested', transferAt: null }
        place.payouts.push(payout)
        return { sandbox: typeof tXid, model: 'string' }
      },
    }
  })

/** What the merchant decides is a call of its API, what the bank does one of the control API. */
const decided = async (
  decision: Decision,
  { tXid, referenceNo }: Payout,
  bySnap: boolean,
  place: Place,
  driven: Driven,
): Promise<boolean> => {
  if (!['approve', 'reject', 'cancel'].includes(decision)) {
    const path = `/_sandbox/payouts/${tXid}/${decision}?namespace=${place.namespace}`
    return (await driven.call('POST', path, {})).status === 200
  }
  if (bySnap) {
    const numbers = { originalReferenceNo: tXid, originalPartnerReferenceNo: referenceNo }
    const body = { merchantId: place.iMid, ...numbers }
    return isTaken(await snap(driven, `/api/v1.0/transfer/${decision}`, body, place))
  }
  const path = `/nicepay/api/direct/v2/${decision}Payout`
  const { body } = await v2(driven, path, { tXid }, 'payoutDecision', place)
  return body.resultCd === '0000'
}

export const decidesPayout = (at: number, which: number, decision: Decision, bySnap: boolean) =>
  command(`${decision} a payout`, (world) => {
    const place = placeAt(world, at)
    const payout = oneFor(place.payouts, which, (one) => canDecide(one, decision, place))
    return (
      payout && {
        words: `${place.namespace}: ${decision} ${payout.referenceNo}`,
        both: async (driven) => ({
          sandbox: await decided(decision, payout, bySnap, place, driven),
          model: decide(payout, decision, place),
        }),
      }
    )
  })

const PHONE = '081234567890'

/** A customer links a wallet, and the merchant gets a token for it. */
export const binds = (at: number) =>
  command('links a wallet', (world) => {
    const place = placeAt(world, at)
    const partnerReferenceNo = `LINK-${place.links.length + 1}`
    return {
      words: `${place.namespace}: ${partnerReferenceNo} is linked`,
      both: async (driven) => {
        const asked = {
          partnerReferenceNo,
          merchantId: place.iMid,
          additionalData: { userId: 'John Doe', email: 'john@example.com', phoneNo: PHONE },
          additionalInfo: { mitraCd: 'ASTR', callbackUrl: 'https://merchant.example/callback' },
        }
        const path = '/api/v1.0/registration-account-binding'
        const { body } = await snap(driven, path, asked, place)
        const tk = new URL(body.nextAction).searchParams.get('tk')
        const how = { outcome: 'linked' }
        const done = await driven.call('POST', `/_sandbox/interactions/${tk}/complete`, how)
        const { authCode } = done.body.next.fields
        const tokens = await customerToken(driven, authCode, place)
        place.links.push({
          partnerReferenceNo,
          referenceNo: body.referenceNo,
          authCode,
          customerToken: tokens.body.accessToken,
          until: place.now + CUSTOMER_TOKEN_LIFE,
          active: true,
        })
        return { sandbox: [done.body.state, isTaken(tokens)], model: ['linked', true] }
      },
    }
  })

const unbinding = ({ partnerReferenceNo, referenceNo, authCode }: Link, { iMid }: Place) => ({
  partnerReferenceNo,
  merchantId: iMid,
  additionalInfo: { referenceNo, authCode, mitraCd: 'ASTR' },
})

export const unbinds = (at: number, which: number) =>
  command('unlinks a wallet', (world) => {
    const place = placeAt(world, at)
    const link = newest(place.links, which)
    return (
      link && {
        words: `${place.namespace}: ${link.partnerReferenceNo} is unlinked`,
        both: async (driven) => {
          const path = '/api/v1.0/registration-account-unbinding'
          const answer = await snap(driven, path, unbinding(link, place), place)
          const model = link.active
          link.active = false
          return { sandbox: isTaken(answer), model }
        },
      }
    )
  })

/** The clock of one namespace goes on. */
export const waits = (at: number, seconds: number) =>
  command(`waits ${seconds} s`, (world) => {
    const place = placeAt(world, at)
    return {
      words: `${place.namespace}: the clock goes on by ${seconds} s`,
      both: async (driven) => {
        const path = `/_sandbox/clock?namespace=${place.namespace}`
        const { body } = await driven.call('PUT', path, { advance: `PT${seconds}S` })
        place.now += seconds * 1000
        return { sandbox: Date.parse(body.now), model: place.now }
      },
    }
  })

/** The sandbox is stopped and started again on the same file. */
export const restarts = () =>
  command('restarts', ({ places }) => ({
    words: 'the sandbox stops and starts again',
    both: async (driven) => {
      const held = () =>
        Promise.all(
          places.map(async ({ namespace }) => {
            const { body } = await driven.call('GET', `/_sandbox/state?namespace=${namespace}`)
            return body
          }),
        )
      const model = await held()
      await driven.restart()
      return { sandbox: await held(), model }
    },
  }))
