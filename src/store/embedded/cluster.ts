import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chown, lstat, mkdir, mkdtemp, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../../lib/errors.ts'
import { type Account, canEnter, handOver } from './account.ts'
import type { Binaries } from './binaries.ts'
import { connect, type Present } from './connect.ts'
import { folderSetting, isPostmasterOf, readPidFile } from './postmaster.ts'

export interface Cluster {
  /** `database.dataDir`, without symbolic links. */
  readonly home: string
  /** PostgreSQL's own folder in it. */
  readonly folder: string
  readonly socketFolder: string
  readonly account: Account | undefined
  readonly binaries: Binaries
  readonly settings: Readonly<Record<string, string>>
}

const startPatienceMs = 60_000
const stopPatienceMs = 30_000
/** A Unix socket's path ends at 107 bytes on Linux, 103 on macOS; `/.s.PGSQL.5432` takes 14 of them. */
const longestSocketFolder = 88

/** Crash-safe settings are PostgreSQL's defaults; they are named so that no configuration file can take them away. */
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  // A week of log files, each day's overwritten a week later; without statements and details, which hold people's data.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_truncate_on_rotation: 'on',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o755 }).catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(
      `${path} cannot be made (${cause.code}): set database.dataDir to a folder this user may write to`,
      {
        cause,
      },
    )
  })
}

/** Where the socket goes: into the folder, or where that path is too long or closed to the account, into a short one. */
export async function socketFolderFor(folder: string, account: Account | undefined): Promise<string> {
  if (Buffer.byteLength(folder) <= longestSocketFolder && (await canEnter(join(folder, '..'), account))) return folder
  return join(tmpdir(), `hirewire-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
}

/** Makes the cluster where there is none. A crash on the way leaves nothing half-made: the last step is one rename. */
export async function initialise(cluster: Cluster): Promise<void> {
  if (await isInitialised(cluster)) return handOver(cluster.folder, cluster.account)
  for (const entry of await readdir(cluster.home)) {
    if (entry.startsWith('postgres.new-')) await rm(join(cluster.home, entry), { recursive: true, force: true })
  }
  const draft = await mkdtemp(join(cluster.home, 'postgres.new-'))
  await handOver(draft, cluster.account)
  const args = ['--username=hirewire', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions']
  const initdb = spawn(cluster.binaries.initdb, ['-D', await nameFor(draft, cluster.account), ...args], {
    ...surroundings(cluster, draft),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await succeed(initdb, draft)
  await rename(draft, cluster.folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOTEMPTY' && cause.code !== 'EEXIST') throw cause
  })
}

/** The running server of this folder, or a new one; the answer is a connection to it. */
export async function start(cluster: Cluster): Promise<Present> {
  const deadline = Date.now() + startPatienceMs
  let child: ChildProcess | undefined
  for (;;) {
    const running = await readPidFile(cluster.folder)
    const isOurs = running !== undefined && (await isPostmasterOf(cluster.folder, running.pid))
    const present = isOurs ? await connect(cluster.folder, running.socketFolder) : undefined
    if (present) return present
    if (!isOurs && !isStarting(child)) {
      await refuseIfInUseElsewhere(cluster)
      child = await launch(cluster)
    }
    if (Date.now() > deadline) throw await didNotStart(cluster)
    await sleep(25)
    if (child && !isStarting(child)) await failUnlessPassing(cluster)
  }
}

/** SIGINT: PostgreSQL's fast shutdown. SIGQUIT: at once, for folders that are thrown away. */
export async function stop(folder: string, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const running = await readPidFile(folder)
  if (!running || !(await isPostmasterOf(folder, running.pid))) return
  process.kill(running.pid, signal)
  const deadline = Date.now() + stopPatienceMs
  while (await isPostmasterOf(folder, running.pid)) {
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL in ${folder} did not stop within ${stopPatienceMs / 1_000} s`)
    await sleep(10)
  }
  if (running.socketFolder !== folder) await rmdir(running.socketFolder).catch(() => undefined)
}

