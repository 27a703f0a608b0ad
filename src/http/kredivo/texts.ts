import { LANGUAGES, type Language } from '../../config.ts'
import type { Notice } from '../../domain/interaction.ts'
import type { Instant } from '../../protocol/time.ts'

/** The language that a page is asked for, or the one that pages begin in. */
export const languageOf = (asked: unknown, initial: Language): Language =>
  LANGUAGES.find((language) => language === asked) ?? initial

type NoticeTexts = { readonly [K in Notice['kind']]: string }

interface Texts {
  readonly notices: NoticeTexts
  readonly words: Readonly<Record<string, string>>
}

const id: Texts = {
  notices: {
    phoneInvalid: 'Nomor HP tidak valid',
    pinInvalid: 'PIN harus 6 angka',
    phoneUnknown: 'Nomor HP belum terdaftar di Kredivo',
    pinWrong: 'Nomor HP atau PIN salah. Sisa percobaan: {n}',
    locked: 'Akun dikunci sementara. Coba lagi dalam {m} menit',
    blocked: 'Akun kamu diblokir. Hubungi layanan pelanggan',
    sessionEnded: 'Sesi berakhir, silakan masuk lagi',
    otpInvalid: 'Kode OTP harus 4 angka',
    otpWrong: 'Kode OTP salah. Sisa percobaan: {n}',
    otpExpired: 'Kode OTP sudah kedaluwarsa. Minta kode baru',
    otpUsedUp: 'Terlalu banyak percobaan. Transaksi dihentikan',
    otpFailed: 'Terjadi gangguan di Kredivo. Silakan coba lagi',
    otpSent: 'Kode baru sudah dikirim (simulator: 4567)',
    tooSoon: 'Tunggu {s} detik sebelum meminta kode baru',
    noMoreResends: 'Kode sudah dikirim ulang 3 kali. Gunakan kode terakhir atau masuk lagi',
  },
  words: {
    simulator: 'Simulator – bukan Kredivo sungguhan. Jangan masukkan PIN asli.',
    otherLanguage: 'English',
    loginTitle: 'Hubungkan akun Kredivo',
    loginLead: 'Masuk untuk menghubungkan akun Kredivo kamu ke {merchant}.',
    phone: 'Nomor HP',
    pin: 'PIN (6 angka)',
    logIn: 'Masuk',
    forgotPin: 'Lupa PIN?',
    forgotPinHelp:
      'Di Kredivo sungguhan, PIN diatur ulang di aplikasi. Di simulator ini PIN setiap akun uji ada di tabel di bawah.',
    cancel: 'Batalkan',
    otpTitle: 'Masukkan kode OTP',
    otpLead: 'Kami mengirim kode 4 angka ke {phone}.',
    otpNote: 'Tidak ada SMS yang dikirim. Kode di simulator: 4567.',
    otp: 'Kode OTP (4 angka)',
    confirmOtp: 'Konfirmasi OTP',
    resend: 'Kirim ulang',
    differs: 'Nomor dari merchant: {billingPhone}. Akun Kredivo: {phone}.',
    linkedTitle: 'Akun berhasil dihubungkan',
    linkedLead: 'Akun Kredivo kamu sekarang terhubung ke {merchant}.',
    cancelledTitle: 'Penghubungan dibatalkan',
    cancelledLead: 'Akun kamu tidak dihubungkan ke {merchant}.',
    stoppedTitle: 'Terlalu banyak percobaan. Transaksi dihentikan',
    stoppedLead: 'Akun kamu tidak dihubungkan. Mulai lagi dari {merchant}.',
    backToMerchant: 'Kembali ke merchant',
    returning: 'Kamu akan kembali ke merchant dalam {s} detik.',
    notFoundTitle: 'Tautan tidak berlaku',
    notFoundLead: 'Periksa kembali alamatnya, atau mulai lagi dari merchant.',
    expiredTitle: 'Waktu penghubungan habis',
    expiredLead: 'Tautan ini sudah lewat batas waktunya. Mulai lagi dari merchant.',
    badFormTitle: 'Formulir tidak berlaku',
    badFormLead: 'Formulir ini tidak berasal dari halaman ini. Muat ulang halaman dan coba lagi.',
    backToPage: 'Kembali ke halaman',
    merchant: 'Merchant',
    referenceNo: 'No. referensi',
    timeLeft: 'Sisa waktu',
    testAccounts: 'Akun uji dan kode OTP',
    account: 'Akun',
    behaviour: 'Perilaku',
    anyPin: 'semua salah',
    code: 'Kode',
  },
}

