// The yardstick of the benchmark: a bare Express app that parses the same body and echoes it.
import type { AddressInfo } from 'node:net'
import express from 'express'

const app = express()
app.disable('x-powered-by')
app.post('/echo', express.json(), (req, res) => void res.json(req.body))
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
