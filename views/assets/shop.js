// The page works without this script, by a refresh; it only loads again when there is news.

const page = document.querySelector('[data-news]')

const look = async () => {
  const answer = await fetch(page.dataset.news)
  const { version, waits } = await answer.json()
  if (version !== page.dataset.version || !waits) location.reload()
  else setTimeout(look, 1000)
}

setTimeout(look, 500)
