import { urlFlaw } from '../../protocol/fields.ts'
import { shown } from '../../protocol/shown.ts'
import type { SnapMessage } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { returnUrlFlaw } from '../../protocol/snap/return-url.ts'
import { objectIn, textIn } from './order-of.ts'

/** An address, with where in the message it stands. */
interface Found {
  readonly path: string
  readonly address: string
}

/** The addresses of urlParam, or of urlParams, of one type. */
const inList = (message: SnapMessage, type: string): Found[] =>
  (['urlParam', 'urlParams'] as const).flatMap((name) => {
    const list = message[name]
    if (!Array.isArray(list)) return []
    return (list as readonly SnapMessage[]).flatMap((one, at): Found[] => {
      const address = textIn(one, 'url')
      const isMeant = textIn(one, 'type')?.toUpperCase() === type
      return isMeant && address !== undefined ? [{ path: `${name}[${at}].url`, address }] : []
    })
  })

/** The fields of additionalInfo that a path stands for, one letter of which is written in two ways. */
const inAdditionalInfo = (message: SnapMessage, path: string): Found[] => {
  const more = objectIn(message, 'additionalInfo')
  const name = path.replace(/^.*\./, '')
  return [name, name.replace('callBack', 'callback')].flatMap((one) => {
    const address = textIn(more, one)
    return address === undefined ? [] : [{ path: `additionalInfo.${one}`, address }]
  })
}

type Flaw = (address: string) => string | undefined

/** Guess: additionalInfo comes before urlParam where both are there. */
const among = (message: SnapMessage, path: string, type: string, flawOf: Flaw): string => {
  const [found] = [...inAdditionalInfo(message, path), ...inList(message, type)]
  if (!found) {
    const why = `${path} is missing, and so is a urlParam of the type ${type}`
    throw new SnapError('MISSING_FIELD', `{${path}}`, why)
  }
  const flaw = flawOf(found.address)
  if (flaw === undefined) return found.address
  const reason = `${found.path} ${flaw}, received ${shown(found.address)}`
  throw new SnapError('INVALID_FIELD', `{${found.path}}`, reason)
}

/** Where notifications go: what additionalInfo says, or urlParam. Throws SnapError. */
export const addressAmong = (message: SnapMessage, path: string, type: string): string =>
  among(message, path, type, urlFlaw)

/** Where the browser goes back to, which may be an app. Throws SnapError. */
export const returnAddressAmong = (message: SnapMessage, path: string, type: string): string =>
  among(message, path, type, returnUrlFlaw)
