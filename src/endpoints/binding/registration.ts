import { requested } from '../../domain/binding.ts'
import { newInteraction } from '../../domain/interaction.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { pathOf } from '../../lender/paths.ts'
import { FIRST_PLACE } from '../../lender/visit.ts'
import { KREDIVO } from '../../protocol/codes.ts'
import { A, AN, ANS, alias, N, optional, TOKEN, telephone, url } from '../../protocol/fields.ts'
import { instantOfTXid } from '../../protocol/ids.ts'
import { NicepayError } from '../../protocol/results.ts'
import { shown } from '../../protocol/shown.ts'
import { wibDateTime } from '../../protocol/time.ts'
import { SIGNED } from '../../protocol/tokens.ts'
import { newTxid } from '../../store/new-txid.ts'
import { checkMethodActive, checkNewReferenceNo, checkTimeStamp } from '../checks.ts'
import { registrationEndpoint } from '../endpoint.ts'

/**
 * Asks for a shopper's Kredivo account to be linked; the answer carries the link to send the browser to.
 * Source: docs.nicepay.co.id, page "Registration & Notification - Account Binding Payloan API".
 * Guess: the letter case of the path, as stored copies of the page are lower-cased.
 */
export const bindingRegistration = registrationEndpoint({
  name: 'binding.registration',
  method: 'post',
  path: '/nicepay/v2/userAccountBinding',
  documented: 'Registration & Notification - Account Binding Payloan API',
  request: {
    merchantToken: TOKEN,
    iMid: AN(10),
    timeStamp: N(14),
    referenceNo: ANS(40),
    payMethod: N(2),
    mitraCd: A(4),
    billingNm: A(100),
    billingPhone: telephone(N(15)),
    billingEmail: optional(ANS(40)),
    dbProcessUrl: url(ANS(255)),
    // Guess: required; the page's mark cannot be read.
    callBackUrl: alias(url(ANS(255)), 'callbackUrl'),
    clientUserKey: AN(100),
  },
  reply: {
    resultCd: N(4),
    resultMsg: AN(255),
    tXid: AN(30),
    referenceNo: ANS(40),
    payMethod: N(2),
    transDt: N(8),
    transTm: N(6),
    mitraCd: A(4),
    redirectUrlHttp: ANS(255),
  },
  signs: SIGNED.bindingRegistration,
  handle: (message, { tx, merchant, now, ids, baseUrl }) => {
    const { iMid, referenceNo, payMethod, mitraCd } = message
    checkTimeStamp(message.timeStamp, merchant)
    checkPhone(message.billingPhone, merchant)
    checkMethodActive(payMethod, merchant)
    checkKredivo(payMethod, mitraCd)
    const used = tx.bindings.some('referenceNo', `${iMid} ${referenceNo}`)
    checkNewReferenceNo(referenceNo, used, merchant)

    const tXid = newTxid(tx, ids, iMid, payMethod, now)
    const tk = ids.word()
    const { merchantToken: _token, timeStamp: _time, billingEmail = null, ...fields } = message
    tx.bindings.put(tXid, requested({ ...fields, billingEmail }, tXid, tk, now))
    const formToken = ids.word()
    const typedPhone = message.billingPhone
    const link = newInteraction({ tk, kind: 'binding', iMid, tXid, formToken, typedPhone })
    tx.interactions.put(tk, link)
    // Source: transDt and transTm are the time inside the tXid on current servers.
    const { date, time } = wibDateTime(instantOfTXid(tXid) ?? now)
    const redirectUrlHttp = `${baseUrl}${pathOf(FIRST_PLACE.binding, link)}`
    return { tXid, referenceNo, payMethod, transDt: date, transTm: time, mitraCd, redirectUrlHttp }
  },
})

// Source: the page asks for the format +62-number and exactly 15 characters.
const checkPhone = (billingPhone: string, { settings }: Merchant): void => {
  if (settings.billingPhone === 'lenient' || /^\+62-[0-9]{11}$/.test(billingPhone)) return
  throw new NicepayError(
    'BAD_ORDER_DATA',
    `billingPhone must be +62- and 11 digits, 15 characters in all, received ${shown(billingPhone)}; ` +
      'see the setting billingPhone',
  )
}

// Source: the page says that account binding is for Kredivo only.
// Guess: what NICEPAY answers for another method or lender here; 9108 is its word for what is not activated.
const checkKredivo = (payMethod: string, mitraCd: string): void => {
  if (payMethod === '06' && mitraCd === KREDIVO) return
  throw new NicepayError(
    'METHOD_NOT_ACTIVE',
    `payMethod must be 06 and mitraCd ${KREDIVO} for account binding, received ${shown(payMethod)} and ${shown(mitraCd)}`,
  )
}
