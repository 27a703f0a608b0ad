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
  '/notifications': (request) => {
    const { world, namespace, query } = request
    const deliveries = newestDeliveries(world, query, rowsIn(request, ROWS))
    return {
      view: 'notifications',
      title: 'Notifications',
      live: { events: 'delivery', namespace },
      locals: {
        query,
        statuses: ['pending', 'held', 'delivered', 'failed'],
        deliveries: deliveries.map(openedDelivery),
        stored: world.tables.deliveries.size,
      },
    }
  },
})
