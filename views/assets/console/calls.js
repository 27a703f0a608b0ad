// Buttons and forms with data-call: each is one call of the control API, and then the page shows what came of it.
import { control, say } from './control.js'
import { refresh } from './regions.js'

const words = (text) => text.split(/[\s,]+/).filter(Boolean)

/** How the text of a field becomes a value of the call. */
export const READINGS = {
  text: (text) => text,
  // What is no number goes as it is, so that the sandbox says what it wants; nothing is null, where that is a value.
  number: (text) => (text === '' ? null : /^\d+$/.test(text) ? Number(text) : text),
  list: words,
  optional: (text) => text || undefined,
  textOrNull: (text) => text || null,
  delays: (text) => (/^[\d\s,]*$/.test(text) ? words(text).map(Number) : text),
}

const isChanged = (field) =>
  field.options
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.value !== field.defaultValue

/** The values of a form's fields, with data-changed of those that were changed only. */
const valuesOf = (form) =>
  Object.fromEntries(
    [...form.elements]
      .filter((field) => field.name && (form.dataset.changed === undefined || isChanged(field)))
      .map((field) => [field.name, READINGS[field.dataset.reading ?? 'text'](field.value.trim())]),
  )

/** What an answer tells once and never again, a key, stays on the page; else the page is looked at anew. */
const show = (said, tell) => {
  document.dispatchEvent(new Event('catch-up'))
  if (tell === undefined) return refresh()
  const { iMid, merchantKey, name } = { ...said, ...said.merchant }
  const told = document.querySelector('#told')
  told.textContent = `${said.merchant ? `Namespace ${said.name}, merchant` : `${name},`} ${iMid}. Its key, shown this once: ${merchantKey}`
}

const call = async (element, body) => {
  const { call: path, method = 'POST', tell } = element.dataset
  element.setAttribute('aria-busy', 'true')
  try {
    await show(await control(path, method, body), tell)
  } catch (error) {
    say(`Not done: ${error.message}`)
  }
  element.removeAttribute('aria-busy')
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-call]')
  if (!button || button.ariaBusy === 'true') return
  const { body } = button.dataset
  void call(button, body && JSON.parse(body))
})

document.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-call]')
  if (!form) return
  event.preventDefault()
  void call(form, valuesOf(form))
})
