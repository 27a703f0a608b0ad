import { AUTOPILOTS } from '../config.ts'
import { BANKS } from '../protocol/banks.ts'
import { urlFlaw } from '../protocol/fields.ts'
import { PRESETS } from './retry.ts'
import { listOf, oneOf, orNull, pattern, type Rule, whole } from './rule.ts'
import type { Settings } from './settings.ts'

interface Setting<T> extends Rule {
  readonly initial: T
  /** All of them, where they are a few words. */
  readonly choices?: readonly string[]
  readonly says: string
}

/** One of some words, as the README prints them. */
const either = (...choices: readonly string[]) => ({
  ...oneOf(...choices),
  choices,
  values: choices.map((v) => `\`${v}\``).join(' or '),
})

/** The longest delay of a schedule: a year, in milliseconds. */
const LONGEST_DELAY = 366 * 24 * 60 * 60 * 1000

const ADDRESS: Rule = {
  values: 'an http or https address',
  schema: { type: 'string', format: 'uri', maxLength: 255 },
  fits: (v) => typeof v === 'string' && v.length <= 255 && urlFlaw(v) === undefined,
}
const PRESET = oneOf(...Object.keys(PRESETS))
const DELAYS = listOf(whole(0, LONGEST_DELAY), 50, 'a list of delays in milliseconds')

