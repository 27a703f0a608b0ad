// What the merchantToken of an exchange signs, asked of the control API.
import { control } from './control.js'

const line = (term, text) => {
  const div = document.createElement('div')
  const [dt, dd, code] = ['dt', 'dd', 'code'].map((name) => document.createElement(name))
  dt.textContent = term
  code.textContent = text
  dd.append(code)
  div.append(dt, dd)
  return div
}

const told = (said) => {
  const list = document.createElement('dl')
  list.className = 'facts-list'
  list.append(
    line('Signs', [said.signs ?? []].flat().join(' + ')),
    line('String to sign', said.stringToSign ?? ''),
    line('Expected', said.expected ?? ''),
    line('Received', said.received ?? 'nothing'),
    line(
      'Verdict',
      said.right ? 'It is right' : (said.mistake ?? 'It is wrong, by no known mistake'),
    ),
  )
  return list
}

const unknown = (error) =>
  error.status === 404
    ? `The sandbox cannot explain this one: ${error.message}.`
    : `Not explained: ${error.message}.`

document.addEventListener('click', async (event) => {
  const part = event.target.closest?.('button') && event.target.closest('[data-explain]')
  if (!part) return
  const place = part.querySelector('div')
  try {
    place.replaceChildren(
      told(await control('/explain', 'POST', { request: part.dataset.explain })),
    )
  } catch (error) {
    place.textContent = unknown(error)
  }
})
