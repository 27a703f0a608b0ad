/** Host names of NICEPAY and Kredivo that clients may have hard-coded. Source: base URLs of NICEPAY's pages and SDKs. */
export const VENDOR_NAMES = ['dev.nicepay.co.id', 'www.nicepay.co.id', 'sandbox.kredivo.com']

/** Everything that the certificate is good for. */
export const TLS_NAMES = [...VENDOR_NAMES, 'localhost']
export const TLS_ADDRESSES = ['127.0.0.1', '::1']
