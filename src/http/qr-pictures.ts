import express, { type Router } from 'express'
import encodeQR from 'qr'
import { iMidOfTXid } from '../protocol/ids.ts'
import type { Store } from '../store/store.ts'

/** How large one square of a code is, in pixels. */
const SCALE = 4

/** A text as the picture of a QR code, GIF. */
export const qrPicture = (content: string): Buffer =>
  Buffer.from(encodeQR(content, 'gif', { ecc: 'medium', scale: SCALE, border: 4 }))

/** The pictures that qrUrl leads to: the QR code of an order, GIF. They are reached under any host name, as shops show them. */
export const qrPictures = (store: Store): Router => {
  const router = express.Router()
  router.get('/:name', (req, res) => {
    const tXid = req.params.name.replace(/\.gif$/, '')
    const namespace = store.homeOf('merchants', iMidOfTXid(tXid)) ?? ''
    const content = store.world(namespace)?.tables.transactions.get(tXid)?.details.qrContent
    if (content === undefined) {
      res.status(404).json({ error: `no order with a QR code has the tXid "${tXid}"` })
      return
    }
    res.setHeader('X-Content-Type-Options', 'nosniff')
    res.type('image/gif').send(qrPicture(content))
  })
  return router
}
