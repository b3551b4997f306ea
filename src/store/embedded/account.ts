import { execFile } from 'node:child_process'
import { chown, lchown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ConfigError } from '../../lib/errors.ts'

const run = promisify(execFile)

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** `nobody` is the last resort: other daemons run under it, too. The folder itself is closed to everybody else (0700). */
const candidates = ['postgres', 'hirewire', 'node', 'nobody']

/**
 * PostgreSQL refuses to run as root, so root hands it to another account: the one that owns the folder already, else the
 * first candidate this machine knows. `undefined` means that we are not root, and PostgreSQL runs as we do.
 */
export async function unprivilegedAccount(folder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(folder).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  for (const name of candidates) {
    const account = await lookUp(name)
    if (account) return account
  }
  throw new ConfigError(
    `PostgreSQL does not run as root, and this machine has none of the users ${candidates.join(', ')}: ` +
      'run Hirewire as another user, add a user named postgres, or set database.url',
  )
}

/** Gives a folder with all in it to the account: new ones are root's, and so are backups that root has put back. */
export async function handOver(folder: string, account: Account | undefined): Promise<void> {
  if (!account || (await stat(folder)).uid === account.uid) return
  for (const entry of await readdir(folder, { recursive: true })) {
    await lchown(join(folder, entry), account.uid, account.gid)
  }
  // Last, so that a crash on the way leaves a folder that is still seen as root's and done again.
  await chown(folder, account.uid, account.gid)
}

/** Whether the account may enter the folder: those above it may be closed, as /root and `mktemp -d` are. */
export async function canEnter(folder: string, account: Account | undefined): Promise<boolean> {
  if (!account) return true
  return succeeds('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], account)
}

/** Whether the account can run the program at all. */
export async function succeeds(file: string, args: readonly string[], account: Account | undefined): Promise<boolean> {
  try {
    await run(file, [...args], { ...account, cwd: '/', env: {} })
    return true
  } catch {
    return false
  }
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}
