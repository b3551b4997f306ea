import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../../lib/errors.ts'
import { type Account, canEnter, handOver } from './account.ts'
import type { Binaries } from './binaries.ts'

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

/** Makes the cluster where there is none. A crash on the way leaves nothing half-made: the last step is one rename. */
export async function initialise(cluster: Cluster): Promise<void> {
  if (await isInitialised(cluster)) return handOver(cluster.folder, cluster.account)
  await removeDrafts(cluster.home)
  const draft = await mkdtemp(join(cluster.home, draftPrefix))
  await handOver(draft, cluster.account)
  await initdb(cluster, draft).catch(async (cause: unknown) => {
    await rm(draft, { recursive: true, force: true })
    throw cause
  })
  await rename(draft, cluster.folder).catch((cause: NodeJS.ErrnoException) => {
    // Somebody was faster; theirs is as good.
    if (cause.code !== 'ENOTEMPTY' && cause.code !== 'EEXIST') throw cause
  })
}

/**
 * Where the account cannot walk the path, the working directory still leads there: the child enters it as root, before it
 * changes its user. Linux only; elsewhere the path itself, and PostgreSQL says what it cannot enter.
 */
export async function nameFor(folder: string, account: Account | undefined): Promise<string> {
  return process.platform === 'linux' && !(await canEnter(folder, account)) ? '/proc/self/cwd' : folder
}

/** Our own environment holds secrets (tokens, keys): PostgreSQL gets none of it. */
export function surroundings({ account }: Cluster, cwd: string) {
  return { ...account, cwd, env: { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' } }
}

const draftPrefix = 'postgres.new-'

async function isInitialised({ folder, binaries }: Cluster): Promise<boolean> {
  const version = await readVersion(folder)
  if (version !== undefined) {
    refuseOtherMajor(folder, version, binaries.major)
    return true
  }
  const content = await readdir(folder).catch(() => [])
  if (content.length === 0) return false
  throw new ConfigError(`${folder} has files in it but is no PostgreSQL folder: set database.dataDir to another folder`)
}

async function readVersion(folder: string): Promise<number | undefined> {
  try {
    return Number(await readFile(join(folder, 'PG_VERSION'), 'utf8'))
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new ConfigError(`${folder} cannot be read (${code}): run Hirewire as the user it belongs to`, { cause })
  }
}

function refuseOtherMajor(folder: string, found: number, ours: number): void {
  if (found === ours) return
  const way =
    found > ours
      ? 'use the Hirewire version that wrote it, or a later one'
      : `move it with pg_upgrade or a dump, or run PostgreSQL ${found} on it and set database.url`
  throw new ConfigError(`${folder} was written by PostgreSQL ${found}, and this program brings ${ours}: ${way}`)
}

async function removeDrafts(home: string): Promise<void> {
  const drafts = (await readdir(home)).filter((entry) => entry.startsWith(draftPrefix))
  await Promise.all(drafts.map((draft) => rm(join(home, draft), { recursive: true, force: true })))
}

async function initdb(cluster: Cluster, draft: string): Promise<void> {
  const place = await nameFor(draft, cluster.account)
  const args = [
    '-D',
    place,
    '--username=hirewire',
    '--auth-local=trust',
    '--auth-host=reject',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ]
  const child = spawn(cluster.binaries.initdb, args, {
    ...surroundings(cluster, draft),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new ConfigError(`initdb could not make a PostgreSQL folder in ${cluster.home}: ${said.trim()}`)
}
