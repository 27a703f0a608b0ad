/**
 * Banks by bankCd.
 * Source: docs.nicepay.co.id, page "Bank Code"; giliheriawan/slate's virtual account chapter;
 * nicepay-dev/kotlin-nicepay-lib:src/main/kotlin/io/github/nicepay/utils/code/VirtualAccountBank.kt (eight of them).
 */
export const BANKS: ReadonlyMap<string, string> = new Map([
  ['BMRI', 'Mandiri'],
  ['BNIN', 'BNI'],
  ['BRIN', 'BRI'],
  ['CENA', 'BCA'],
  ['IBBK', 'Maybank'],
  ['BBBA', 'Permata'],
  ['BBBB', 'Permata Syariah'],
  ['BNIA', 'CIMB Niaga'],
  ['BDIN', 'Danamon'],
  ['HNBN', 'KEB Hana'],
  ['YUDB', 'Neo'],
  ['BDKI', 'Bank DKI'],
  ['PDJB', 'BJB'],
])

/**
 * Where payouts go to.
 * Source: nicepay-dev/kotlin-nicepay-lib:src/main/kotlin/io/github/nicepay/utils/code/PayoutBank.kt (BBBA, BMRI, BDIN,
 * OYID). Guess: the banks of virtual accounts take payouts too, and no others do.
 */
export const PAYOUT_BANKS: ReadonlyMap<string, string> = new Map([...BANKS, ['OYID', 'OYID']])
