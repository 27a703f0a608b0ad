// The stream of events. While nobody looks at the page it is closed: a browser allows few of them at a time.
import { namespaceIn, sayState } from './control.js'

/** How long to wait before a stream that was lost is asked for again, in milliseconds. */
const AGAIN = 1000

/**
 * Listens to the events named in `heard`. `query()` says how the stream is narrowed; `begun` is called whenever it
 * opens, so that the page can catch up with what it missed.
 */
export const listen = (query, heard, begun = () => {}) => {
  let source
  let timer
  const open = () => {
    close()
    source = new EventSource(`/_sandbox/events${namespaceIn(query())}`)
    source.addEventListener('open', () => {
      sayState('Live.')
      begun()
    })
    source.addEventListener('error', () => {
      sayState('Connection lost; trying again …')
      close()
      timer = setTimeout(open, AGAIN)
    })
    for (const [name, hear] of Object.entries(heard)) {
      source.addEventListener(name, (event) => hear(JSON.parse(event.data)))
    }
  }
  const close = () => {
    clearTimeout(timer)
    source?.close()
  }
  const follow = () => (document.hidden ? close() : open())
  document.addEventListener('visibilitychange', follow)
  addEventListener('pagehide', close)
  follow()
  return { reopen: follow }
}
