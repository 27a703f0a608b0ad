/** Where the checkout page is. Source: docs.nicepay.co.id, page "Payment API - Checkout"; `?tXid=` follows. */
export const CHECKOUT_PAGE = '/nicepay/redirect/v2/payment'
