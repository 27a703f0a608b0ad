/**
 * The values that each call's merchantToken is made of, in order; the merchantKey follows.
 * Source: NICEPAY API V2 pages of each call; where a public token reproduces it is in fixtures/token-vectors.json.
 */
export const SIGNED = {
  registration: ['timeStamp', 'iMid', 'referenceNo', 'amt'],
  payment: ['timeStamp', 'iMid', 'referenceNo', 'amt'],
  inquiry: ['timeStamp', 'iMid', 'referenceNo', 'amt'],
  cancel: ['timeStamp', 'iMid', 'tXid', 'amt'],
  paymentNotification: ['iMid', 'tXid', 'amt'],
  // Guess: the callback's formula is unpublished; this is the only one that needs the timeStamp sent beside the token.
  callback: ['timeStamp', 'iMid', 'referenceNo', 'amt'],
  bindingRegistration: ['iMid', 'referenceNo', 'billingPhone'],
  // Guess: the page prints the same token in the request and in the notification, so the same values.
  bindingNotification: ['iMid', 'referenceNo', 'billingPhone'],
  // Guess: the other reading of the same page, by a merchant setting.
  bindingNotificationByToken: ['iMid', 'tXid', 'userToken'],
  userDetails: ['iMid', 'userToken'],
  removeToken: ['timeStamp', 'iMid', 'userToken'],
  deactivation: ['iMid', 'userToken', 'clientUserKey'],
  confirmAkulaku: ['timeStamp', 'tXid', 'iMid'],
  payoutRequest: ['timeStamp', 'iMid', 'amt', 'accountNo'],
  payoutDecision: ['timeStamp', 'iMid', 'tXid'],
  payoutInquiry: ['timeStamp', 'iMid', 'tXid', 'accountNo'],
  payoutBalance: ['timeStamp', 'iMid'],
  customer: ['iMid', 'customerId'],
  deposits: ['iMid', 'vacctNo', 'startDt'],
  customerDeposits: ['iMid', 'customerId', 'startDt'],
  registrationV1: ['iMid', 'referenceNo', 'amt'],
} as const satisfies Record<string, readonly string[]>
