// Keeps the two tables of the console up to date. Everything is put in as text, never as HTML.

const ROWS = 200
const live = document.querySelector('#live')

const cell = (content, className = '') => {
  const td = document.createElement('td')
  td.append(content)
  td.className = className
  return td
}

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name)
  made.textContent = text
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

const show = (tbody, id, cells) => {
  const row = document.createElement('tr')
  row.dataset.id = id
  row.append(...cells)
  const known = tbody.querySelector(`tr[data-id="${CSS.escape(id)}"]`)
  if (known) known.replaceWith(row)
  else tbody.prepend(row)
  while (tbody.rows.length > ROWS) tbody.rows[tbody.rows.length - 1].remove()
}

const showExchange = (x) => {
  const call = `${x.method} ${x.url.split('?')[0]}`
  show(document.querySelector('#exchanges'), x.id, [
    cell(element('time', x.at.slice(11, 19), { datetime: x.at })),
    cell(element('a', call, { href: `/_sandbox/requests/${x.id}` })),
    cell(`${x.status} ${x.resultCd ?? ''}`, x.reason ? 'refused' : ''),
    cell(element('code', x.tXid ?? '')),
    cell(x.reason ?? ''),
  ])
}

const showDelivery = (d) => {
  show(document.querySelector('#deliveries'), d.id, [
    cell(d.status, `status ${d.status}`),
    cell(element('code', d.tXid ?? d.kind)),
    cell(d.url),
    cell(String(d.attempts)),
    cell(d.last ?? ''),
    cell(d.dueAt ?? ''),
    cell(element('button', 'Redeliver', { type: 'button', 'data-redeliver': d.id })),
  ])
}

document.addEventListener('click', async (event) => {
  const id = event.target.dataset?.redeliver
  if (!id) return
  const answer = await fetch(`/_sandbox/notifications/${id}/redeliver`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
  })
  if (!answer.ok) live.textContent = `Not redelivered: ${(await answer.json()).error}`
})

const events = new EventSource('/_sandbox/events')
events.addEventListener('open', () => {
  live.textContent = 'Live.'
})
events.addEventListener('error', () => {
  live.textContent = 'Connection lost; trying again …'
})
events.addEventListener('exchange', (event) => showExchange(JSON.parse(event.data)))
events.addEventListener('delivery', (event) => showDelivery(JSON.parse(event.data)))
