import { expect, test } from '@jest/globals'
import { fuzz } from './support/fuzz/run.ts'

// `npm run fuzz` sends far more, with another seed each time.
test('whatever is sent, an answer comes that keeps to the rules', async () => {
  const { inputs, failures, answers } = await fuzz({ inputs: 200, seed: 1 })
  expect(failures).toEqual([])
  expect(inputs).toBe(200)
  expect(answers.get('signed call: 0000')).toBeGreaterThan(0)
})
