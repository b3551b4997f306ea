import pg from 'pg'
import { folderSetting } from './postmaster.ts'

/** One open connection, and how others reach the same server. */
export interface Present {
  readonly client: pg.Client
  readonly url: string
}

/** Says "somebody has this database open" in pg_stat_activity. Pools of ours go under another name and do not count. */
export const presenceName = 'hirewire presence'

/** A connection to the server behind that socket, if there is one that takes connections and serves this folder. */
export async function connect(folder: string | undefined, socketFolder: string): Promise<Present | undefined> {
  const client = new pg.Client({
    host: socketFolder,
    port: 5432,
    user: 'hirewire',
    database: 'postgres',
    password: '',
    application_name: presenceName,
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const answer = await client.query<{ folder: string | null }>('select current_setting($1, true) as folder', [
      folderSetting,
    ])
    if (folder === undefined || answer.rows[0]?.folder === folder) return { client, url: urlOf(socketFolder) }
  } catch {
    // Not there, still starting, or stopping: the caller decides how long to wait.
  }
  await client.end().catch(() => undefined)
  return undefined
}

function urlOf(socketFolder: string): string {
  return `postgresql://hirewire@/postgres?host=${encodeURIComponent(socketFolder)}`
}