/** The one table of merchant settings: start value, allowed values, meaning. README and control API derive from it. */
export const SETTINGS: { readonly [K in keyof Settings]: Setting<Settings[K]> } = {
  callbackMethod: {
    initial: 'post',
    ...either('post', 'get'),
    says: 'how the browser returns to `callBackUrl`: a posted form (seen in recorded traffic) or a query (printed in the documentation)',
  },
  duplicateReferenceNo: {
    initial: 'refuse',
    ...either('refuse', 'accept'),
    says: 'a `referenceNo` used before answers 9009, or is registered again (as IONPAYTEST does in published samples, and here)',
  },
  enabledPayMethods: {
    initial: ['01', '02', '03', '04', '05', '06', '08', '09'],
    ...listOf(pattern(/^\d\d$/, 'two digits'), 100, 'a list of two-digit codes'),
    says: 'methods outside the list answer 9108',
  },
  requireUserIP: {
    initial: 'no',
    ...either('no', 'yes'),
    says: 'a payloan registration without `userIP` answers 9024, as documented, or is accepted, as the official Python SDK sends none',
  },
  timeStamp: {
    initial: 'lenient',
    ...either('lenient', 'strict'),
    says: 'lenient takes any 14 digits, as the real service was seen to do; strict wants an existing time (else 9031)',
  },
  billingPhone: {
    initial: 'documented',
    ...either('documented', 'lenient'),
    says: 'for account binding: documented wants `+62-` and 11 digits, 15 characters; lenient takes any number of up to 15 characters',
  },
  seamlessDeadToken: {
    initial: 'login',
    ...either('login', 'refuse'),
    says: 'a payment with a `userToken` that is not active asks for a login (as Kredivo itself does), or its registration answers 9920',
  },
  tenureChoice: {
    initial: 'free',
    ...either('free', 'fixed'),
    says: '`instmntMon` is the shopper’s first choice at Kredivo, or the only one',
  },
  // Source: docs.faspay.co.id, page "Online Credit Channel Integration Guide".
  leastForInstalments: {
    initial: 1_500_000,
    ...whole(0, Number.MAX_SAFE_INTEGER, 'rupiah, a whole number'),
    says: 'from which amount Kredivo takes orders in instalments (its published minimum; lower it for small test amounts)',
  },
  callbackInReview: {
    initial: 'unfinished',
    ...either('unfinished', 'success'),
    says: 'the browser’s return while the lender has not decided yet: 9030 or 0000; the notification follows the decision',
  },
  cancelUnpaid: {
    initial: 'accept',
    ...either('accept', 'refuse'),
    says: 'a cancel of an order that nobody paid yet makes it void, or answers 9314',
  },
  partialCancel: {
    initial: 'accept',
    ...either('accept', 'refuse'),
    says: 'a partial cancel is done, or answers 9332',
  },
  cancelNotification: {
    initial: 'no',
    ...either('no', 'yes'),
    says: 'whether a cancel of a paid order is notified, with `status` 1 (reversal)',
  },
  amountEndings: {
    initial: 'off',
    ...either('off', 'on'),
    says: 'whether the last four digits of an amount decide at the confirmation (table below), for payments by token',
  },
  deactivationUrl: {
    initial: null,
    ...orNull(ADDRESS, 'an http or https address, or null'),
    says: 'where the merchant is told that a customer has unlinked an account in Kredivo’s app; null: nowhere',
  },
  bindingNotificationToken: {
    initial: 'asRegistration',
    ...either('asRegistration', 'byUserToken'),
    says: 'the token of the binding notification: `iMid+referenceNo+billingPhone+key`, or `iMid+tXid+userToken+key` (no page states it)',
  },
  bindingNotificationType: {
    initial: 'json',
    ...either('json', 'form'),
    says: 'the body of the binding notification (the documentation prints JSON without saying so)',
  },
  notificationRetries: {
    initial: 'nicepay-observed',
    values: `${Object.keys(PRESETS)
      .map((p) => `\`${p}\``)
      .join(', ')}, or ${DELAYS.values}`,
    schema: { anyOf: [PRESET.schema, DELAYS.schema] },
    fits: (v) => PRESET.fits(v) || DELAYS.fits(v),
    says: 'when a notification that was not acknowledged is sent again',
  },
  notificationTimeoutMs: {
    initial: 15_000,
    ...whole(1, 120_000, 'milliseconds, 1 to 120000'),
    says: 'how long a receiver may take for one attempt',
  },
  checkoutAmount: {
    initial: 'both',
    ...either('both', 'amount', 'amt'),
    says: 'how the browser’s return from the checkout page names the amount: the samples have `amount`, the tables of the same pages `amt`',
  },
  pastValidity: {
    initial: 'refuse',
    ...either('refuse', 'accept'),
    says: 'an order whose time to pay is over as it is registered is refused, or registered as expired (as published samples are)',
  },
  cardAuthorisation: {
    initial: 'sale',
    ...either('sale', 'preauth'),
    says: 'a card’s payment is taken at once, or reserved: `preauthToken` comes back, with which another order takes the money',
  },
  // Source: docs.nicepay.co.id, page "VA Integration and Testing": the shared dev server pays by itself; recorded after 43 seconds.
  autoPay: {
    initial: null,
    ...orNull(whole(0, 86_400), 'a whole number of seconds, 0 to 86400, or null'),
    says: 'after how many seconds somebody pays a transfer number, a store number or a QR code; null: nobody does by itself',
  },
  externalIds: {
    initial: 'strict',
    ...either('strict', 'lenient'),
    says: 'SNAP: an `X-EXTERNAL-ID` that was used before on the same day answers 409xx00 (Bank Indonesia’s standard; NICEPAY does not list that code), or is taken',
  },
  foreignAccessTokens: {
    initial: 'refuse',
    ...either('refuse', 'accept'),
    says: 'SNAP: an access token that was not issued by this sandbox answers 401xx01, or is taken as long as it says the right iMid and is not over (for published examples and recorded calls)',
  },
  bindingMessage: {
    initial: 'successful',
    ...either('successful', 'processed'),
    says: 'SNAP account binding: the responseMessage `Successful`, as NICEPAY lists it, or `Request has been processed successfully`, as Bank Indonesia’s standard and iFortepay print it',
  },
  // Source: the example of docs.nicepay.co.id, page "Check Balance - API Payout (Disbursement)".
  payoutBalance: {
    initial: 8_549_359_050,
    ...whole(0, Number.MAX_SAFE_INTEGER, 'rupiah, a whole number'),
    says: 'what is left for payouts: an approval takes from it, a cancel or failure gives back; change it to deposit or empty it',
  },
  payoutDelayMs: {
    initial: 0,
    ...whole(0, LONGEST_DELAY, 'milliseconds, up to a year'),
    says: 'how long after its approval the bank gets a payout that is not reserved for later; until then it can be cancelled, as an official SDK test does',
  },
  payoutBanks: {
    initial: 'listed',
    ...either('listed', 'any'),
    says: 'whether a payout’s `bankCd` must be one that public SDKs list (else 9237)',
  },
  payoutUrl: {
    initial: null,
    ...orNull(ADDRESS, 'an http or https address, or null'),
    says: 'where the merchant is told what the bank did with a payout; null: nowhere',
  },
  fixedVaBanks: {
    initial: [...BANKS.keys()],
    ...listOf(oneOf(...BANKS.keys()), BANKS.size, 'a list of `bankCd`s'),
    says: 'the banks in which a customer that is registered for fixed virtual accounts gets a number',
  },
  // Guess: a registration of a customer has no dbProcessUrl, and no page says where deposits are told instead.
  depositUrl: {
    initial: null,
    ...orNull(ADDRESS, 'an http or https address, or null'),
    says: 'where the merchant is told what came in on its customers’ fixed virtual accounts; null: nowhere',
  },
  autopilot: {
    initial: 'asStarted',
    ...either('asStarted', ...AUTOPILOTS),
    says: 'who stands in for the shopper as soon as a payment or binding link is opened: nobody, or one who brings it to that outcome; `asStarted` does as `--autopilot` says',
  },
}
