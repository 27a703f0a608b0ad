import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// `import.meta.dirname` is not there before Node.js 20.11, which is to be told so in words (config.ts).
// src/, dist/ and the CommonJS bundle in dist/ all lie one folder below what the package is made of.
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

const json = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))

/** The version of this program. */
export const VERSION: string = json('package.json').version

/** The folder of templates and of what pages load. */
export const VIEWS = join(ROOT, 'views')

/** What a file of fixtures/ says. */
export const fixture = (name: string) => json(`fixtures/${name}`)
