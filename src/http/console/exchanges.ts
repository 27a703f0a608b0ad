import { deliverySummary, exchangeSummary } from '../control/events.ts'
import { newestDeliveries } from '../control/notifications.ts'
import { filterIn } from '../control/requests.ts'
import { ControlError } from '../guards.ts'
import { type Exchange, isRefused } from '../journal.ts'
import { fieldsOf, headerLines, shownBody } from './bodies.ts'
import { curlOf } from './curl.ts'
import { type PagesOf, rowsIn, wib } from './page.ts'

/** Rows of the list; the script keeps it at that. */
const ROWS = 100

/** Notifications beside it. */
const NEWEST = 8

/** A reason as a row has room for it: of a wrong token, only what is wrong with it. */
const brief = ({ reason, explained }: Exchange): string | null =>
  explained ? `merchantToken is wrong. ${explained.mistake ?? 'No known mistake makes it'}` : reason

/** An exchange as a row. */
export const rowOf = (exchange: Exchange) => ({
  ...exchangeSummary(exchange),
  brief: brief(exchange),
  path: exchange.url.replace(/\?.*/s, ''),
  time: wib(exchange.at),
  refused: isRefused(exchange),
})

/** What the filter's form holds. */
const FILTERS = ['q', 'iMid', 'tXid', 'path', 'refused', 'namespace'] as const

/** The filter that an address asks for, without what is empty. */
const filterOf = (query: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(FILTERS.flatMap((name) => (query[name] ? [[name, query[name]]] : [])))

/** Fields that the journal has masked, so that whoever repeats the call knows. */
const maskedFields = ({ request }: Exchange): string[] =>
  fieldsOf(request.body.toString()).flatMap(([name, value]) => (value === '****' ? [name] : []))

/** All exchanges, and one of them. */
export const exchangePages: PagesOf = ({ core, journal }) => ({
  '/': async (request) => {
    const { namespace, world, query } = request
    const filter = filterOf(query)
    const rows = rowsIn(request, ROWS)
    return {
      view: 'exchanges',
      title: 'Exchanges',
      locals: {
        filter,
        rows,
        exchanges: await journal.find(filterIn(filter), rows, rowOf),
        deliveries: await newestDeliveries(world, {}, NEWEST, (one) =>
          deliverySummary(namespace, one),
        ),
      },
    }
  },
  '/exchanges/:id': ({ params: { id = '' } }) => {
    const exchange = journal.get(id)
    if (!exchange) {
      throw new ControlError(
        404,
        `There is no exchange "${id}" any more: the journal keeps the last.`,
      )
    }
    const { request, response, url } = exchange
    return {
      view: 'exchange',
      title: `${exchange.method} ${url.replace(/\?.*/s, '')}`,
      locals: {
        x: rowOf(exchange),
        query: fieldsOf(url.replace(/^[^?]*\??/s, '')),
        request: {
          headers: headerLines(request.headers),
          body: shownBody(request.headers, request.body),
        },
        response: {
          headers: headerLines(response.headers),
          body: shownBody(response.headers, response.body),
        },
        curl: curlOf(exchange, core.baseUrl),
        masked: maskedFields(exchange),
      },
    }
  },
})
