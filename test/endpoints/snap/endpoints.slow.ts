import { beforeAll, describe, expect, test } from '@jest/globals'
import type { ApiAnswer } from '../../../src/endpoints/answer.ts'
import { SNAP_ENDPOINTS } from '../../../src/endpoints/snap/index.ts'
import { newAccessToken, TOKEN_LIFE } from '../../../src/protocol/snap/access-token.ts'
import type { SnapRows } from '../../../src/protocol/snap/fields.ts'
import { T0 } from '../../support/clock.ts'
import { type Fields, fixture, KEY } from '../../support/fixtures.ts'
import { requestOf, type SnapSaid } from '../../support/snap.ts'
import {
  bodyOf,
  givenFor,
  givesTokens,
  type SnapWorld,
  snapWorld,
} from '../../support/snap-world.ts'

/** A row of a table, by its path from the top of the message. */
interface Placed {
  readonly path: string
  readonly kind: 'text' | 'object' | 'list'
  readonly size: number
  /** It must be there, and so must everything around it. */
  readonly required: boolean
}

const placed = (rows: SnapRows, within = '', around = true): Placed[] =>
  Object.entries(rows).flatMap(([name, row]) => {
    const path = `${within}${name}`
    const required = around && row.required
    const size = row.kind === 'text' ? row.size : 0
    const inside =
      row.kind === 'text'
        ? []
        : placed(row.rows, row.kind === 'list' ? `${path}[0].` : `${path}.`, required)
    return [{ path, kind: row.kind, size, required }, ...inside]
  })

type Json = { [name: string]: unknown }

/** A message with another value at a path; undefined leaves it out. */
const changed = (message: Fields, path: string, value: unknown): Fields => {
  const copy = structuredClone(message) as Json
  const names = path.replaceAll('[0]', '.0').split('.')
  let at: Json = copy
  for (const [index, name] of names.slice(0, -1).entries()) {
    const next = at[name]
    if (next === null || typeof next !== 'object') at[name] = names[index + 1] === '0' ? [] : {}
    at = at[name] as Json
  }
  const last = names.at(-1) ?? ''
  if (value === undefined) delete at[last]
  else at[last] = value
  return copy
}

