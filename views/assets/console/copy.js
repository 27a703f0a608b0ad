// Copies a text of the page; where the browser does not let a page copy, the text is marked to be copied by hand.
import { say } from './control.js'

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-copy]')
  if (!button) return
  const source = document.getElementById(button.dataset.copy)
  try {
    await navigator.clipboard.writeText(source.textContent)
    say('Copied.')
    button.textContent = 'Copied'
  } catch {
    getSelection().selectAllChildren(source)
    say('Marked; copy it with Ctrl+C or ⌘C.')
  }
})
