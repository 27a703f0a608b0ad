// What the page's own onload does at NICEPAY: an empty cardBrand stays behind, and the form goes to the merchant.

const form = document.forms.namedItem('tranMgr')
const url = document.querySelector('#callbackUrl').value
const { cardBrand } = form.elements
if (cardBrand.value === '') cardBrand.disabled = true
if (url !== '') form.submit()
