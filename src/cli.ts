#!/usr/bin/env node
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers'
import type { Io } from './commands/command.ts'
import { runCommandLine } from './commands/index.ts'
import { nodeFlaw } from './config.ts'

/** Resolves at the first signal to stop; the second one ends the process at once. */
const stopped = (): Promise<void> =>
  new Promise((resolve) => {
    let asked = false
    const ask = (): void => {
      if (asked) process.exit(1)
      asked = true
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, ask)
  })

const io: Io = {
  out: (written) => void process.stdout.write(written),
  err: (written) => void process.stderr.write(written),
  input: () => text(process.stdin),
  stopped,
  env: process.env,
  now: () => new Date(),
}

// Whoever reads the output may go away first (npm start | head); that ends no server.
process.stdout.on('error', () => {})

// Before any command, as some of them would go on for a while before they meet what such a Node.js lacks.
const flaw = nodeFlaw(process.versions.node)
if (flaw !== undefined) io.err(`${flaw}\n`)
process.exitCode = flaw === undefined ? await runCommandLine(process.argv.slice(2), io) : 1

// Not at once: what was printed into a pipe has to get there. By force, for whoever stops it waits: a socket that somebody
// keeps open must not hold it.
setTimeout(() => process.exit(), 500).unref()
