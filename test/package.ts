// Packs the package and uses it as another program does: installs the tarball into a fresh project (test/package), where
// the README's test, the examples, small programs, compilers and the command line are run. Usage: npm run package -- [part
// of a step's name]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { variableOf } from '../src/config/flags.ts'
import { FLAGS } from '../src/config.ts'
import { VERSION } from '../src/package.ts'
import { freePort } from './support/port.ts'
import { endTogether, ROOT, type Running, run } from './support/process.ts'

endTogether()

const [asked = ''] = process.argv.slice(2)
const TARBALL = `nicepay-sandbox-${VERSION}.tgz`
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

const folder = await mkdtemp(join(tmpdir(), 'nicepay-package-'))
const bin = (name: string): string => join(folder, 'node_modules/.bin', name)
const examples = join(folder, 'node_modules/nicepay-sandbox/fixtures/examples')

/** What a program prints; throws with all of it when it fails or takes longer than a minute and a half. */
const output = async (command: string, args: readonly string[], cwd = folder): Promise<string> => {
  const running = run(command, args, { CI: '1', NODE_OPTIONS: '', CHROMIUM }, cwd)
  const late = pause(90_000, 'nothing for 90 seconds' as const, { ref: false })
  const code = await Promise.race([running.ended, late])
  running.process.kill('SIGKILL')
  if (code === 0) return running.output()
  throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${running.output()}`)
}

const wanted = (text: string, pattern: RegExp): string => {
  const [found] = pattern.exec(text) ?? []
  if (found === undefined) throw new Error(`${pattern} is not in:\n${text}`)
  return found
}

const tsc = (args: string, files: readonly string[]): Promise<string> => {
  const options = `--ignoreConfig --noEmit --strict --skipLibCheck false --target es2022 ${args}`
  return output(bin('tsc'), [...options.split(' '), ...files])
}

/** Everything that belongs into the tarball; `d.cts` and `index.cjs` are for CommonJS. */
const BELONGS =
  /^package\/(package\.json|README\.md|lib\/(cli|index)\.js|lib\/index\.cjs|lib\/[\w/-]+(\.d\.ts|\.d\.cts)|views\/[\w/-]+\.(ejs|css|js|svg)|fixtures\/[\w-]+\.json|fixtures\/examples\/[\w.-]+)$/

const contents = async (): Promise<string> => {
  const names = (await output('tar', ['tzf', join(folder, TARBALL)])).trim().split('\n')
  const foreign = names.filter((name) => !BELONGS.test(name))
  const sources = await Promise.all(
    (await readdir(join(ROOT, 'src'), { recursive: true }))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFile(join(ROOT, 'src', name), 'utf8')),
  )
  const read = sources.flatMap((text) => [...text.matchAll(/\bfixture\('([^']+)'\)/g)])
  const missing = read.filter(([, name]) => !names.includes(`package/fixtures/${name}`))
  if (foreign.length + missing.length > 0 || read.length === 0) {
    throw new Error(`do not belong: ${foreign}; are missing: ${missing.map(([, name]) => name)}`)
  }
  return `${names.length} files`
}

/** Flags, variables and files of the sandbox that the examples name. */
const named = async (): Promise<string> => {
  const names = ['github-actions.yml', 'compose.yaml', 'Dockerfile']
  const [actions = '', compose = '', docker = ''] = await Promise.all(
    names.map((name) => readFile(join(examples, name), 'utf8')),
  )
  const words = [actions, compose, docker].join('\n')
  const started = [/^.*npx nicepay-sandbox.*$/m.exec(actions), /^ENTRYPOINT.*$/m.exec(docker)]
  const flags = [...started.join('\n').matchAll(/--([a-z-]+)/g)].map(([, flag = '']) => flag)
  const variables = [...words.matchAll(/NICEPAY_SANDBOX_\w+/g)].map(([name]) => name)
  const tarballs = [...words.matchAll(/nicepay-sandbox-[\d.]+\.tgz/g)].map(([name]) => name)
  const known = Object.keys(FLAGS)
  const wrong = [
    ...flags.filter((flag) => !known.includes(flag)),
    ...variables.filter((name) => !known.map((name) => variableOf(name)).includes(name)),
    ...tarballs.filter((name) => name !== TARBALL),
  ]
  if (wrong.length > 0 || flags.length < 4 || variables.length < 2 || tarballs.length < 3) {
    throw new Error(`named by an example, but unknown: ${wrong}`)
  }
  const parse = "require('yaml').parse(require('fs').readFileSync(process.argv[1], 'utf8'))"
  const show = `console.log(JSON.stringify(${parse}))`
  const parsed = await output(process.execPath, ['-e', show, join(examples, 'compose.yaml')])
  wanted(parsed, /"dockerfile":"Dockerfile"/)
  return `${flags.length} flags, ${variables.length} variables, ${tarballs.length} tarballs`
}

/** The step "Start the sandbox" of the job for GitHub Actions, on a free port. */
const actionsStep = async (): Promise<string> => {
  const find = `
    const { jobs } = require('yaml').parse(require('fs').readFileSync(process.argv[1], 'utf8'))
    console.log(jobs.test.steps.find(({ name }) => name === 'Start the sandbox').run)`
  const step = await output(process.execPath, ['-e', find, join(examples, 'github-actions.yml')])
  const port = String(await freePort())
  const child = spawn('bash', ['-eo', 'pipefail', '-c', step.replaceAll('8106', port)], {
    cwd: folder,
    env: { ...process.env, NICEPAY_SANDBOX_PORT: port },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, that ends with all that the step leaves behind, as GitHub ends it.
    detached: true,
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  await once(child, 'exit')
  if (child.pid !== undefined) process.kill(-child.pid)
  return wanted(text, /"status":"ok"/)
}

const commandLine = async (): Promise<string> => {
  const npx = (...args: string[]) => output('npx', ['nicepay-sandbox', ...args])
  wanted(await npx('--version'), new RegExp(`^${VERSION}\n$`, 'm'))
  wanted(await npx('--help'), /--admin-token/)
  wanted(await npx('demo'), /Everything held/)
  const started: Running = run(bin('nicepay-sandbox'), ['start', '--port', '0'], {}, folder)
  const [, url] = await started.printed(/base URL\s+(http:\S+)/)
  const { status } = await fetch(`${url}/shoppers`)
  started.process.kill('SIGTERM')
  if (status !== 200 || (await started.ended) !== 0) throw new Error(started.output())
  return '--version, --help, demo, start'
}

/** Tests in the folder as vitest has them: with imports, and `vi` in jest's place. */
const forVitest = async (...names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const text = await readFile(join(folder, `${name}.test.js`), 'utf8')
    const imports = text.replace(/^const (\{.*\}) = require\(('.*?')\)/gm, 'import $1 from $2')
    await writeFile(join(folder, `${name}.vitest.mjs`), imports.replaceAll('jest.', 'vi.'))
  }
}

/** The README's test. */
const readmeTest = async (): Promise<void> => {
  const readme = await readFile(join(folder, 'node_modules/nicepay-sandbox/README.md'), 'utf8')
  const [, test = ''] = /^```js\n([\s\S]*?)^```$/m.exec(readme) ?? []
  await writeFile(join(folder, 'readme.test.js'), test)
}

const jest = async (): Promise<string> => {
  const text = await output(bin('jest'), ['--detectOpenHandles', '\\.test\\.js$'])
  if (/open handle|did not exit/.test(text)) throw new Error(text)
  return wanted(text, /Tests: .* 3 total/)
}

const STEPS: Readonly<Record<string, () => Promise<string>>> = {
  'the tarball holds what belongs into it': contents,
  'ES modules': () => output(process.execPath, ['esm.mjs']),
  CommonJS: () => output(process.execPath, ['cjs.cjs']),
  'starts are short and nothing is left': () => output(process.execPath, ['times.mjs']),
  'jest: README, shop.test.js, faked timers': jest,
  'vitest: README, faked timers': async () =>
    wanted(await output(bin('vitest'), ['run', '--globals']), /Tests .*2 passed/),
  'Playwright: shop.spec.js': async () =>
    wanted(await output(bin('playwright'), ['test', 'shop.spec.js']), /\d+ passed/),
  'types: nodenext': () => tsc('--module nodenext', ['types.mts', 'types.cts']),
  'types: node16': () => tsc('--module node16', ['types.mts', 'types.cts']),
  'types: bundler': () =>
    tsc('--module esnext --moduleResolution bundler --types node', ['types.ts']),
  'command line': commandLine,
  'what the other examples name': named,
  'github-actions.yml: its step': actionsStep,
}

const step = async (name: string, work: () => Promise<string>): Promise<boolean> => {
  const began = performance.now()
  try {
    const said = (await work()).trim()
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`✓ ${name} (${seconds} s)${said && `: ${said}`}`)
    return true
  } catch (error) {
    console.log(`✗ ${name}: ${(error as Error).message}`)
    return false
  }
}

const install = async (): Promise<string> => {
  await cp(join(ROOT, 'test/package'), folder, { recursive: true })
  await output('npm', ['pack', '--silent', '--pack-destination', folder], ROOT)
  const quietly = ['--no-audit', '--no-fund', '--loglevel', 'error', '--prefer-offline']
  await output('npm', ['install', ...quietly, `./${TARBALL}`])
  await cp(examples, folder, { recursive: true })
  for (const name of ['types.cts', 'types.ts'])
    await cp(join(folder, 'types.mts'), join(folder, name))
  await readmeTest()
  await forVitest('readme', 'timers')
  return ''
}

try {
  let failed = (await step('packed and installed', install)) ? 0 : 1
  for (const [name, work] of failed === 0 ? Object.entries(STEPS) : []) {
    if (name.includes(asked) && !(await step(name, work))) failed++
  }
  process.exitCode = failed === 0 ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}
