import { expect, test } from '@jest/globals'
import { SNAP_ENDPOINTS } from '../../../src/endpoints/snap/index.ts'
import { type Fields, fixture } from '../../support/fixtures.ts'
import { bodyOf, givenFor, snapWorld } from '../../support/snap-world.ts'

// The rest that follows from an endpoint's value is in endpoints.slow.ts.
test.each(SNAP_ENDPOINTS)(
  '$name answers the documented request with the documented reply, in its order',
  async ({ name }) => {
    const reply: Fields = fixture(`replies/${name}.json`)
    const world = await snapWorld(givenFor(name))
    const answer = await world.call(name)
    expect(answer).toMatchObject({ status: 200, iMid: 'IONPAYTEST', reason: null })
    expect(JSON.stringify(bodyOf(answer), null, 2)).toBe(JSON.stringify(reply, null, 2))
  },
)
