/** Where a card stands in a query, a form or JSON. */
const NUMBER = /((?:^|[?&])cardNo=|"cardNo"\s*:\s*"?)([^&"\s,}]+)/g
const SECRET = /((?:^|[?&])cardCvv=|"cardCvv"\s*:\s*"?)([^&"\s,}]+)/g

/** Six figures and four are what a card's number may be shown of. */
const shortened = (typed: string): string => {
  const number = typed.replace(/\D/g, '')
  return number.length < 13 ? '****' : `${number.slice(0, 6)}******${number.slice(-4)}`
}

/** A call without the card in it: somebody may send a real one. Nothing else of it changes. */
export const withoutCard = (text: string): string =>
  text
    .replace(NUMBER, (_, name: string, typed: string) => name + shortened(decoded(typed)))
    .replace(SECRET, '$1***')

const decoded = (typed: string): string => typed.replace(/%20|\+/g, ' ')
