// Lets the clock on its page run on.

const shown = document.querySelector('#now')
const WIB = 7 * 60 * 60 * 1000

if (shown?.dataset.running === 'true') {
  const began = performance.now()
  const from = Date.parse(shown.dateTime) + WIB
  setInterval(() => {
    const at = new Date(from + performance.now() - began)
    shown.textContent = at.toISOString().slice(0, 19).replace('T', ' ')
  }, 1000)
}
