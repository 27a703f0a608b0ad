import type { ServerResponse } from 'node:http'

/** The longest reason that goes into a header; the journal has the whole. */
const REASON_MAX = 1000

/**
 * A text as a header can hold it: printable ASCII stays, everything else is percent-encoded. Reads back with
 * `decodeURIComponent`.
 */
export const headerText = (text: string): string =>
  Buffer.from(text)
    .toString()
    .slice(0, REASON_MAX)
    .replace(/[^\x20-\x24\x26-\x7e]+/gu, (part) => encodeURIComponent(Buffer.from(part).toString()))

/** Says which exchange of the journal this answer is, and why it was refused, beside the answer. */
export const explain = (res: ServerResponse, id: string, reason: string | null): void => {
  res.setHeader('X-Sandbox-Request-Id', id)
  if (reason !== null) res.setHeader('X-Sandbox-Reason', headerText(reason))
}
