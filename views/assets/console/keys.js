// Single keys; every page lists them at its end, where they can be turned off.
import { close, isOpen, open } from './opened.js'

const box = document.querySelector('#keys-on')
const STORED = 'single-keys'
box.checked = localStorage.getItem(STORED) !== 'off'
box.addEventListener('change', () => localStorage.setItem(STORED, box.checked ? 'on' : 'off'))

/** How long a row has to stand before it is opened beside the list, in milliseconds. */
const REST = 120

const rows = () => [...document.querySelectorAll('[data-row]')]
const press = (selector) => document.querySelector(selector)?.click()

let rest
const move = (step) => {
  const all = rows()
  const at = all.indexOf(document.activeElement)
  const row = at < 0 ? all[0] : all[at + step]
  if (!row) return
  row.focus()
  row.scrollIntoView({ block: 'nearest' })
  clearTimeout(rest)
  if (isOpen()) rest = setTimeout(() => void open(row.href), REST)
}

const leave = () => {
  if (document.activeElement?.matches('input, select')) document.activeElement.blur()
  else if (isOpen()) close()
}

const KEYS = {
  '/': () => document.querySelector('#q')?.select(),
  j: () => move(1),
  k: () => move(-1),
  c: () => press('[data-copy]'),
  p: () => press('#pause'),
  r: () => press('#filter input[name=refused]'),
  '?': () => {
    const keys = document.querySelector('#keys')
    keys.open = true
    keys.querySelector('summary').focus()
  },
}

const ON_ROWS = { ArrowDown: () => move(1), ArrowUp: () => move(-1) }

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.key === 'Escape') return leave()
  const { target } = event
  if (target.matches('input:not([type=checkbox]), select, textarea')) return
  const key = target.matches('[data-row]') && ON_ROWS[event.key]
  const act = key || (box.checked && Object.hasOwn(KEYS, event.key) && KEYS[event.key])
  if (!act) return
  event.preventDefault()
  act()
})
