import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// src/, dist/ and lib/ all lie one folder below what the package is made of. Not by `import.meta.dirname`: a Node.js before
// 20.11 has none, and is to be told in words that it is too old (config.ts).
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

const json = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))

/** The version of this program. */
export const VERSION: string = json('package.json').version

/** The folder of templates and of what pages load. */
export const VIEWS = join(ROOT, 'views')

/** What a file of fixtures/ says. */
export const fixture = (name: string) => json(`fixtures/${name}`)
