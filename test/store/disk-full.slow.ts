import { expect, test } from '@jest/globals'
import { bindingBody } from '../support/fixtures.ts'
import { inFolder } from '../support/folder.ts'
import { PROGRAM, run, runCli } from '../support/process.ts'

const post = async (url: string, referenceNo: string): Promise<string> => {
  const answer = await fetch(`${url}/nicepay/v2/userAccountBinding`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(bindingBody({ referenceNo })),
  })
  const { resultCd } = (await answer.json()) as { resultCd: string }
  return resultCd
}

const referencesAt = async (url: string): Promise<string[]> => {
  const { bindings } = (await (await fetch(`${url}/_sandbox/state`)).json()) as {
    bindings: Record<string, { referenceNo: string }>
  }
  return Object.values(bindings).map(({ referenceNo }) => referenceNo)
}

// The file may grow to 64 KiB: a limit of the system stands in for a disk that is full.
test('when the disk is full, calls are refused, reading goes on, and nothing refused comes back', () =>
  inFolder(async (folder) => {
    const command = `ulimit -f 64; exec ${process.execPath} ${PROGRAM} --port 0 --log json`
    const limited = run('bash', ['-c', command], {}, folder)
    const [, url = ''] = await limited.printed(/base URL\s+(http:\S+)/)
    const acknowledged: string[] = []
    const codes = new Set<string>()
    for (let group = 0; group < 8; group++) {
      const names = Array.from({ length: 20 }, (_, n) => `FULL-${group}-${n}`)
      const answers = await Promise.all(names.map((name) => post(url, name)))
      answers.forEach((code, n) => {
        codes.add(code)
        if (code === '0000') acknowledged.push(names[n] ?? '')
      })
    }
    expect([...codes].sort()).toEqual(['0000', '9002'])
    expect(await referencesAt(url)).toEqual(acknowledged)
    limited.process.kill('SIGKILL')
    await limited.ended

    const again = runCli(['--port', '0', '--log', 'json'], {}, folder)
    const [, freed = ''] = await again.printed(/base URL\s+(http:\S+)/)
    expect(await referencesAt(freed)).toEqual(acknowledged)
    expect(await post(freed, 'SPACE-AGAIN')).toBe('0000')
    again.process.kill('SIGTERM')
    expect(await again.ended).toBe(0)
  }))
