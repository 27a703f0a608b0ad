// The pages work without this script; it counts down, copies the number, and looks whether the payment has come in.

const clock = (seconds) =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':')

for (const element of document.querySelectorAll('[data-countdown]')) {
  const end = Date.now() + Number(element.dataset.countdown) * 1000
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000))
    element.textContent = clock(left)
    if (left === 0) clearInterval(timer)
  }, 1000)
}

for (const button of document.querySelectorAll('[data-copy]')) {
  const says = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = button.dataset.copied
    setTimeout(() => {
      button.textContent = says
    }, 2000)
  })
}

for (const way of document.querySelectorAll('[data-return]')) {
  document.querySelector('[data-returning]').hidden = false
  setTimeout(() => {
    if (way instanceof HTMLFormElement) way.submit()
    else location.assign(way.href)
  }, Number(way.dataset.return) * 1000)
}

const WAITS = ['number', 'code', 'away']

if (WAITS.includes(document.body.dataset.standing)) {
  const asked = new URL(location.href)
  asked.searchParams.set('look', '')
  // Compared with what the page itself shows, so that nothing is missed that happened before the first look.
  const { version } = document.body.dataset
  const look = async () => (await fetch(asked)).text()
  setInterval(async () => {
    const now = await look().catch(() => version)
    if (now !== version) location.reload()
  }, 2000)
}
