// Lets the clock on its page run on.

const WIB = 7 * 60 * 60 * 1000

let shown
let from
let began

const tick = () => {
  const found = document.querySelector('#now')
  if (found !== shown) {
    shown = found
    from = Date.parse(found.dateTime) + WIB
    began = performance.now()
  }
  if (found.dataset.running !== 'true') return
  const at = new Date(from + performance.now() - began)
  found.textContent = at.toISOString().slice(0, 19).replace('T', ' ')
}

if (document.querySelector('#now')) setInterval(tick, 250)
