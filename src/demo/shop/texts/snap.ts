/** What the demo shop says of SNAP, where that is not what it says of API V2. */
export const SNAP_TEXTS = {
  id: {
    formulas: {
      key: 'X-SIGNATURE = SHA256withRSA dari',
      secret: 'X-SIGNATURE = HMAC-SHA512 (clientSecret) dari',
    },
    signed: 'Teks yang ditandatangani',
    verdicts: {
      verified: 'X-SIGNATURE terverifikasi',
      unsigned: 'tanpa authCode – tidak terhubung',
      forged: 'PALSU: X-SIGNATURE salah',
      elsewhere: 'BUKAN milik ini: isinya tidak cocok',
    },
    teaches: {
      registration:
        'Tanda tangani body persis seperti yang dikirim; X-EXTERNAL-ID harus baru setiap hari. Periksa responseCode 200…, lalu simpan referenceNo.',
      callback:
        'Datang lewat browser, tanpa tanda tangan: cocokkan state yang hanya toko tahu dan referenceNo sebelum menukar authCode.',
      notification:
        'Periksa X-SIGNATURE dengan public key NICEPAY. Body tidak ikut ditandatangani: cocokkan nomor dan jumlahnya, lalu tanya sendiri.',
      inquiry:
        'Tanya sendiri (debit/status) dan cocokkan nomor dan jumlah; latestTransactionStatus 00 berarti dibayar.',
      cancel:
        'Periksa responseCode, lalu tanya lagi: latestTransactionStatus 04 berarti dikembalikan.',
    },
  },
  en: {
    formulas: {
      key: 'X-SIGNATURE = SHA256withRSA of',
      secret: 'X-SIGNATURE = HMAC-SHA512 (clientSecret) of',
    },
    signed: 'Text that was signed',
    verdicts: {
      verified: 'X-SIGNATURE verified',
      unsigned: 'no authCode – not linked',
      forged: 'FORGED: wrong X-SIGNATURE',
      elsewhere: 'NOT this one: the fields do not agree',
    },
    teaches: {
      registration:
        'Sign the body exactly as it is sent; X-EXTERNAL-ID has to be new every day. Check for responseCode 200…, then keep the referenceNo.',
      callback:
        'It comes through the browser, unsigned: compare the state, which only the shop knows, and referenceNo before changing the authCode.',
      notification:
        'Check X-SIGNATURE by NICEPAY’s public key. The body is not signed: compare numbers and amount, then ask yourself.',
      inquiry:
        'Ask yourself (debit/status) and compare numbers and amount; latestTransactionStatus 00 means paid.',
      cancel: 'Check responseCode, then ask again: latestTransactionStatus 04 means given back.',
    },
  },
}
