/** Schemes that a browser would run or look up itself instead of handing them to an app. */
const NO_RETURN =
  /^(javascript|data|vbscript|file|blob|about|filesystem|view-source|wss?|ftp|chrome|jar):/i

/**
 * What is wrong with an address that a browser goes back to, in words, or nothing.
 * Source: iFortepay's and Bank Indonesia's samples return to apps (`merchantapp://main_page`), so other schemes than http are good.
 */
export const returnUrlFlaw = (value: string): string | undefined => {
  if (!URL.canParse(value)) return 'must be an absolute URL'
  if (NO_RETURN.test(new URL(value).protocol)) return 'must lead to a web site or an app'
  const { username, password } = new URL(value)
  return username || password ? 'must not carry a user name or password' : undefined
}

/** Whether an address opens an app instead of a web site; no form can be posted to it. */
export const opensAnApp = (value: string): boolean => !/^https?:/i.test(value) && value !== ''
