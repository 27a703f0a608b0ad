import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// src/, dist/ and the CommonJS bundle in dist/ all lie one folder below what the package is made of.
const ROOT = join(import.meta.dirname, '..')

const json = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))

/** The version of this program. */
export const VERSION: string = json('package.json').version

/** The folder of templates and of what pages load. */
export const VIEWS = join(ROOT, 'views')

/** What a file of fixtures/ says. */
export const fixture = (name: string) => json(`fixtures/${name}`)
