// Parts of a page that follow what happens: the server renders them anew, as it does for a reload.
import { listen } from './stream.js'

/** At most so often a page is asked for again, in milliseconds. */
const PACE = 500

const regions = () => [...document.querySelectorAll('[data-region]')]

/** A page of ours, parsed; its scripts do not run, and nothing in it was put together here. */
export const pageAt = async (address) => {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return new DOMParser().parseFromString(await answer.text(), 'text/html')
}

const inUse = (region) =>
  region.querySelector('input:focus, select:focus') !== null ||
  (getSelection()?.isCollapsed === false && region.contains(getSelection().anchorNode))

/** What finds an element again in a region that was rendered anew. */
const keyOf = ({ id, dataset, tagName, textContent, pathname }) =>
  [id, dataset.call, dataset.body, tagName, id ? '' : textContent.trim(), pathname].join(' ')

const replace = (old, fresh) => {
  for (const { id } of old.querySelectorAll('details[open][id]')) {
    fresh.querySelector(`#${CSS.escape(id)}`)?.setAttribute('open', '')
  }
  if (old.isEqualNode(fresh)) return
  const focused = old.contains(document.activeElement) ? document.activeElement : undefined
  const place = focused && keyOf(focused.closest('[id], [data-call], a') ?? focused)
  const inSummary = focused?.tagName === 'SUMMARY' ? focused.parentElement.id : ''
  old.replaceWith(document.adoptNode(fresh))
  if (!focused) return
  const found = inSummary
    ? document.getElementById(inSummary)?.querySelector('summary')
    : [...fresh.querySelectorAll('[id], [data-call], a')].find((one) => keyOf(one) === place)
  found?.focus({ preventScroll: true })
}

const renew = async (old, pages) => {
  const address = old.dataset.from ?? location.href
  pages[address] ??= pageAt(address)
  const fresh = (await pages[address]).getElementById(old.id)
  if (fresh && old.isConnected) replace(old, fresh)
}

/** Shows the page as it is now; a page whose content is no region is loaded again. */
export const refresh = async () => {
  if (!document.querySelector('main [data-region]')) return location.reload()
  const pages = {}
  await Promise.all(regions().map((region) => renew(region, pages))).catch(() => {})
}

let waiting
/** Refreshes soon, and once for all that happens meanwhile; what somebody is reading or typing in stays. */
export const refreshSoon = () => {
  if (waiting !== undefined) return
  waiting = setTimeout(async () => {
    waiting = undefined
    if (regions().some(inUse)) return refreshSoon()
    await refresh()
  }, PACE)
}

const { live } = document.body.dataset
if (live !== undefined) {
  const again = refreshSoon
  listen(() => live, { exchange: again, delivery: again, transaction: again }, again)
}
