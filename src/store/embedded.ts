import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ConfigError } from '../lib/errors.ts'
import { unprivilegedAccount } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { type Cluster, initialise, makeFolder, socketFolderFor, start, stop } from './embedded/cluster.ts'
import { type Presence, present } from './embedded/presence.ts'
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
 * from a daemon. A process that dies without closing leaves the server running; the next one finds it and uses it, and
 * stops it in its turn. The server is in a session of its own, so Ctrl-C in the daemon's terminal does not reach it.
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

/** Stops the server whoever is connected. For tests and for the demo's temporary folder. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  const home = resolve(dataDir)
  await stop(join(home, 'postgres'), 'SIGQUIT')
}

async function locate(dataDir: string, settings: Readonly<Record<string, string>>): Promise<Cluster> {
  if (process.platform === 'win32') {
    throw new ConfigError('The embedded PostgreSQL needs Unix sockets: on Windows set database.url')
  }
  await makeFolder(resolve(dataDir))
  const home = await realpath(dataDir)
  const folder = join(home, 'postgres')
  const account = await unprivilegedAccount(folder)
  const binaries = await findBinaries(account)
  return { home, folder, account, binaries, settings, socketFolder: await socketFolderFor(folder, account) }
}

async function leave(cluster: Cluster, presence: Presence): Promise<void> {
  await presence.settled()
  await withStartLock(cluster.home, async () => {
    const others = await presence.others()
    await presence.end()
    if (others === 0) await stop(cluster.folder, 'SIGINT')
  })
}