const en: Texts = {
  notices: {
    phoneInvalid: 'Phone number is not valid',
    pinInvalid: 'PIN must be 6 digits',
    phoneUnknown: 'This number is not registered with Kredivo',
    pinWrong: 'Wrong phone number or PIN. Attempts left: {n}',
    locked: 'Account locked for now. Try again in {m} minutes',
    blocked: 'Your account is blocked. Contact customer service',
    sessionEnded: 'Session ended, please log in again',
    otpInvalid: 'OTP must be 4 digits',
    otpWrong: 'Wrong OTP. Attempts left: {n}',
    otpExpired: 'The OTP has expired. Ask for a new one',
    otpUsedUp: 'Too many attempts. The transaction was stopped',
    otpFailed: 'Something went wrong at Kredivo. Please try again',
    otpSent: 'A new code was sent (simulator: 4567)',
    tooSoon: 'Wait {s} seconds before asking for a new code',
    noMoreResends: 'The code was sent 3 times already. Use the last one or log in again',
  },
  words: {
    simulator: 'Simulator – not the real Kredivo. Do not enter a real PIN.',
    otherLanguage: 'Bahasa Indonesia',
    loginTitle: 'Link your Kredivo account',
    loginLead: 'Log in to link your Kredivo account to {merchant}.',
    phone: 'Phone number',
    pin: 'PIN (6 digits)',
    logIn: 'Log in',
    forgotPin: 'Forgot PIN?',
    forgotPinHelp:
      'At the real Kredivo a PIN is reset in the app. In this simulator every test account’s PIN is in the table below.',
    cancel: 'Cancel',
    otpTitle: 'Enter the OTP',
    otpLead: 'We sent a code of 4 digits to {phone}.',
    otpNote: 'No SMS is sent. The code in this simulator: 4567.',
    otp: 'OTP (4 digits)',
    confirmOtp: 'Confirm OTP',
    resend: 'Resend',
    differs: 'Number from the merchant: {billingPhone}. Kredivo account: {phone}.',
    linkedTitle: 'Account linked',
    linkedLead: 'Your Kredivo account is now linked to {merchant}.',
    cancelledTitle: 'Linking cancelled',
    cancelledLead: 'Your account was not linked to {merchant}.',
    stoppedTitle: 'Too many attempts. The transaction was stopped',
    stoppedLead: 'Your account was not linked. Start again from {merchant}.',
    backToMerchant: 'Back to merchant',
    returning: 'You go back to the merchant in {s} seconds.',
    notFoundTitle: 'This link is not valid',
    notFoundLead: 'Check the address, or start again from the merchant.',
    expiredTitle: 'The time for linking is over',
    expiredLead: 'This link is past its time. Start again from the merchant.',
    badFormTitle: 'This form is not valid',
    badFormLead: 'The form does not come from this page. Reload the page and try again.',
    backToPage: 'Back to the page',
    merchant: 'Merchant',
    referenceNo: 'Reference no.',
    timeLeft: 'Time left',
    testAccounts: 'Test accounts and OTPs',
    account: 'Account',
    behaviour: 'Behaviour',
    anyPin: 'every one is wrong',
    code: 'Code',
  },
}

const TEXTS: Readonly<Record<Language, Texts>> = { id, en }

/** A text with its `{gaps}` filled. */
const filled = (text: string, gaps: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => String(gaps[name] ?? gap))

/** A page's words in a language; `t('otpLead', { phone })` fills the gaps. */
export type Translate = (key: string, gaps?: Readonly<Record<string, string | number>>) => string

export const translator =
  (language: Language): Translate =>
  (key, gaps = {}) => {
    const text = TEXTS[language].words[key]
    if (text === undefined) throw new Error(`no text "${key}" in ${language}`)
    return filled(text, gaps)
  }

/** What a notice says now, or nothing when the time that it speaks of has come. */
export const noticeText = (
  notice: Notice | null,
  language: Language,
  now: Instant,
): string | undefined => {
  if (!notice) return undefined
  const gaps: Record<string, number> = {}
  if ('left' in notice) gaps.n = notice.left
  if ('until' in notice) {
    if (notice.until <= now) return undefined
    gaps.m = Math.ceil((notice.until - now) / 60_000)
    gaps.s = Math.ceil((notice.until - now) / 1000)
  }
  return filled(TEXTS[language].notices[notice.kind], gaps)
}