// Everything about an endpoint of SNAP that follows from its one value; nothing here names an endpoint.
describe.each(SNAP_ENDPOINTS)('$name', (endpoint) => {
  const { name, service, rows } = endpoint
  const accepted: Fields = fixture(`requests/${name}.json`)
  const reply: Fields = fixture(`replies/${name}.json`)
  const all = placed(rows)
  const texts = all.filter(({ kind }) => kind === 'text')

  // Refusals change nothing, so all of them happen to one.
  let world: SnapWorld
  beforeAll(async () => {
    world = await snapWorld(givenFor(name))
  })

  const expectRefusal = async (
    said: Partial<SnapSaid>,
    http: number,
    last: string,
    message: string,
    reason: string | RegExp = /./,
  ): Promise<ApiAnswer> => {
    const before = world.stored()
    const answer = await world.call(name, said)
    const responseCode = `${http}${service}${last}`
    expect(bodyOf(answer)).toEqual({ responseCode, responseMessage: message })
    expect(answer).toMatchObject({ status: http, resultCd: responseCode, tXid: null })
    expect(answer.reason).toMatch(reason)
    expect(answer.reason).toContain('docs.nicepay.co.id, "')
    expect(world.stored()).toEqual(before)
    return answer
  }

  test('ignores fields that it does not know', async () => {
    const world = await snapWorld(givenFor(name))
    const body = { colour: 'red', toString: null, ['__proto__']: { x: [] }, ...accepted }
    expect(bodyOf(await world.call(name, { body }))).toEqual(reply)
  })

  test('reads it as it is signed, without /nicepay, too', async () => {
    expect(endpoint.paths[0]).toBe(`/nicepay${endpoint.paths[1]}`)
    const world = await snapWorld(givenFor(name))
    const sent = { ...world.sent(name), target: endpoint.paths[1] ?? '' }
    expect(bodyOf(await world.send(name, sent))).toEqual(reply)
  })

  const missing = all.filter(({ required }) => required).map(({ path }) => path)
  if (missing.length > 0) {
    test.each(missing)('misses %s, left out, null or empty', async (path) => {
      for (const value of [undefined, null, '']) {
        const body = changed(accepted, path, value)
        const message = `Invalid Mandatory Field {${path}}`
        await expectRefusal({ body }, 400, '02', message, `${path} is missing`)
      }
    })
  }

  test.each(texts)('refuses $path of more than $size characters', async ({ path, size }) => {
    const body = changed(accepted, path, '9'.repeat(size + 1))
    const message = `Invalid Field Format {${path}}`
    const reason = `${path} must have at most ${size} characters`
    await expectRefusal({ body }, 400, '01', message, reason)
  })

  test.each(all)('refuses $path of another kind', async ({ path, kind }) => {
    const others = {
      text: [true, { x: 1 }, ['x']],
      object: ['x', 1, [1]],
      list: ['x', { x: 1 }, [1]],
    }
    for (const value of others[kind]) {
      const body = changed(accepted, path, value)
      await expectRefusal({ body }, 400, '01', `Invalid Field Format {${path}}`, `${path} must be`)
    }
  })

  test.each([
    ['no JSON', '{"merchantId":'],
    ['a JSON list', '[]'],
    ['JSON null', 'null'],
    ['a JSON text', '"x"'],
    ['a form', 'merchantId=IONPAYTEST'],
  ])('refuses a body that is %s', async (_what, body) => {
    await expectRefusal({ body }, 400, '00', 'Bad Request', /^the body /)
  })

  test('refuses bytes that are no UTF-8', async () => {
    const body = Buffer.from('7b22ff227d', 'hex')
    const answer = await endpoint.invoke({ ...requestOf(world.sent(name)), body }, world.core)
    expect(answer).toMatchObject({ status: 400, resultCd: `400${service}00`, iMid: 'IONPAYTEST' })
  })

  const caller = givesTokens(endpoint) ? 'X-CLIENT-KEY' : 'X-PARTNER-ID'
  const headers = givesTokens(endpoint)
    ? ['X-TIMESTAMP', caller, 'X-SIGNATURE']
    : ['Authorization', 'X-TIMESTAMP', 'X-SIGNATURE', caller, 'X-EXTERNAL-ID', 'CHANNEL-ID']

  test.each(headers)('misses the header %s', async (header) => {
    const message = `Invalid Mandatory Field {${header}}`
    for (const value of [undefined, '']) {
      const said = { headers: { [header]: value } }
      await expectRefusal(said, 400, '02', message, `the header ${header} is missing`)
    }
  })

  test.each(['2026-01-31T10:00:00', '20260131100000', 'now'])(
    'refuses the time %s',
    async (timestamp) => {
      const message = 'Invalid Field Format {X-TIMESTAMP}'
      await expectRefusal({ timestamp }, 400, '01', message, /^X-TIMESTAMP must be like/)
    },
  )

  test('refuses a merchant that there is not', async () => {
    const said = { iMid: 'NOBODY0000' }
    await expectRefusal(said, 401, '00', 'Unauthorized [Unknown Client]', 'NOBODY0000')
  })

  test.each(['x', Buffer.alloc(64).toString('base64')])(
    'refuses the signature %j',
    async (signature) => {
      const said = { headers: { 'X-SIGNATURE': signature } }
      await expectRefusal(said, 401, '00', 'Unauthorized [Signature]', /^X-SIGNATURE must be/)
    },
  )

  if (givesTokens(endpoint)) return

  const invalid = (accessToken: string, why: RegExp) =>
    expectRefusal({ accessToken }, 401, '01', 'Access Token Invalid', why)
  const token = (iMid: string, at: number, clientSecret = KEY) =>
    newAccessToken({ iMid, clientSecret }, at)

  test('refuses a token that is over', () =>
    invalid(token('IONPAYTEST', T0 - TOKEN_LIFE), /^the access token expired/))

  test('refuses another merchant’s token', () =>
    invalid(token('NORMALTEST', T0), /^the access token is that of "NORMALTEST"/))

  test('refuses a token of nobody’s', () => invalid('x', /^the access token is none/))

  test('refuses a token that was made elsewhere', () =>
    invalid(token('IONPAYTEST', T0, 'other'), /was not issued by this sandbox/))

  test('refuses a signature over another body, path, method or time', async () => {
    const body = JSON.stringify(accepted)
    for (const said of [
      { body, signedBody: `${body} ` },
      { headers: { 'X-TIMESTAMP': '2026-01-31T10:00:01+07:00' } },
      { path: '/api/v1.0/other' },
      { method: 'PUT' },
      { clientSecret: 'other', accessToken: token('IONPAYTEST', T0) },
    ]) {
      const { target, method } = world.sent(name)
      const sent = { ...world.sent(name, said), target, method }
      const answer = await world.send(name, sent)
      expect(bodyOf(answer).responseMessage).toBe('Unauthorized [Signature]')
    }
  })

  test('takes an X-EXTERNAL-ID once a day', async () => {
    const world = await snapWorld(givenFor(name))
    await world.call(name, { externalId: 'order-1' })
    const before = world.stored()
    const again = await world.call(name, { externalId: 'order-1' })
    expect(bodyOf(again)).toEqual({
      responseCode: `409${service}00`,
      responseMessage: 'Conflict',
    })
    expect(again.reason).toMatch(/^X-EXTERNAL-ID must be a new one each day, received "order-1"/)
    expect(world.stored()).toEqual(before)
  })

  test('takes an X-EXTERNAL-ID of up to 40 characters', async () => {
    const message = 'Invalid Field Format {X-EXTERNAL-ID}'
    await expectRefusal({ externalId: '1'.repeat(41) }, 400, '01', message)
  })

  test('takes an X-EXTERNAL-ID again that came with a refused call', async () => {
    const world = await snapWorld(givenFor(name))
    await world.call(name, { externalId: 'order-1', body: {} })
    const again = await world.call(name, { externalId: 'order-1' })
    expect(bodyOf(again)).toEqual(reply)
  })

  if (rows.merchantId) {
    test('refuses another merchantId than that of the caller', async () => {
      const body = { ...accepted, merchantId: 'NORMALTEST' }
      await expectRefusal({ body }, 404, '08', 'Invalid Merchant', /^merchantId must be that of/)
    })
  }

  test('a fault answers with its own HTTP status, in its words', () => {
    const answer = endpoint.refuse(
      requestOf({ method: 'POST', target: '', headers: {}, body: '' }),
      {
        resultCd: `504${service}00`,
        resultMsg: '',
      },
    )
    expect(answer).toMatchObject({
      status: 504,
      content: {
        kind: 'json',
        body: { responseCode: `504${service}00`, responseMessage: 'Request Timeout' },
      },
    })
  })
})
