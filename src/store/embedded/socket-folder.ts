import { createHash } from 'node:crypto'
import { chown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ConfigError } from '../../lib/errors.ts'
import { type Account, canEnter } from './account.ts'

/** A Unix socket's path ends at 107 bytes on Linux, 103 on macOS; `/.s.PGSQL.5432` takes 14 of them. */
const longest = 88

/** The socket lies in PostgreSQL's folder, or where that path is too long or closed to the account, in a short one. */
export async function socketFolderFor(folder: string, account: Account | undefined): Promise<string> {
  if (Buffer.byteLength(folder) <= longest && (await canEnter(dirname(folder), account))) return folder
  return join(tmpdir(), `hirewire-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
}

/** Nobody else may enter it: that is the whole access control, as the socket asks for no password. */
export async function makeSocketFolder(path: string, account: Account | undefined): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
  })
  const found = await lstat(path)
  const isOurs = found.uid === process.getuid?.() || found.uid === account?.uid
  if (!found.isDirectory() || !isOurs || (found.mode & 0o077) !== 0) {
    throw new ConfigError(`${path} belongs to somebody else: remove it, or set database.dataDir to a shorter path`)
  }
  if (account) await chown(path, account.uid, account.gid)
}
