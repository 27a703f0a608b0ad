// The list of exchanges, live. Rows are made of the page's own template and filled with texts, once for each frame.
import { namespaceIn, sayState } from './control.js'
import { refreshSoon } from './regions.js'
import { listen } from './stream.js'

const list = document.querySelector('#exchanges')
const template = document.querySelector('#exchange-row')
const pause = document.querySelector('#pause')

const WIB = 7 * 60 * 60 * 1000
const wib = (iso) => new Date(Date.parse(iso) + WIB).toISOString().slice(0, 19).replace('T', ' ')

const keyOf = ({ id, at }) => `${id} ${at}`

/** A reason as a row has room for it: of a wrong token, only what is wrong with it. */
const brief = ({ reason, explained }) =>
  explained
    ? `merchantToken is wrong. ${explained.mistake ?? 'No known mistake makes it'}`
    : (reason ?? '')

const rowOf = (x) => {
  const row = template.content.firstElementChild.cloneNode(true)
  const at = (selector) => row.querySelector(selector)
  const refused = x.reason !== null || x.status >= 400
  row.dataset.key = keyOf(x)
  row.classList.toggle('refusal', refused)
  at('time').dateTime = x.at
  at('time').title = `${wib(x.at)} WIB`
  at('time').textContent = wib(x.at).slice(11)
  at('.pill').className = `pill ${refused ? 'failed' : 'delivered'}`
  at('.pill').textContent = x.resultCd ?? x.status
  at('.call a').href = `/exchanges/${encodeURIComponent(x.id)}${namespaceIn()}`
  at('.call b').textContent = x.method
  at('.call a span').textContent = x.url.replace(/\?.*/s, '')
  at('.reason').textContent = brief(x)
  at('.ms').textContent = `${x.ms} ms`
  at('.txid code').textContent = x.tXid ?? x.iMid ?? ''
  if (x.tXid === null) at('.txid').replaceChildren(at('.txid code'))
  else {
    const where = x.namespace === null ? '' : new URLSearchParams({ namespace: x.namespace })
    at('.txid a').href = `/orders/${encodeURIComponent(x.tXid)}${namespaceIn(where)}`
  }
  return row
}

/** Beside the key what tells exchanges apart: a sandbox that begins anew counts from 1 again, perhaps at the same time. */
const callOf = (row) => row.querySelector('.call').textContent

const start = () => {
  const most = Number(list.dataset.rows)
  let queue = []
  let drawing = false
  let missed = 0

  const paused = () => pause.getAttribute('aria-pressed') === 'true'

  const drawn = () => {
    drawing = false
    const known = new Set([...list.rows].map((row) => row.dataset.key))
    const fresh = queue.filter((x) => !known.has(keyOf(x)))
    queue = []
    for (const x of fresh) {
      const row = rowOf(x)
      row.classList.add('fresh')
      list.prepend(row)
    }
    for (const row of [...list.rows].slice(most)) {
      if (!row.contains(document.activeElement)) row.remove()
    }
  }

  const exchange = (x) => {
    if (paused()) return sayState(`Paused; ${++missed} new.`)
    queue.push(x)
    if (queue.length > most) queue.shift()
    if (!drawing) requestAnimationFrame(drawn)
    drawing = true
  }

  // Comes first on every connection: rows that are there already stay what they are, with their focus.
  const exchanges = (all) => {
    if (paused()) return
    queue = []
    const known = new Map([...list.rows].map((row) => [row.dataset.key, row]))
    const rows = all.map((x) => {
      const [old, row] = [known.get(keyOf(x)), rowOf(x)]
      return old && callOf(old) === callOf(row) ? old : row
    })
    const isSame = rows.length === list.rows.length && rows.every((row, n) => row === list.rows[n])
    if (!isSame) list.replaceChildren(...rows)
  }

  const query = () => {
    const all = new URLSearchParams(location.search)
    all.delete('limit')
    all.set('list', String(most))
    return all
  }
  const stream = listen(
    query,
    {
      exchange,
      exchanges,
      delivery: refreshSoon,
    },
    () => {
      if (paused()) sayState('Paused.')
      refreshSoon()
    },
  )

  pause.addEventListener('click', () => {
    const stands = !paused()
    pause.setAttribute('aria-pressed', String(stands))
    pause.textContent = stands ? 'Go on' : 'Pause'
    missed = 0
    if (stands) sayState('Paused.')
    else stream.reopen()
  })
  document.addEventListener('catch-up', stream.reopen)
}

if (list && template) start()
