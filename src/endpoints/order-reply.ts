import { A, AN, ANS, N } from '../protocol/fields.ts'

/** What every registration of an order answers, in order. Source: giliheriawan/slate:source/includes/V2/EN/_V2_EN_1_registration.md. */
export const ORDER_REPLY = {
  resultCd: N(4),
  resultMsg: AN(255),
  tXid: AN(30),
  referenceNo: ANS(40),
  payMethod: N(2),
  amt: N(12),
  transDt: N(8),
  transTm: N(6),
  description: AN(100),
  bankCd: A(4),
  vacctNo: N(20),
  mitraCd: A(4),
  payNo: N(20),
  currency: A(3),
  goodsNm: AN(100),
  billingNm: A(100),
  vacctValidDt: N(8),
  vacctValidTm: N(6),
  payValidDt: N(8),
  payValidTm: N(6),
}
