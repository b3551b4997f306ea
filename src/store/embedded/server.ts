import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../../lib/errors.ts'
import { type Cluster, nameFor, surroundings } from './cluster.ts'
import { connect, type Present } from './connect.ts'
import { folderSetting, isPostmasterOf, readPidFile } from './postmaster.ts'
import { makeSocketFolder } from './socket-folder.ts'

/** Long enough for recovery after a crash under load. */
const startPatienceMs = 60_000
const stopPatienceMs = 30_000

/** Crash-safe settings are PostgreSQL's defaults; they are named so that no configuration file can take them away. */
const ownSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  // A week of log files, each overwritten a week later; without statements and details, which hold people's data.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_truncate_on_rotation: 'on',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}

/** The running server of this folder, or a new one; the answer is a connection to it. */
export async function start(cluster: Cluster): Promise<Present> {
  const deadline = Date.now() + startPatienceMs
  let child: ChildProcess | undefined
  while (Date.now() < deadline) {
    const running = await runningServer(cluster.folder)
    const present = running && (await connect(cluster.folder, running.socketFolder))
    if (present) return present
    if (child && !isAlive(child)) await failUnlessPassing(cluster)
    if (!running && !isAlive(child)) child = await launch(cluster)
    await sleep(25)
  }
  return giveUp(cluster)
}

/** SIGINT: PostgreSQL's fast shutdown. SIGQUIT: at once, for folders that are thrown away. */
export async function stop(folder: string, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const running = await runningServer(folder)
  if (!running) return
  process.kill(running.pid, signal)
  const deadline = Date.now() + stopPatienceMs
  while (await isPostmasterOf(folder, running.pid)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL in ${folder} runs on ${stopPatienceMs} ms after ${signal}`)
    await sleep(10)
  }
  await removeSocketFolder(folder, running.socketFolder)
}

async function removeSocketFolder(folder: string, socketFolder: string): Promise<void> {
  // Only when it is empty; a folder left in /tmp harms nobody.
  if (socketFolder !== folder) await rmdir(socketFolder).catch(() => undefined)
}

async function runningServer(folder: string) {
  const found = await readPidFile(folder)
  return found && (await isPostmasterOf(folder, found.pid)) ? found : undefined
}

async function launch(cluster: Cluster): Promise<ChildProcess> {
  const { folder, account, binaries, socketFolder } = cluster
  await clearLeftovers(folder)
  if (socketFolder !== folder) await makeSocketFolder(socketFolder, account)
  const log = await open(logFile(cluster), 'w', 0o600)
  if (account) await log.chown(account.uid, account.gid)
  const child = spawn(binaries.postgres, ['-D', await nameFor(folder, account), ...settingArgs(cluster)], {
    ...surroundings(cluster, folder),
    // A session of its own: Ctrl-C in our terminal is for us.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  child.on('error', () => undefined)
  child.unref()
  await log.close()
  return child
}

/** After a crash `postmaster.pid` stays, and PostgreSQL would not start if that pid belongs to another process by now. */
async function clearLeftovers(folder: string): Promise<void> {
  // Pids in other containers are not ours to see; a server there that has this folder answers at the socket in it.
  const elsewhere = await connect(undefined, folder)
  await elsewhere?.client.end()
  if (elsewhere) {
    throw new ConfigError(`${folder} is in use by a PostgreSQL not started from here: stop it, or set database.url`)
  }
  await rm(join(folder, 'postmaster.pid'), { force: true })
}

/** The folder comes last, because macOS shows the command line as one text. */
function settingArgs({ folder, socketFolder, settings }: Cluster): readonly string[] {
  const place = { port: '5432', unix_socket_directories: socketFolder, [folderSetting]: folder }
  return Object.entries({ ...ownSettings, ...settings, ...place }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
}

function isAlive(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null
}

/** Another process was faster, or the last server's children are still leaving: both pass by themselves. */
async function failUnlessPassing(cluster: Cluster): Promise<void> {
  const log = await readFile(logFile(cluster), 'utf8').catch(() => '')
  if (!/already exists|pre-existing shared memory/.test(log)) await giveUp(cluster)
  await sleep(200)
}

async function giveUp(cluster: Cluster): Promise<never> {
  await removeSocketFolder(cluster.folder, cluster.socketFolder)
  const lines = (await readFile(logFile(cluster), 'utf8').catch(() => '')).trim().split('\n')
  const reason = lines.find((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1)
  throw new ConfigError(
    `PostgreSQL did not start in ${cluster.folder}: ${reason || 'it said nothing'} ` +
      `(more in ${logFile(cluster)} and ${join(cluster.folder, 'log')})`,
  )
}

function logFile({ home }: Cluster): string {
  return join(home, 'postgres-start.log')
}
