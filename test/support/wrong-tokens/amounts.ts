import { type Broken, withValue } from './programs.ts'

const amount = (does: string, change: (amt: string) => string, told: RegExp): Broken => ({
  does,
  sign: (call) => withValue(call, 'amt', change),
  told,
})

const AMT = /^It was made with amt /

/** number_format of PHP: thousands and decimals. */
const numberFormat = (amt: string, decimals: number, point: string, comma: string): string => {
  const [whole = '', rest] = Number(amt).toFixed(decimals).split('.')
  const groups: string[] = []
  for (let end = whole.length; end > 0; end -= 3)
    groups.unshift(whole.slice(Math.max(0, end - 3), end))
  return groups.join(comma) + (rest ? point + rest : '')
}

/** What programs do to an amount before they sign it. */
export const WRONG_AMOUNTS: readonly Broken[] = [
  amount('number_format($amt, 2, ".", "") in PHP', (a) => numberFormat(a, 2, '.', ''), AMT),
  amount('number_format($amt) in PHP', (a) => numberFormat(a, 0, '.', ','), AMT),
  amount('number_format($amt, 2) in PHP', (a) => numberFormat(a, 2, '.', ','), AMT),
  amount('number_format($amt, 2, ",", ".") in PHP', (a) => numberFormat(a, 2, ',', '.'), AMT),
  amount('number_format($amt, 0, ",", ".") in PHP', (a) => numberFormat(a, 0, ',', '.'), AMT),
  amount('str(float(amt)) in Python', (a) => `${Number(a)}.0`, AMT),
  amount('"%f" % amt in Python', (a) => `${Number(a)}.000000`, AMT),
  amount('f"{amt:,}" in Python', (a) => numberFormat(a, 0, '.', ','), AMT),
  amount('f"{amt:_}" in Python', (a) => numberFormat(a, 0, '.', '_'), AMT),
  amount('toLocaleString() in a browser', (a) => Number(a).toLocaleString('en-US'), AMT),
  amount('toLocaleString("id-ID")', (a) => Number(a).toLocaleString('id-ID'), AMT),
  amount('toLocaleString("de-CH")', (a) => Number(a).toLocaleString('de-CH'), AMT),
  amount('toLocaleString("fr-FR")', (a) => Number(a).toLocaleString('fr-FR'), AMT),
  amount('toFixed(2)', (a) => Number(a).toFixed(2), AMT),
  amount('toExponential()', (a) => Number(a).toExponential(), AMT),
  amount(
    'Intl currency format in Indonesian',
    (a) => new Intl.NumberFormat('id-ID', { style: 'currency', currency: 'IDR' }).format(Number(a)),
    AMT,
  ),
  amount(
    'Intl currency format without decimals',
    (a) =>
      new Intl.NumberFormat('id-ID', {
        style: 'currency',
        currency: 'IDR',
        maximumFractionDigits: 0,
      }).format(Number(a)),
    AMT,
  ),
  amount('"Rp" before the amount', (a) => `Rp${a}`, AMT),
  amount('"Rp " before grouped thousands', (a) => `Rp ${numberFormat(a, 0, ',', '.')}`, AMT),
  amount('"IDR " before the amount', (a) => `IDR ${a}`, AMT),
  amount('cents, as for another gateway', (a) => String(Number(a) * 100), AMT),
  amount('a decimal comma', (a) => `${a},00`, AMT),
  amount('a column of twelve digits', (a) => a.padStart(12, '0'), AMT),
  amount('BigDecimal with four digits of scale', (a) => `${a}.0000`, AMT),
  amount('a blank that was read along', (a) => `${a} `, AMT),
  amount('a line break from a file', (a) => `${a}\n`, AMT),
  amount('Double.toString in Java, from ten million', (a) => `${Number(a) / 1e7}E7`, AMT),
]
