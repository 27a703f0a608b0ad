import { maskedKey, merchantToken, sameToken } from '../protocol/signature.ts'
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

/** What a merchant decides about an order that it registers; a `userToken` makes it a payment without a login. */
export interface OrderWish {
  readonly referenceNo: string
  readonly goodsNm: string
  readonly amt: string
  readonly billingNm: string
  readonly billingPhone: string
  readonly dbProcessUrl: string
  /** The merchant's customer, whose account is to be linked with the purchase. */
  readonly clientUserKey?: string
  readonly userToken?: string
}

/** What a merchant remembers of an order that it registered. */
export interface KnownOrder {
  readonly tXid: string
  readonly referenceNo: string
  readonly amt: string
  /** The method that it was paid by, for a cancel; Kredivo's unless said. */
  readonly payMethod?: string | undefined
}

const tokenOf = (names: readonly string[], fields: Fields, key: string): string =>
  merchantToken(
    names.map((name) => fields[name] ?? ''),
    key,
  )

const signedBy = (
  call: keyof typeof SIGNED,
  { iMid, merchantKey }: Credentials,
  now: Date,
  rest: Fields,
): Fields => {
  const fields: Fields = { timeStamp: wibStamp(now.getTime()), iMid, ...rest }
  return { ...fields, merchantToken: tokenOf(SIGNED[call], fields, merchantKey) }
}

/** The signed body with which a merchant registers an account binding. */
export const bindingRequest = (credentials: Credentials, wish: BindingWish, now: Date): Fields =>
  signedBy('bindingRegistration', credentials, now, { payMethod: '06', mitraCd: 'KDVI', ...wish })

const tokenizing = ({ clientUserKey = '', userToken = '' }: OrderWish): Fields => ({
  tokenizeUser: userToken ? '2' : clientUserKey ? '1' : '0',
  clientUserKey,
  userToken,
})

const PLACE = { City: 'Jakarta', State: 'DKI Jakarta', PostCd: '12345', Country: 'Indonesia' }

/** An address as a registration has it, for billing or delivery. */
const addressOf = (
  prefix: 'billing' | 'delivery',
  { billingNm, billingPhone }: OrderWish,
): Fields =>
  Object.fromEntries(
    Object.entries({
      Nm: billingNm,
      Phone: billingPhone,
      Addr: 'Jalan Bukit Berbunga 22',
      ...PLACE,
    }).map(([name, value]) => [`${prefix}${name}`, value]),
  )

/** What every registration says of an order, by whatever method. */
const aboutOrder = (wish: OrderWish): Fields => {
  const { referenceNo, goodsNm, amt, dbProcessUrl } = wish
  return {
    currency: 'IDR',
    amt,
    referenceNo,
    goodsNm,
    ...addressOf('billing', wish),
    billingEmail: 'customer@example.com',
    ...addressOf('delivery', wish),
    dbProcessUrl,
    userIP: '127.0.0.1',
    cartData: JSON.stringify({
      count: '1',
      item: [
        {
          goods_id: 'GOODS-1',
          goods_name: goodsNm,
          goods_amt: amt,
          goods_quantity: '1',
          goods_sellers_id: SELLER.sellersId,
        },
      ],
    }),
  }
}

const SELLER = { sellersId: 'SHOP', sellersNm: 'Demo shop', sellersEmail: 'shop@example.com' }

/** The signed body with which a merchant registers an order; `method` is payMethod and whatever it wants besides. */
export const saleRequest = (
  credentials: Credentials,
  wish: OrderWish,
  method: Fields,
  now: Date,
): Fields => signedBy('registration', credentials, now, { ...method, ...aboutOrder(wish) })

/** The signed body with which a merchant registers an order to be paid at Kredivo in 30 days. */
export const orderRequest = (credentials: Credentials, wish: OrderWish, now: Date): Fields =>
  signedBy('registration', credentials, now, {
    payMethod: '06',
    mitraCd: 'KDVI',
    ...aboutOrder(wish),
    sellers: JSON.stringify([SELLER]),
    instmntType: '1',
    instmntMon: '1',
    ...tokenizing(wish),
  })

/** The signed body that asks how an order stands. */
export const inquiryRequest = (credentials: Credentials, order: KnownOrder, now: Date): Fields => {
  const { tXid, referenceNo, amt } = order
  return signedBy('inquiry', credentials, now, { tXid, referenceNo, amt })
}

/** The signed body that cancels an order: whole, or as much of it as `part` says. */
export const cancelRequest = (
  credentials: Credentials,
  { tXid, amt, payMethod = '06' }: KnownOrder,
  now: Date,
  part?: string,
): Fields => {
  const howMuch = part === undefined ? { amt, cancelType: '1' } : { amt: part, cancelType: '2' }
  const fields = { tXid, ...howMuch, payMethod, cancelMsg: 'Request Cancel' }
  return signedBy('cancel', credentials, now, fields)
}

/** The signed body that asks for the account behind a userToken. */
export const userDetailsRequest = (
  credentials: Credentials,
  userToken: string,
  now: Date,
): Fields => signedBy('userDetails', credentials, now, { userToken })

/** The signed body that ends a userToken from the merchant's side. */
export const removeTokenRequest = (
  credentials: Credentials,
  userToken: string,
  now: Date,
): Fields => signedBy('removeToken', credentials, now, { userToken })

/** What a customer's browser brings to the payment step. iMid, referenceNo and amt are signed and not sent. */
export const paymentFields = (
  credentials: Credentials,
  { tXid, referenceNo, amt }: KnownOrder,
  callBackUrl: string,
  now: Date,
): Fields => {
  const signed = signedBy('payment', credentials, now, { referenceNo, amt })
  const { timeStamp = '', merchantToken: token = '' } = signed
  return { timeStamp, tXid, merchantToken: token, callBackUrl }
}

/** A message's merchantToken, made again by the merchant. */
export interface TokenCheck {
  /** What makes an X-SIGNATURE of SNAP; nothing where it is a merchantToken. */
  readonly by?: 'key' | 'secret'
  /** What goes into it, by name. */
  readonly formula: string
  /** What was hashed; the key is masked, and in ‹ › to be seen. */
  readonly hashed: string
  /** Whether the message carries that token. */
  readonly isGenuine: boolean
}

/** Makes the token of a message again; the merchant's own iMid goes in where it is not sent. */
export const checkedToken = (
  call: keyof typeof SIGNED,
  message: Fields,
  { iMid, merchantKey }: Credentials,
): TokenCheck => {
  const names: readonly string[] = SIGNED[call]
  const fields: Fields = { ...message, iMid }
  return {
    formula: [...names, 'merchantKey'].join(' + '),
    hashed: `${names.map((name) => fields[name] ?? '').join('')}‹${maskedKey(merchantKey)}›`,
    isGenuine: sameToken(message.merchantToken ?? '', tokenOf(names, fields, merchantKey)),
  }
}

/** Whether a binding's notification carries the token that only NICEPAY and the merchant can make. */
export const isGenuineBinding = (notification: Fields, credentials: Credentials): boolean =>
  checkedToken('bindingNotification', notification, credentials).isGenuine

/** Whether an order's notification does; the merchant's own iMid is in it, which is not sent. */
export const isGenuinePayment = (notification: Fields, credentials: Credentials): boolean =>
  checkedToken('paymentNotification', notification, credentials).isGenuine
