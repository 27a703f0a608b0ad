import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { FLAGS } from '../src/config.ts'
import { localPhone } from '../src/domain/phone.ts'
import { SETTINGS } from '../src/domain/settings.ts'
import { ENDPOINTS } from '../src/endpoints/index.ts'
import { startSandbox } from '../src/server.ts'
import { AMOUNT_ENDINGS, OTPS, SEED_ACCOUNTS } from '../src/store/seed.ts'
import { inFolder } from './support/folder.ts'
import { ROOT } from './support/process.ts'

const README = readFileSync(join(ROOT, 'README.md'), 'utf8')
const blocks = [...README.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

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
    expect(out).toMatch(/"state":"linked"/)
    expect(out).toMatch(/"merchantToken":"[0-9a-f]{64}","iMid":"IONPAYTEST"/)
    expect(out).toMatch(/"status":"delivered"/)
    expect(out).toMatch(/^X-Sandbox-Reason: merchantToken must be the SHA-256 of .* swapped: /m)
    expect(out).toMatch(/"offsetMs":1800000/)
    expect(out).toMatch(/"callbackMethod":"get"/)
  }))

test('its other commands are those that .ci/run runs on a fresh clone', () => {
  const commands = blocks.filter((block) => block.startsWith('npm ')).map((block) => block.trim())
  expect(commands).toEqual(['npm ci && npm start', 'npm run demo', 'npm ci && npm test'])
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const named = [...README.matchAll(/`npm run ([\w:]+)`/g)].map(([, name]) => name)
  expect(named.filter((name) => !scripts[name ?? ''])).toEqual([])
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

test('its tables of settings, flags, shoppers, OTPs and endpoints are the program’s', () => {
  for (const [name, { values, initial, says }] of Object.entries(SETTINGS)) {
    expect(README).toContain(
      `| \`${name}\` | ${values} | \`${JSON.stringify(initial)}\` | ${says} |`,
    )
  }
  for (const [name, { value, says, initial }] of Object.entries(FLAGS)) {
    const flag = `\`--${name}${value && ` ${value.replaceAll('|', '\\|')}`}\``
    expect(README).toContain(`| ${flag} | ${says} |${initial ? ` ${initial} ` : ' '}|`)
  }
  for (const { label, phone, behaviour } of SEED_ACCOUNTS) {
    expect(README).toMatch(
      new RegExp(
        `\\| ${label} \\| ${localPhone(phone)} \\| .* \\| ${behaviour.en.replace(/[()]/g, '\\$&')} \\|`,
      ),
    )
  }
  for (const { otp, behaviour } of OTPS) expect(README).toContain(`| ${otp} | ${behaviour.en} |`)
  for (const { ending, behaviour } of AMOUNT_ENDINGS) {
    expect(README).toContain(`| …${ending} | ${behaviour.en} |`)
  }
  for (const { methods, paths, signs } of ENDPOINTS) {
    const calls = methods.map((method) => `\`${method.toUpperCase()} ${paths[0]}\``)
    expect(README).toContain(
      `| ${calls.join(', ')} | \`${[...signs, 'merchantKey'].join(' + ')}\` |`,
    )
  }
})

test('it counts the guesses and differences that the code marks', () => {
  const src = join(ROOT, 'src')
  const text = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(src, file), 'utf8'))
    .join('\n')
  const count = (tag: string) => text.split(tag).length - 1
  expect(README).toContain(
    `(${count('Guess:')} \`Guess:\` and ${count('Differs:')} \`Differs:\` in the code)`,
  )
})
