import type { Customer } from './catalogue.ts'

/** A customer's linked account: the token to pay with, and the deal that brought it. */
export interface Link {
  readonly userToken: string
  readonly referenceNo: string
}

/** The accounts that the shop's customers have linked, in memory. */
export interface Links {
  get(customer: Customer): Link | undefined
  remember(customer: Customer, link: Link): void
  forget(customer: Customer): void
  /** Whose token it is, with the link. */
  find(userToken: string): { readonly customer: Customer; readonly link: Link } | undefined
}

export const openLinks = (): Links => {
  const links = new Map<string, { customer: Customer; link: Link }>()
  return {
    get: ({ label }) => links.get(label)?.link,
    remember: (customer, link) => void links.set(customer.label, { customer, link }),
    forget: ({ label }) => void links.delete(label),
    find: (userToken) => [...links.values()].find(({ link }) => link.userToken === userToken),
  }
}
