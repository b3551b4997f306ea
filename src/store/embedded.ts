import { mkdir, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ConfigError } from '../lib/errors.ts'
import { unprivilegedAccount } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { type Cluster, initialise } from './embedded/cluster.ts'
import { type Presence, present } from './embedded/presence.ts'
import { start, stop } from './embedded/server.ts'
import { socketFolderFor } from './embedded/socket-folder.ts'
import { withStartLock } from './embedded/start-lock.ts'

export interface Embedded {
  /** A connection string for `pg`; the host is the folder of the Unix socket. There is no TCP port. */
  readonly url: string
  /** Leaves; stops PostgreSQL when nobody else uses it. */
  close(): Promise<void>
}

interface Options {
  /** PostgreSQL settings laid over ours; tests trade durability for speed. */
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * A real PostgreSQL in `<dataDir>/postgres`, shared by every process that opens the same folder.
 *
 * Who stops it: the last to leave. Each process holds one connection (its presence) while it has the database open;
 * `close` counts the others' under the start lock and stops the server only at zero, so a CLI never takes the database
 * from a daemon. A process that dies without closing leaves the server running; the next one finds it, uses it, and
 * stops it in its turn.
 */
export async function openEmbedded(dataDir: string, { settings = {} }: Options = {}): Promise<Embedded> {
  const cluster = await locate(dataDir, settings)
  const enter = () =>
    withStartLock(cluster.home, async () => {
      await initialise(cluster)
      return start(cluster)
    })
  const presence = await present(enter)
  return { url: presence.url, close: () => leave(cluster, presence) }
}

/** Stops the server whoever is connected, without care for its files: for folders that are thrown away. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  const home = await realpath(dataDir)
  await stop(join(home, 'postgres'), 'SIGQUIT')
}

async function locate(dataDir: string, settings: Readonly<Record<string, string>>): Promise<Cluster> {
  if (process.platform === 'win32') {
    throw new ConfigError('The embedded PostgreSQL needs Unix sockets: on Windows set database.url')
  }
  const home = await makeFolder(resolve(dataDir))
  const folder = join(home, 'postgres')
  const account = await unprivilegedAccount(folder)
  const binaries = await findBinaries(account)
  return { home, folder, account, binaries, settings, socketFolder: await socketFolderFor(folder, account) }
}

async function makeFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true })
    return await realpath(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new ConfigError(`${path} cannot be made (${code}): set database.dataDir to a folder this user may write to`, {
      cause,
    })
  }
}

async function leave(cluster: Cluster, presence: Presence): Promise<void> {
  await presence.settled()
  await withStartLock(cluster.home, async () => {
    const others = await presence.others()
    await presence.end()
    if (others === 0) await stop(cluster.folder, 'SIGINT')
  })
}
