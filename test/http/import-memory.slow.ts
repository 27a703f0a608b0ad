import { expect, test } from '@jest/globals'
import { inFolder } from '../support/folder.ts'
import { runCli } from '../support/process.ts'

// Lists take little text and much memory.
const lists = (count: number): string => `[${'[],'.repeat(count)}0]`
const MANY = Array.from({ length: 300 }, (_, n) => `"${n}":${lists(50_000)}`).join()

test.each([
  {
    name: 'that takes more memory than there is',
    transactions: `{${MANY}}`,
    says: /^the export takes more memory than Node\.js gives this program; NODE_OPTIONS=/,
  },
  {
    name: 'with a record beyond all measure',
    transactions: `{"a":${lists(6_000_000)}}`,
    says: /^a record has 16777216 bytes at most$/,
  },
])('an export $name is refused, and the sandbox goes on', ({ transactions, says }) =>
  inFolder(async (folder) => {
    const little = { NODE_OPTIONS: '--max-old-space-size=512' }
    const sandbox = runCli(['--port', '0', '--db', `${folder}/db.json`], little)
    const [, url = ''] = await sandbox.printed(/base URL\s+(http:\S+)/)
    const answer = await fetch(`${url}/_sandbox/state`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: `{"version":3,"transactions":${transactions}}`,
    })
    expect([answer.status, await answer.json()]).toEqual([
      413,
      { error: expect.stringMatching(says) },
    ])
    const { status } = await fetch(`${url}/_sandbox/health`)
    expect(status).toBe(200)
    sandbox.process.kill('SIGTERM')
    expect(await sandbox.ended).toBe(0)
  }),
)
