const MOBILE = /^(?:\+?62|0)?(8[0-9]{8,11})$/

/**
 * An Indonesian mobile number in the form 628…, from `08…`, `628…`, `+628…`, `+62-8…` or `8…`; blanks and hyphens
 * are ignored. Nothing when the text is no such number.
 */
export const normalPhone = (text: string): string | undefined => {
  const digits = MOBILE.exec(text.replace(/[\s-]/g, ''))?.[1]
  return digits && `62${digits}`
}

/** A number as its owner would write it: `081513114262`. Takes the form 628…. */
export const localPhone = (phone: string): string => `0${phone.slice(2)}`

/** A number that its owner recognises and nobody else learns: `0815****4262`. Takes the form 628…. */
export const maskedPhone = (phone: string): string => {
  const local = localPhone(phone)
  return `${local.slice(0, 4)}****${local.slice(-4)}`
}

/** The same as NICEPAY prints it: `+62-815****4262`. Source: sample of docs.nicepay.co.id, page "Get User Detail"; Guess: the asterisks. */
export const maskedForMerchant = (phone: string): string =>
  `+62-${phone.slice(2, 5)}****${phone.slice(-4)}`

/** A number as somebody typed it, also one that is not Indonesian, that its owner recognises and nobody else learns. */
export const maskedAsTyped = (typed: string): string => {
  const phone = normalPhone(typed)
  if (phone) return maskedPhone(phone)
  const digits = typed.replace(/\D/g, '')
  return `${digits.slice(0, 4)}****${digits.slice(-2)}`
}
