/**
 * A path as endpoints are found by it: `//` folded, letter case and the separators `-` and `_` left out of account.
 * Source: one host name of nicepay-dev/python-nicepay ends with a slash and its paths begin with one.
 * Guess: the separators of three paths; stored copies of their pages have lost them.
 */
export const pathKey = (path: string): string =>
  path
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '')
    .replace(/[-_]/g, '')
    .toLowerCase()

/** Whether a path is NICEPAY's. Source: SNAP's paths are also written without `/nicepay`, as they are signed. */
export const isNicepayPath = (path: string): boolean =>
  /^\/+(nicepay|(api\/)?v1\.0)(\/|$)/i.test(path)

/** Whether a path is one of SNAP's, known or not. */
export const isSnapPath = (path: string): boolean =>
  /^\/+(nicepay\/+)?(api\/+)?v1\.0(\/|$)/i.test(path)
