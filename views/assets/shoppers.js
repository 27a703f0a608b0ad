// Every button is one call of the control API; the page is loaded again after it.

const live = document.querySelector('#live')

document.addEventListener('click', async (event) => {
  const { call, method = 'POST', body } = event.target.dataset ?? {}
  if (!call) return
  const answer = await fetch(`/_sandbox${call}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body,
  })
  if (answer.ok) location.reload()
  else live.textContent = `Not done: ${(await answer.json()).error}`
})
