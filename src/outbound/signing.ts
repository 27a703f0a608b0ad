import { asymmetricSignature, tokenStringToSign } from '../protocol/snap/signature.ts'
import { snapTime } from '../protocol/snap/time.ts'
import type { Instant } from '../protocol/time.ts'
import type { KeyPairStore } from '../store/key-pairs.ts'
import type { Send } from './send.ts'

/**
 * Sends with the headers that SNAP's notifications have; others go as they are.
 * Source: docs.nicepay.co.id, pages "Notification - SNAP": SHA256withRSA over X-CLIENT-KEY, a bar and X-TIMESTAMP by a key pair of
 * NICEPAY's own; the body is not signed. Guess: X-TIMESTAMP is the time of the
 * attempt, by the clock of the merchant's namespace.
 */
export const signing =
  (send: Send, keyPairs: KeyPairStore, nowOf: (iMid: string) => Instant): Send =>
  async (delivery, signal) => {
    if (!delivery.signedFor) return send(delivery, signal)
    const { notification } = await keyPairs.get()
    const timestamp = snapTime(nowOf(delivery.signedFor))
    const signature = asymmetricSignature(
      tokenStringToSign(delivery.signedFor, timestamp),
      notification.privateKey,
    )
    const headers = [
      `X-TIMESTAMP: ${timestamp}`,
      `X-CLIENT-KEY: ${delivery.signedFor}`,
      `X-SIGNATURE: ${signature}`,
    ]
    return send({ ...delivery, headers }, signal)
  }
