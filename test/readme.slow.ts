import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { startSandbox } from '../src/server.ts'
import { inFolder } from './support/folder.ts'
import { freePort } from './support/port.ts'
import { ROOT } from './support/process.ts'

const README = readFileSync(join(ROOT, 'README.md'), 'utf8')
const blocks = [...README.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)

const bash = (script: string, cwd: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile('bash', ['-euo', 'pipefail', '-c', script], { cwd }, (error, out, err) =>
      error ? reject(new Error(`${error.message}\n${out}\n${err}`)) : resolve(out),
    )
  })

test('the curl walk goes as it is written, from the first line to the last', () =>
  inFolder(async (folder) => {
    const sandbox = await startSandbox()
    const walk = blocks.filter((block) => !block.startsWith('npm '))
    // A person is slower than the receiver is to start; a script is not.
    const listening = 'until (: > /dev/tcp/127.0.0.1/8107) 2> /dev/null; do :; done'
    const script = [...walk, 'kill $!']
      .join('\n')
      .replace(/^node .*&$/m, `$&\n${listening}`)
      .replaceAll('http://127.0.0.1:8106', sandbox.url)
      .replaceAll('8107', String(await freePort()))
    const out = await bash(script, folder)
    await sandbox.stop()
    expect(out).toMatch(/"resultCd":"0000","resultMsg":"SUCCESS"/)
    expect(out).toMatch(/\/kredivo\/v2\/signin\?tk=/)
    expect(out).toMatch(/"state":"approved"/)
    expect(out).toMatch(/&status=0&mitraCd=KDVI&.*&tokenizeUser=1&userToken=[0-9a-f-]{36}/)
    expect(out).toMatch(/"status":"0","resultCd":"0000","resultMsg":"paid"/)
    expect(out).toMatch(/"redirectUrlHttp":null/)
    expect(out).toMatch(/"amt":"25145","resultCd":"0000","resultMsg":"SUCCESS"\}/)
    expect(out).toMatch(/\/nicepay\/redirect\/v2\/payment\?tXid=IONPAYTEST00\d{18}\n/)
    expect(out).toMatch(/"status":"unpaid".*"payNo":"9041\d{12}"/)
    expect(out).toMatch(
      /tXid=IONPAYTEST00\d{18}&.*&payMethod=03&.*&status=0&mitraCd=ALMA&payNo=9041\d{12}/,
    )
    expect(out).toMatch(/"responseCode":"2002700".*"virtualAccountNo":"88480004\d{10}"/)
    expect(out).toMatch(/"responseCode":"2002600".*"latestTransactionStatus":"00"/)
    expect(out).toMatch(/"paymentRequestId":"IONPAYTEST02\d{18}","paidAmount":\{"value":"10000.00"/)
    expect(out).toMatch(/"responseCode":"2000700".*"nextAction":"[^"]*\?tk=/)
    expect(out).toMatch(/"responseCode":"2005400"[^\n]*"referenceNo":"IONPAYTEST05\d{18}"/)
    expect(out).toMatch(/"state":"linked"/)
    expect(out).toMatch(/"merchantToken":"[0-9a-f]{64}","iMid":"IONPAYTEST"/)
    expect(out).toMatch(/"status":"delivered"/)
    expect(out).toMatch(/^X-Sandbox-Reason: merchantToken must be the SHA-256 of .* swapped: /m)
    expect(out).toMatch(/"offsetMs":1800000/)
    expect(out).toMatch(/"callbackMethod":"get"/)
    expect(out).toMatch(/"status":"0".*"benefNm":"Budi Santoso"/)
    expect(out).toMatch(/"depositInfo":\[\{"bankCd":"BMRI".*"amt":"50000"/)
  }))

test('its other commands are those that .ci/run runs on a fresh clone', () => {
  const commands = blocks.filter((block) => block.startsWith('npm ')).map((block) => block.trim())
  expect(commands).toEqual(['npm ci && npm start', 'npm run demo', 'npm ci && npm test'])
})

test('its seed file starts a sandbox', () =>
  inFolder(async (folder) => {
    const [, json = ''] = /^```json\n([\s\S]*?)^```$/m.exec(README) ?? []
    const seedFile = join(folder, 'seed.json')
    await writeFile(seedFile, json)
    const sandbox = await startSandbox({ seedFile })
    const shopper = await (
      await fetch(`${sandbox.url}/_sandbox/kredivo/accounts/081111111111`)
    ).json()
    expect(shopper).toMatchObject({ verdict: 'approveLater', loans: [{ price: 500_000 }] })
    await sandbox.stop()
  }))
