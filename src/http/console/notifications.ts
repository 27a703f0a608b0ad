import type { Delivery } from '../../domain/delivery.ts'
import { newestDeliveries, shownDelivery } from '../control/notifications.ts'
import { shownBody } from './bodies.ts'
import { type PagesOf, rowsIn } from './page.ts'

const ROWS = 50

/** A delivery with all its attempts. */
export const openedDelivery = (delivery: Delivery) => ({
  ...shownDelivery(delivery),
  shown: shownBody({ 'content-type': delivery.contentType }, delivery.body),
})

/** The delivery log. */
export const notificationPages: PagesOf = () => ({
  '/notifications': async (request) => {
    const { world, namespace, query } = request
    return {
      view: 'notifications',
      title: 'Notifications',
      live: { events: 'delivery', namespace },
      locals: {
        query,
        statuses: ['pending', 'held', 'delivered', 'failed'],
        deliveries: await newestDeliveries(world, query, rowsIn(request, ROWS), openedDelivery),
        stored: world.tables.deliveries.size,
      },
    }
  },
})
