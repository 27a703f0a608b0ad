import { merchantToken, sameToken } from '../protocol/signature.ts'
import { wibStamp } from '../protocol/time.ts'
import { SIGNED } from '../protocol/tokens.ts'

/** What a merchant has from NICEPAY. */
export interface Credentials {
  readonly iMid: string
  readonly merchantKey: string
}

/** Fields of a message, as a merchant handles them. */
export type Fields = Readonly<Record<string, string>>

/** What a merchant decides about a binding that it registers. */
export interface BindingWish {
  readonly referenceNo: string
  readonly billingNm: string
  readonly billingPhone: string
  readonly clientUserKey: string
  readonly dbProcessUrl: string
  readonly callBackUrl: string
}

/** The signed body with which a merchant registers an account binding. */
export const bindingRequest = (
  { iMid, merchantKey }: Credentials,
  wish: BindingWish,
  now: Date,
): Fields => {
  const fields: Fields = {
    iMid,
    timeStamp: wibStamp(now.getTime()),
    payMethod: '06',
    mitraCd: 'KDVI',
    ...wish,
  }
  return { merchantToken: tokenOf(SIGNED.bindingRegistration, fields, merchantKey), ...fields }
}

/** Whether a binding notification carries the token that only NICEPAY and the merchant can make. */
export const isGenuine = (notification: Fields, { merchantKey }: Credentials): boolean =>
  sameToken(
    notification.merchantToken ?? '',
    tokenOf(SIGNED.bindingNotification, notification, merchantKey),
  )

const tokenOf = (names: readonly string[], fields: Fields, key: string): string =>
  merchantToken(
    names.map((name) => fields[name] ?? ''),
    key,
  )
