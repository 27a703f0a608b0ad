/** A bank that gives out numbers to transfer to. */
export interface Bank {
  readonly name: string
  /** What its numbers begin with. */
  readonly prefix: string
  /** What a merchant's numbers that are a customer's for good begin with, where that is another. Its first four digits are the bank's. */
  readonly fixed?: string
}

/**
 * Banks by bankCd.
 * Source: docs.nicepay.co.id, page "Bank Code"; giliheriawan/slate's virtual account chapter;
 * nicepay-dev/kotlin-nicepay-lib:src/main/kotlin/io/github/nicepay/utils/code/VirtualAccountBank.kt (eight of them).
 * Source: the beginnings of BCA's, Mandiri's and BRI's numbers, from recorded answers (BRI: nicepay-dev/python-nicepay:README.md).
 * Source: the beginning of Danamon's fixed numbers, docs.nicepay.co.id, page "Virtual Account Static"; of Mandiri's,
 * nicepay-dev/nicepay-php:app/Http/Controllers/api/v2/FixOpenV2Controller.php. Guess: those of the others; BNI's and BRI's fixed ones
 * must differ.
 */
export const BANKS: ReadonlyMap<string, Bank> = new Map([
  ['CENA', { name: 'BCA', prefix: '4477900009' }],
  ['BNIN', { name: 'BNI', prefix: '8848000009' }],
  ['BRIN', { name: 'BRI', prefix: '88480004', fixed: '8888000009' }],
  ['BMRI', { name: 'Mandiri', prefix: '7001400009', fixed: '70072161' }],
  ['BBBA', { name: 'Permata', prefix: '8625000009' }],
  ['BBBB', { name: 'Permata Syariah', prefix: '8626000009' }],
  ['BNIA', { name: 'CIMB Niaga', prefix: '5919000009' }],
  ['BDIN', { name: 'Danamon', prefix: '7915000009', fixed: '79170191' }],
  ['IBBK', { name: 'Maybank', prefix: '7812000009' }],
  ['HNBN', { name: 'KEB Hana', prefix: '9772000009' }],
  ['YUDB', { name: 'Neo Commerce', prefix: '9900000009' }],
  ['BDKI', { name: 'Bank DKI', prefix: '9911000009' }],
  ['PDJB', { name: 'BJB', prefix: '1101000009' }],
  ['OTHR', { name: 'Bank lain', prefix: '8000000009' }],
])

/**
 * Where payouts go to.
 * Source: nicepay-dev/kotlin-nicepay-lib:src/main/kotlin/io/github/nicepay/utils/code/PayoutBank.kt (BBBA, BMRI, BDIN,
 * OYID). Guess: the banks of virtual accounts take payouts too, and no others do.
 */
export const PAYOUT_BANKS: ReadonlySet<string> = new Set(
  [...BANKS.keys(), 'OYID'].filter((code) => code !== 'OTHR'),
)