async function isInitialised({ folder, binaries }: Cluster): Promise<boolean> {
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw new ConfigError(
      `${folder} cannot be read (${cause.code}): it belongs to another user; run Hirewire as that user`,
      {
        cause,
      },
    )
  })
  if (version !== undefined) {
    refuseOtherMajor(folder, Number(version), binaries.major)
    return true
  }
  const content = await readdir(folder).catch(() => [])
  if (content.length === 0) return false
  throw new ConfigError(`${folder} has files in it but is no PostgreSQL folder: set database.dataDir to another folder`)
}

function refuseOtherMajor(folder: string, found: number, ours: number): void {
  if (found === ours) return
  const way =
    found > ours
      ? 'use the Hirewire version that wrote it, or a later one'
      : `move it with pg_upgrade or a dump, or run PostgreSQL ${found} on it and set database.url`
  throw new ConfigError(`${folder} was written by PostgreSQL ${found}, and this program brings ${ours}: ${way}`)
}

/** A container that shares the folder has pids we cannot see; its socket in the folder still answers. */
async function refuseIfInUseElsewhere({ folder }: Cluster): Promise<void> {
  const elsewhere = await connect(undefined, folder)
  await elsewhere?.client.end()
  if (elsewhere) {
    throw new ConfigError(
      `${folder} is in use by a PostgreSQL that Hirewire here did not start: stop it, or set database.url`,
    )
  }
  // Nobody lives here: what is left of a crash would stop PostgreSQL if its pid is in use again by something else.
  await rm(join(folder, 'postmaster.pid'), { force: true })
}

async function launch(cluster: Cluster): Promise<ChildProcess> {
  const { folder, account, binaries, socketFolder } = cluster
  if (socketFolder !== folder) await makeSocketFolder(socketFolder, account)
  const all = { ...settings, ...cluster.settings, unix_socket_directories: socketFolder, [folderSetting]: folder }
  const log = await open(logFile(cluster), 'w', 0o600)
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', await nameFor(folder, account), '-p', '5432', ...args], {
    ...surroundings(cluster, folder),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  child.on('error', () => undefined)
  child.unref()
  await log.close()
  return child
}

async function makeSocketFolder(path: string, account: Account | undefined): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
  })
  const found = await lstat(path)
  if (account && found.uid === 0) await chown(path, account.uid, account.gid)
  const owners = [process.getuid?.(), account?.uid]
  if (!found.isDirectory() || !owners.includes(found.uid) || (found.mode & 0o077) !== 0) {
    throw new ConfigError(`${path} belongs to somebody else: remove it, or set database.dataDir to a shorter path`)
  }
}

/**
 * Where the account cannot walk the path, the working directory still leads there: the child enters it as root, before it
 * changes its user. Linux only; elsewhere the path itself, and PostgreSQL says what it cannot enter.
 */
async function nameFor(folder: string, account: Account | undefined): Promise<string> {
  return process.platform === 'linux' && !(await canEnter(folder, account)) ? '/proc/self/cwd' : folder
}

/** Our own environment holds secrets (tokens, keys): PostgreSQL gets none of it. */
function surroundings({ account }: Cluster, cwd: string) {
  return { ...account, cwd, env: { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' } }
}

async function succeed(initdb: ChildProcess, folder: string): Promise<void> {
  let said = ''
  initdb.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const [code] = (await once(initdb, 'close')) as [number | null]
  if (code === 0) return
  await rm(folder, { recursive: true, force: true })
  throw new ConfigError(`initdb could not make a PostgreSQL folder in ${folder}: ${lastLine(said)}`)
}

function isStarting(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null
}

/** Another process was faster, or the last server's children are still leaving: both pass by themselves. */
async function failUnlessPassing(cluster: Cluster): Promise<void> {
  const log = await readFile(logFile(cluster), 'utf8').catch(() => '')
  if (!/already exists|pre-existing shared memory/.test(log)) throw await didNotStart(cluster)
  await sleep(200)
}

async function didNotStart(cluster: Cluster): Promise<ConfigError> {
  const log = await readFile(logFile(cluster), 'utf8').catch(() => '')
  const reason = log.split('\n').find((line) => /FATAL|PANIC/.test(line)) ?? lastLine(log)
  return new ConfigError(
    `PostgreSQL did not start in ${cluster.folder}: ${reason.trim() || 'it said nothing'} ` +
      `(more in ${logFile(cluster)} and ${join(cluster.folder, 'log')})`,
  )
}

function logFile({ home }: Cluster): string {
  return join(home, 'postgres-start.log')
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
