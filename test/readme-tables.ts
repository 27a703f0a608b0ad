import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './support/process.ts'
import { filled } from './support/readme-tables.ts'

// npm run readme: writes the tables that follow from the program into the README.
const file = join(ROOT, 'README.md')
writeFileSync(file, filled(readFileSync(file, 'utf8')))
