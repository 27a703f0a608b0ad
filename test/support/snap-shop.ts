import type { Response } from 'supertest'
import type { Receiver } from '../../src/demo/receiver.ts'
import type { KeyPair } from '../../src/domain/key-pairs.ts'
import { testEnv } from './clock.ts'
import type { Fields } from './fixtures.ts'
import type { TestSandbox } from './sandbox.ts'
import { type SnapSaid, type SnapSent, snapCall, tokenCall } from './snap.ts'

/** A shop that takes payments by SNAP: its server's calls, over HTTP. */
export interface SnapShop {
  /** Asks for an access token and keeps it. */
  token(timestamp?: string): Promise<Fields>
  /** Sends a call as it is. */
  send(sent: SnapSent): Promise<Response>
  /** Makes a signed call with the token that it has; an X-EXTERNAL-ID of its own each time. */
  call(path: string, body: Fields | string, said?: Partial<SnapSaid>): Promise<Response>
  /** What was notified, once all that is due has left. */
  notified(): Promise<Receiver['received']>
}

/** The pair of keys that a sandbox of the tests makes, whichever it is for. */
export const testKeys = (): Promise<KeyPair> => testEnv().keyPair()

export const snapShop = (
  sandbox: TestSandbox,
  receiver: Receiver,
  iMid = 'IONPAYTEST',
): SnapShop => {
  let accessToken = ''
  let externalId = 0
  const send: SnapShop['send'] = async ({ method, target, headers, body }) => {
    const verb = method === 'DELETE' ? 'delete' : 'post'
    return sandbox.http[verb](target).set(headers).send(body)
  }
  return {
    send,
    token: async (timestamp) => {
      const { publicKey, privateKey } = await testKeys()
      await sandbox.http.patch(`/_sandbox/merchants/${iMid}`).send({ publicKey }).expect(200)
      const { body } = await send(tokenCall(privateKey, { iMid, ...(timestamp && { timestamp }) }))
      accessToken = body.accessToken
      return body
    },
    call: (path, body, said = {}) =>
      send(snapCall({ path, body, iMid, accessToken, externalId: `${++externalId}`, ...said })),
    notified: async () => {
      await sandbox.control('/notifications/flush').expect(200)
      return receiver.received.filter(({ path }) => path.startsWith('/notification'))
    },
  }
}
