#!/usr/bin/env node
// Plain JavaScript, because on a bare clone the machine's own Node runs it, from 18 on.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
export const neededMajor = 24

/** Installs what package-lock.json names, where that has not been done. A few file stats when there is nothing to do. */
export function prepare() {
  if (isInstalled()) return
  console.error('Installing packages (npm ci), once…')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // npm's report goes to stderr: stdout belongs to the command that follows, which may be asked for JSON.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.error) fail(`npm cannot be started (${npm.error.code}): install npm, or run \`npm ci\` by hand`)
  if (npm.status !== 0) fail(`\`npm ci\` failed with status ${npm.status}: see its message above`)
  if (!hasNode()) {
    fail(
      `npm was told not to run install scripts, so Node ${neededMajor} is missing: run \`npm rebuild node --ignore-scripts=false\``,
    )
  }
}

/** The Node that the package `node` brings, for machines whose own is older. */
export const ownNode = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

export function isNewEnough() {
  return Number.parseInt(process.versions.node, 10) >= neededMajor
}

function isInstalled() {
  // npm writes this file last, so it stands for a finished installation.
  const installed = join(root, 'node_modules', '.package-lock.json')
  return existsSync(installed) && mtime(installed) >= mtime(join(root, 'package-lock.json')) && hasNode()
}

function hasNode() {
  return isNewEnough() || existsSync(ownNode)
}

function mtime(path) {
  return statSync(path).mtimeMs
}

function fail(message) {
  console.error(message)
  process.exit(1)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) prepare()
