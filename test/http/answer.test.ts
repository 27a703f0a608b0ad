import { once } from 'node:events'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import express, { type Response } from 'express'
import supertest from 'supertest'
import { answerJson, jsonParts } from '../../src/http/control/answer.ts'

const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ n, text: `row ${n}` }))

describe('JSON in parts', () => {
  test.each<[what: string, value: unknown]>([
    ['an object', { a: 1, b: [1, { c: null }], d: undefined }],
    ['a list', [1, 'two', { three: 3 }, null, undefined, [4]]],
    ['an empty list', []],
    ['a text', 'a "text"\u2028'],
    ['nothing', null],
    ['long lists in an object', { name: 'x', left: undefined, rows: rows(101), none: [] }],
    ['long lists in the rows of a list', [{ rows: rows(101) }, { rows: rows(1) }]],
  ])('is the JSON of the whole: %s', (_what, value) => {
    expect([...jsonParts(value)].join('')).toBe(JSON.stringify(value))
  })

  test('has a part for each row, however long the list', () => {
    expect([...jsonParts([{ a: 1 }, { b: 2 }])]).toEqual(['[', '{"a":1}', ',', '{"b":2}', ']'])
  })
})

describe('an answer', () => {
  const stops: (() => void)[] = []
  afterEach(() => {
    for (const stop of stops.splice(0)) stop()
  })

  /** A server that answers by a function; its address. */
  const answering = async (answer: (res: Response) => Promise<void>): Promise<string> => {
    const server = express()
      .get('/', (_req, res) => answer(res))
      .listen(0, '127.0.0.1')
    stops.push(() => server.close().closeAllConnections())
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const always = { isOver: () => true, next: async () => {} }
  const never = { isOver: () => false, next: async () => {} }

  test.each([
    {
      what: 'that is ready at once has its length',
      slices: never,
      length: String(JSON.stringify(rows(50)).length),
      chunked: undefined,
    },
    {
      what: 'that takes several slices has none',
      slices: always,
      length: undefined,
      chunked: 'chunked',
    },
  ])('$what, and is the same', async ({ slices, length, chunked }) => {
    const url = await answering((res) => answerJson(res, rows(50), slices))
    const { body, headers } = await supertest(url).get('/')
    expect(body).toEqual(rows(50))
    expect([
      headers['content-type'],
      headers['content-length'],
      headers['transfer-encoding'],
    ]).toEqual(['application/json; charset=utf-8', length, chunked])
  })

  test('waits for a client that does not read, and ends when it has gone', async () => {
    const large = Array.from({ length: 200 }, () => 'x'.repeat(100_000))
    let written = 0
    const ended = new Promise<void>((resolve) => {
      void answering((res) => {
        const counted = { isOver: () => ++written > 0, next: async () => {} }
        return answerJson(res, large, counted).then(resolve)
      }).then((url) => {
        // What is not read waits in the sockets; the rest is not made.
        const call = get(url, () => call.destroy())
        call.on('error', () => {})
      })
    })
    await ended
    expect(written).toBeLessThan(2 * large.length)
  })
})
