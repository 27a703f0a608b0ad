// Faults: what is left of them, setting one, removing them.
import { READINGS } from './calls.js'
import { control } from './control.js'

const form = document.querySelector('#fault')
const state = document.querySelector('#faults-state')
const list = document.querySelector('#faults')
const steps = document.querySelector('#steps')

const WORDS = {
  resultCd: (value) => `answer ${value}`,
  httpStatus: (value) => `answer HTTP ${value}`,
  delayMs: (value) => `wait ${value} ms`,
  drop: (value) =>
    `drop the connection ${value === 'before' ? 'before anything happens' : 'after the commit'}`,
  duplicate: (value) => `send it ${value} times more`,
  hold: () => 'hold it',
  reorder: () => 'send it out of order',
}

const wordsOf = ({ times, ...rest }) => {
  const said = Object.entries(rest).flatMap(([name, value]) =>
    value && WORDS[name] ? [WORDS[name](value)] : [],
  )
  return `${times ?? 1} × ${said.join(', ')}`
}

const item = (fault) => {
  const made = document.createElement('li')
  const what = document.createElement('span')
  const remove = document.createElement('button')
  what.textContent = `${fault.endpoint}, ${fault.iMid ?? 'every merchant'}: ${fault.steps.map(wordsOf).join('; then ')}`
  remove.type = 'button'
  remove.textContent = 'Remove'
  remove.addEventListener('click', () => act(`/faults/${encodeURIComponent(fault.id)}`, 'DELETE'))
  made.append(what, ' ', remove)
  return made
}

const sentence = (error) =>
  error.status === 404 && /there is no call/.test(error.message)
    ? 'This sandbox cannot make faults: it has no call /_sandbox/faults.'
    : `Not done: ${error.message}.`

const look = async () => {
  try {
    const faults = await control('/faults')
    list.replaceChildren(...faults.map(item))
    state.textContent = faults.length === 0 ? 'None: everything works.' : ''
  } catch (error) {
    state.textContent = sentence(error)
  }
}

const act = async (path, method, body) => {
  try {
    await control(path, method, body)
    await look()
  } catch (error) {
    state.textContent = sentence(error)
  }
}

const valueIn = ({ type, checked, value, dataset }) =>
  type === 'checkbox' ? checked || undefined : value && READINGS[dataset.reading ?? 'text'](value)

const stepOf = (fieldset) =>
  Object.fromEntries(
    [...fieldset.querySelectorAll('[data-step]')].flatMap((field) => {
      const value = valueIn(field)
      return value ? [[field.dataset.step, value]] : []
    }),
  )

/** Shows steps in the form, one group of fields each. */
const fill = (wanted) => {
  const [first] = steps.children
  const groups = wanted.map((step) => {
    const group = first.cloneNode(true)
    for (const field of group.querySelectorAll('[data-step]')) {
      const value = step[field.dataset.step]
      if (field.type === 'checkbox') field.checked = value === true
      else field.value = value ?? ''
    }
    return group
  })
  steps.replaceChildren(...groups)
}

if (form) {
  void look()
  document.querySelector('#no-faults').addEventListener('click', () => act('/faults', 'DELETE'))
  document
    .querySelector('#more-steps')
    .addEventListener('click', () => fill([...[...steps.children].map(stepOf), { times: 1 }]))
  form.addEventListener('click', ({ target }) => {
    if (target.dataset.steps) fill(JSON.parse(target.dataset.steps))
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const { endpoint, iMid } = Object.fromEntries(new FormData(form))
    const wanted = { endpoint, ...(iMid && { iMid }), steps: [...steps.children].map(stepOf) }
    void act('/faults', 'POST', wanted)
  })
}
