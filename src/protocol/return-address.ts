import { urlFlaw } from './fields.ts'

/** Schemes that a browser runs or reads itself instead of going somewhere, or that wrap such ones. */
const NEVER = new Set([
  'about:',
  'blob:',
  'chrome:',
  'data:',
  'file:',
  'filesystem:',
  'javascript:',
  'jar:',
  'resource:',
  'vbscript:',
  'view-source:',
])

/**
 * What is wrong with an address that a browser goes back to, which may be that of an app, or nothing.
 * Source: developer.ifortepay.id, page "Account Binding": `merchantapp://main_page`.
 */
export const returnFlaw = (value: string): string | undefined => {
  if (!URL.canParse(value)) return 'must be an absolute URL'
  const { protocol } = new URL(value)
  if (protocol === 'http:' || protocol === 'https:') return urlFlaw(value)
  return NEVER.has(protocol)
    ? `must be an http or https URL or that of an app, not ${protocol}`
    : undefined
}
