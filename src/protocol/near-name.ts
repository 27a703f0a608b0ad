/** The longest text that is compared, in characters. */
const LONGEST_TEXT = 100

/** A name as it is compared: letter case and separators do not count. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** How many letters must be put in, left out or changed to get from one text to the other (Levenshtein). */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, n) => n)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (letter === to[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

/** The text that is the fewest letters away from another, up to a quarter of its length, or nothing. */
export const nearestText = (text: string, others: readonly string[]): string | undefined => {
  const wanted = plain(text.slice(0, LONGEST_TEXT))
  const [nearest] = others
    .map((other) => ({ other, apart: distance(wanted, plain(other)) }))
    .toSorted((a, b) => a.apart - b.apart)
  return nearest && nearest.apart <= wanted.length / 4 ? nearest.other : undefined
}

/** What other gateways, SNAP among them, and people call NICEPAY's fields. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  iMid: ['merchantId', 'merchantCode', 'mid', 'partnerId', 'x-partner-id'],
  merchantToken: ['token', 'signature', 'sign', 'x-signature'],
  timeStamp: ['time', 'date', 'transactionDate', 'x-timestamp'],
  referenceNo: [
    'orderId',
    'orderNo',
    'invoiceNo',
    'partnerReferenceNo',
    'originalPartnerReferenceNo',
    'reference',
    'refNo',
  ],
  tXid: ['transactionId', 'trxId', 'originalReferenceNo', 'id'],
  amt: ['amount', 'total', 'grossAmount', 'price', 'value'],
  callBackUrl: ['redirectUrl', 'returnUrl', 'successUrl'],
  dbProcessUrl: ['notificationUrl', 'notifyUrl', 'webhookUrl'],
  billingNm: ['name', 'customerName', 'billingName'],
  billingPhone: ['phone', 'phoneNumber', 'mobile', 'msisdn'],
  billingEmail: ['email'],
  goodsNm: ['goodsName', 'description', 'productName', 'itemName'],
  userToken: ['token', 'accessToken', 'recurringToken'],
}

/** Names longer than this, and more of them than that, are not compared: the cost stays the same whatever was sent. */
const LONGEST = 40
const MOST = 100

/** The one of some names that was meant by another: the same but for case, a synonym, or a few letters apart. */
export const nearName = (wanted: string, names: readonly string[]): string | undefined => {
  const looked = names.slice(0, MOST).filter((name) => name !== '' && name.length <= LONGEST)
  const synonyms = new Set((SYNONYMS[wanted] ?? []).map(plain))
  const meant = plain(wanted)
  const close = (name: string): boolean =>
    distance(plain(name), meant) <= Math.max(1, Math.floor(meant.length / 4))
  return (
    looked.find((name) => plain(name) === meant) ??
    looked.find((name) => synonyms.has(plain(name))) ??
    (meant.length > 2 ? looked.find(close) : undefined)
  )
}
