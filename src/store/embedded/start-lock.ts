import { open, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../../lib/errors.ts'

const beatMs = 1_000
const staleMs = 10_000
const patienceMs = 90_000

/**
 * One process at a time starts or stops the server of a data folder. The lock is a file with the holder's pid; it is
 * stale when that process is gone, or when it has not touched the file for 10 s: pids repeat between containers.
 *
 * Two waiters may break one stale lock at the same moment. PostgreSQL's own lock file and the atomic rename at the end
 * of `initialise` keep the folder safe then; this lock only spares the others a failed attempt.
 */
export async function withStartLock<T>(home: string, action: () => Promise<T>): Promise<T> {
  const path = join(home, 'start.lock')
  await acquire(path)
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), beatMs)
  try {
    return await action()
  } finally {
    clearInterval(beat)
    await rm(path, { force: true })
  }
}

async function acquire(path: string): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await create(path))) {
    if (await isStale(path)) await rm(path, { force: true })
    else if (Date.now() > deadline) {
      throw new ConfigError(`Another process has held ${path} for ${patienceMs / 1_000} s: stop it, or remove the file`)
    } else await sleep(25)
  }
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o644)
    await file.write(String(process.pid))
    await file.close()
    return true
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    throw new ConfigError(
      `${path} cannot be written (${code}): database.dataDir must be a folder this user may write to`,
      {
        cause,
      },
    )
  }
}

async function isStale(path: string): Promise<boolean> {
  const [pid, found] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(() => ['', undefined] as const)
  if (!found) return false
  if (Date.now() - found.mtimeMs > staleMs) return true
  // Empty for the instant between its creation and the pid being written.
  return pid !== '' && !isAlive(Number(pid))
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}
