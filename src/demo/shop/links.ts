import type { Customer } from './catalogue.ts'

/** Where a customer may have an account that the shop links. */
export type AccountName = 'kredivo' | 'wallet'

/** A customer's linked account: the token to pay with, and the deal that brought it. */
export interface Link {
  readonly userToken: string
  readonly referenceNo: string
  /** What SNAP asks for when the link is ended: NICEPAY's own number of it, and the code that it began with. */
  readonly proof?: { readonly tXid: string; readonly authCode: string }
}

/** The accounts that the shop's customers have linked, in memory. */
export interface Links {
  get(customer: Customer, account?: AccountName): Link | undefined
  remember(customer: Customer, link: Link, account?: AccountName): void
  forget(customer: Customer, account?: AccountName): void
  /** Whose token it is, with the link. */
  find(userToken: string): { readonly customer: Customer; readonly link: Link } | undefined
}

export const openLinks = (): Links => {
  const links = new Map<string, { customer: Customer; link: Link }>()
  const keyOf = ({ label }: Customer, account: AccountName = 'kredivo') => `${account} ${label}`
  return {
    get: (customer, account) => links.get(keyOf(customer, account))?.link,
    remember: (customer, link, account) =>
      void links.set(keyOf(customer, account), { customer, link }),
    forget: (customer, account) => void links.delete(keyOf(customer, account)),
    find: (userToken) => [...links.values()].find(({ link }) => link.userToken === userToken),
  }
}
