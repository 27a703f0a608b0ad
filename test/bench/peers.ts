import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { run } from '../support/process.ts'
import type { Shot } from './load.ts'
import { REGISTRATION } from './servers.ts'

/** Another stand-in for an API, installed where `npm ci` of this project does not see it. */
export interface Peer {
  readonly name: string
  readonly folder: string
  readonly script: string
  readonly args: (port: number) => readonly string[]
  readonly path: string
}

interface Recipe {
  readonly name: string
  readonly version: string
  readonly script: string
  readonly files: Readonly<Record<string, object>>
  readonly args: (port: number) => readonly string[]
  readonly path: string
}

const PATH = '/nicepay/direct/v2/registration'
const ANSWER = { resultCd: '0000', resultMsg: 'SUCCESS', tXid: 'IONPAYTEST06202601311000000001' }

const RECIPES: readonly Recipe[] = [
  {
    name: 'json-server',
    version: '0.17.4',
    script: 'node_modules/json-server/lib/cli/bin.js',
    files: { 'db.json': { registrations: [] } },
    args: (port) => ['--quiet', '--port', String(port), 'db.json'],
    path: '/registrations',
  },
  {
    name: '@stoplight/prism-cli',
    version: '5.14.2',
    script: 'node_modules/@stoplight/prism-cli/dist/index.js',
    files: {
      'api.json': {
        openapi: '3.1.0',
        info: { title: 'peer', version: '1' },
        paths: {
          [PATH]: {
            post: {
              requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
              responses: {
                200: { description: 'ok', content: { 'application/json': { example: ANSWER } } },
              },
            },
          },
        },
      },
    },
    args: (port) => ['mock', '-p', String(port), '--verboseLevel', 'silent', 'api.json'],
    path: PATH,
  },
  {
    name: '@mockoon/cli',
    version: '9.9.0',
    script: 'node_modules/@mockoon/cli/bin/run.js',
    files: {
      'env.json': {
        uuid: 'a',
        lastMigration: 33,
        name: 'peer',
        port: 3000,
        hostname: '127.0.0.1',
        routes: [
          {
            uuid: 'b',
            type: 'http',
            method: 'post',
            endpoint: PATH.slice(1),
            responses: [
              { uuid: 'c', body: JSON.stringify(ANSWER), statusCode: 200, default: true },
            ],
          },
        ],
      },
    },
    args: (port) => ['start', '-d', 'env.json', '-p', String(port), '-X', '--disable-admin-api'],
    path: PATH,
  },
]

const installed = async (folder: string, recipe: Recipe): Promise<Peer | undefined> => {
  const home = join(folder, recipe.name.replace(/\W/g, '-'))
  await mkdir(home, { recursive: true })
  await writeFile(join(home, 'package.json'), '{"private":true}')
  for (const [file, content] of Object.entries(recipe.files)) {
    await writeFile(join(home, file), JSON.stringify(content))
  }
  const what = `${recipe.name}@${recipe.version}`
  try {
    const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', what]
    await promisify(execFile)('npm', args, { cwd: home, timeout: 240_000 })
    return { ...recipe, folder: home }
  } catch (error) {
    console.log(`absent: ${what} (${String((error as Error).message).split('\n')[0]})`)
    return undefined
  }
}

/** Installs the peers into a folder and tries each once; one that cannot be had is told of and left out. */
export const installPeers = async (folder: string): Promise<Peer[]> => {
  const peers: Peer[] = []
  for (const recipe of RECIPES) {
    const peer = await installed(folder, recipe)
    if (!peer) continue
    try {
      const { end } = await startPeer(peer)
      await end()
      peers.push(peer)
    } catch (error) {
      console.log(`absent: ${recipe.name} does not answer (${(error as Error).message})`)
    }
  }
  return peers
}

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** How long a peer may take to answer at first, in milliseconds. */
const PATIENCE = 20_000

const answers = async ({ url, body }: Shot): Promise<void> => {
  const headers = { 'Content-Type': 'application/json' }
  for (const began = Date.now(); Date.now() - began < PATIENCE; ) {
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await new Promise((go) => setTimeout(go, 50))
  }
  throw new Error(`nothing at ${url}`)
}

/** Starts a peer on a free port. */
export const startPeer = async (peer: Peer): Promise<{ shot: Shot; end: () => Promise<void> }> => {
  const port = await freePort()
  const args = [join(peer.folder, peer.script), ...peer.args(port)]
  const process_ = run(process.execPath, args, {}, peer.folder)
  const end = async (): Promise<void> => {
    process_.process.kill('SIGKILL')
    await process_.ended
  }
  const shot = { url: `http://127.0.0.1:${port}${peer.path}`, body: REGISTRATION }
  try {
    await answers(shot)
    return { shot, end }
  } catch (error) {
    await end()
    throw error
  }
}
