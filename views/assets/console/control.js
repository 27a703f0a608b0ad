// Calls of the control API, in the namespace of the page.

/** The page's namespace in a query, or nothing. */
export const namespaceIn = (query = '') => {
  const { namespace } = document.body.dataset
  const all = new URLSearchParams(query)
  if (namespace && !all.has('namespace')) all.set('namespace', namespace)
  return all.size === 0 ? '' : `?${all}`
}

/** Makes a call; answers its JSON, or throws an error whose message is the answer's own sentence. */
export const control = async (path, method = 'GET', body = undefined) => {
  const answer = await fetch(`/_sandbox${path}${namespaceIn()}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  }).catch(() => {
    throw new Error('the sandbox does not answer')
  })
  const said = await answer.json().catch(() => ({ error: `it answered ${answer.status}` }))
  if (answer.ok) return said
  throw Object.assign(new Error(said.error), { status: answer.status })
}

/** How long a passing word stands, in milliseconds. */
const PASSING = 6000

const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text
}

/** Says whether the page is live. */
export const sayState = (text) => put(document.querySelector('#live'), text)

let timer
/** Says for a while what has become of something; it is seen and read out. */
export const say = (text) => {
  const place = document.querySelector('#said')
  put(place, text)
  clearTimeout(timer)
  timer = setTimeout(() => put(place, ''), PASSING)
}
