#!/usr/bin/env node
// Plain JavaScript: an older Node cannot read main.ts, but it can hand over to the one that came with `npm ci`.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { isNewEnough, ownNode, prepare } from './prepare.mjs'

prepare()
if (isNewEnough()) await import('./main.ts')
else handOver()

function handOver() {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const child = spawn(ownNode, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  // The terminal signals both of us; a supervisor only us. The child decides when to end, and we end as it did.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (cause) => {
    console.error(`${ownNode} cannot be started (${cause.code}): run \`npm ci\`, or use Node 24`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}
