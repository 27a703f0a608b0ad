import { type AccountLink, activeLink, authCodeFlaw, tokenFlaw } from '../../domain/account-link.ts'
import { shown } from '../../protocol/shown.ts'
import { M, O, objectIfAny, type SnapMessage } from '../../protocol/snap/fields.ts'
import { SnapError } from '../../protocol/snap/results.ts'
import { snapTime } from '../../protocol/snap/time.ts'
import { missingField } from './binding-fields.ts'
import { beginning } from './bound-account.ts'
import { textIn } from './order-of.ts'
import type { SnapContext } from './snap-endpoint.ts'
import { tokenEndpoint } from './token-b2b.ts'

/** The binding whose code is exchanged. Throws SnapError. Guess: which code answers a code that is used or unknown. */
const linkOfCode = (message: SnapMessage, { tx, merchant, now }: SnapContext): AccountLink => {
  const code = textIn(message, 'authCode')
  if (code === undefined) throw missingField('authCode')
  const refuse = (why: string): SnapError =>
    new SnapError('INVALID_FIELD', '{authCode}', `authCode ${beginning(code)} is not good: ${why}`)
  const link = tx.accountLinks.where('authCode', code).at(0)
  if (link?.iMid !== merchant.iMid) throw refuse(`no customer of ${merchant.iMid} has given it`)
  const flaw = authCodeFlaw(link, now)
  if (flaw) throw refuse(flaw)
  return link
}

/** The binding whose tokens are renewed. Throws SnapError. */
const linkOfRefresh = (message: SnapMessage, { tx, merchant, now }: SnapContext): AccountLink => {
  const token = textIn(message, 'refreshToken')
  if (token === undefined) throw missingField('refreshToken')
  const refuse = (why: string): SnapError =>
    new SnapError(
      'INVALID_CUSTOMER_TOKEN',
      '',
      `refreshToken ${beginning(token)} is not good: ${why}`,
    )
  const link = tx.accountLinks.where('refreshToken', token).at(0)
  if (link?.iMid !== merchant.iMid) {
    throw refuse(`it was used before, or never given to ${merchant.iMid}; each is good once`)
  }
  const flaw = tokenFlaw(link, 'refreshTokenUntil', now)
  if (flaw) throw refuse(flaw)
  return link
}

const GRANTS: Readonly<
  Record<string, (message: SnapMessage, context: SnapContext) => AccountLink>
> = { AUTHORIZATION_CODE: linkOfCode, REFRESH_TOKEN: linkOfRefresh }

/** Hexadecimal letters that nobody can guess. Source: samples of apidevportal.aspi-indonesia.or.id. */
const secret = ({ ids }: SnapContext, length: number): string =>
  (ids.userToken() + ids.userToken()).replaceAll('-', '').slice(-length)

/**
 * Gives a merchant a customer's token for the authCode of a web view, or another one for a refresh token.
 * Source: apidevportal.aspi-indonesia.or.id, page "Keamanan" (fields, answer; its sample writes the grantType in small letters);
 * docs.nicepay.co.id, page "Inquiry - Account Binding E-Wallet & Direct Debit - SNAP" (a refreshToken of 40 characters).
 * Guess: the path, by that of B2B; a refresh ends both tokens before it.
 */
export const tokenB2b2c = tokenEndpoint({
  name: 'snap.token-b2b2c',
  path: ['/v1.0/access-token/b2b2c', '/api/v1.0/access-token/b2b2c'],
  service: '74',
  documented: 'Access Token B2B & B2B2C - Account Binding E-Wallet & Direct Debit - SNAP',
  request: {
    grantType: M(30),
    authCode: O(256),
    refreshToken: O(512),
    additionalInfo: objectIfAny({}),
  },
  handle: (message, context) => {
    const grantType = textIn(message, 'grantType') ?? ''
    const find = GRANTS[grantType.toUpperCase()]
    if (!find) {
      throw new SnapError(
        'INVALID_FIELD',
        '{grantType}',
        `grantType must be ${Object.keys(GRANTS).join(' or ')}, received ${shown(grantType)}`,
      )
    }
    const fresh = { accessToken: secret(context, 54), refreshToken: secret(context, 40) }
    const link = activeLink(find(message, context), fresh, context.now)
    context.tx.accountLinks.put(link.referenceNo, link)
    return {
      accessToken: fresh.accessToken,
      tokenType: 'Bearer',
      accessTokenExpiryTime: snapTime(link.tokens?.accessTokenUntil ?? 0),
      refreshToken: fresh.refreshToken,
      refreshTokenExpiryTime: snapTime(link.tokens?.refreshTokenUntil ?? 0),
      additionalInfo: {},
    }
  },
})
