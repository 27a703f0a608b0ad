// The filter's form: on the live list it works as one types; elsewhere it is the plain form that it is.

const form = document.querySelector('#filter')

/** How long to wait for the next letter, in milliseconds. */
const PAUSE = 150

const apply = () => {
  const chosen = [...new FormData(form)].filter(([, value]) => value !== '')
  const query = new URLSearchParams(chosen)
  const { namespace } = document.body.dataset
  if (namespace) query.set('namespace', namespace)
  history.replaceState(null, '', query.size === 0 ? location.pathname : `?${query}`)
  document.querySelector('.list').toggleAttribute('data-filtered', chosen.length > 0)
  document.dispatchEvent(new Event('catch-up'))
}

if (form && document.querySelector('#exchanges')) {
  let timer
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(apply, PAUSE)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    clearTimeout(timer)
    apply()
  })
}
