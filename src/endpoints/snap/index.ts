import { accountInquiry } from './account-inquiry.ts'
import { bindAccount } from './bind-account.ts'
import { debitPayment, debitRefund, debitStatus } from './debit.ts'
import { getAuthCode } from './get-auth-code.ts'
import {
  balanceInquiry,
  payoutApprove,
  payoutCancel,
  payoutInquiry,
  payoutRegistration,
  payoutReject,
} from './payout.ts'
import { qrGenerate, qrQuery, qrRefund } from './qris.ts'
import type { SnapEndpoint } from './snap-endpoint.ts'
import { tokenB2b } from './token-b2b.ts'
import { tokenB2b2c } from './token-b2b2c.ts'
import { unbindAccount } from './unbind-account.ts'
import { createVa, deleteVa, vaStatus } from './va.ts'

/** The endpoints of SNAP. */
export const SNAP_ENDPOINTS: readonly SnapEndpoint[] = [
  tokenB2b,
  tokenB2b2c,
  bindAccount,
  accountInquiry,
  unbindAccount,
  getAuthCode,
  createVa,
  vaStatus,
  deleteVa,
  debitPayment,
  debitStatus,
  debitRefund,
  qrGenerate,
  qrQuery,
  qrRefund,
  payoutRegistration,
  payoutApprove,
  payoutReject,
  payoutCancel,
  payoutInquiry,
  balanceInquiry,
]
