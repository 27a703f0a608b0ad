// The yardstick: a bare Express 5 that parses a JSON body and sends it back.
import express from 'express'

const app = express()
app.use(express.json())
app.get('/', (_req, res) => {
  res.json({ status: 'ok' })
})
app.post('/echo', (req, res) => {
  res.json(req.body)
})
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`)
})
