// One exchange beside the list, where the window is wide enough; else its own page.
import { namespaceIn, say } from './control.js'
import { pageAt } from './regions.js'

const place = document.querySelector('#opened')
const wide = matchMedia('(min-width: 70rem)')

/** Whether an exchange stands beside the list. */
export const isOpen = () => place !== null && !place.hidden

const mark = (id) => {
  for (const link of document.querySelectorAll('#exchanges a[data-row]')) {
    const row = link.closest('tr')
    if (id !== undefined && link.pathname === `/exchanges/${id}`)
      row.setAttribute('aria-current', 'true')
    else row.removeAttribute('aria-current')
  }
}

export const close = () => {
  place.hidden = true
  place.replaceChildren()
  mark(undefined)
}

const closer = () => {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Close'
  button.addEventListener('click', close)
  return button
}

let wanted
/** Shows an exchange beside the list; of several asked for at once the last one. */
export const open = async (address) => {
  wanted = address
  const id = new URL(address, location.href).pathname.split('/').pop()
  try {
    const article = (await pageAt(address)).querySelector('#exchange')
    if (wanted !== address || !article) return
    const bar = document.createElement('div')
    const own = document.createElement('a')
    bar.className = 'bar'
    own.href = `/exchanges/${id}${namespaceIn()}`
    own.textContent = 'On its own page'
    bar.append(own, closer())
    place.replaceChildren(bar, document.adoptNode(article))
    place.hidden = false
    place.scrollTop = 0
    mark(id)
    say(`Opened ${id} beside the list.`)
  } catch {
    say(`Not opened: there is no exchange ${id} any more.`)
  }
}

if (place) {
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('#exchanges a[data-row]')
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (!link || !plain || event.button !== 0 || !wide.matches) return
    event.preventDefault()
    void open(link.href)
  })
}
