import { expect, test } from '@jest/globals'
import { driveSandbox } from './model/sandbox.ts'
import { runSequences } from './model/sequences.ts'
import { inFolder } from './support/folder.ts'

test('whatever shops and shoppers do, the sandbox says what the model says', () =>
  inFolder(async (folder) => {
    const driven = await driveSandbox(folder)
    try {
      const { errorInstance } = await runSequences(driven, {
        sequences: 24,
        length: 15,
        seed: 20260131,
      })
      expect((errorInstance as Error | undefined)?.message).toBeUndefined()
    } finally {
      await driven.stop()
    }
  }))
