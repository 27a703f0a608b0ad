// The pages work without this script; it only counts down and goes back to the merchant by itself.

const everySecond = (element, seconds, show, atEnd) => {
  const end = Date.now() + seconds * 1000
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000))
    show(element, left)
    if (left > 0) return
    clearInterval(timer)
    atEnd?.(element)
  }
  const timer = setInterval(tick, 1000)
}

const clock = (seconds) =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':')

for (const element of document.querySelectorAll('[data-countdown]')) {
  everySecond(element, Number(element.dataset.countdown), (time, left) => {
    time.textContent = clock(left)
  })
}

for (const element of document.querySelectorAll('[data-resend]')) {
  everySecond(
    element,
    Number(element.dataset.resend),
    (span, left) => {
      span.textContent = `(${left})`
    },
    (span) => span.remove(),
  )
}

for (const element of document.querySelectorAll('[data-return]')) {
  document.querySelector('[data-returning]').hidden = false
  everySecond(
    element,
    Number(element.dataset.return),
    () => {},
    (way) => {
      if (way instanceof HTMLFormElement) way.submit()
      else location.assign(way.href)
    },
  )
}
