import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Postmaster {
  readonly pid: number
  readonly socketFolder: string
}

/** The setting by which a server of ours says whose it is, in its command line and over SQL. */
export const folderSetting = 'hirewire.folder'

/**
 * What `postmaster.pid` says, believed or not. Lines 1 and 5 are the pid and the socket's folder.
 * https://www.postgresql.org/docs/18/storage-file-layout.html names the file's content.
 */
export async function readPidFile(folder: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const lines = text.split('\n')
  return { pid: Number(lines[0]), socketFolder: lines[4]?.trim() || folder }
}

/**
 * Whether that process is this folder's server. A pid alone proves nothing: after a crash it may belong to anybody, and
 * in a copy of a folder it belongs to the original's server. `/proc/<pid>/cwd` would say it better, but root in a
 * container may not read it of another user's process.
 */
export async function isPostmasterOf(folder: string, pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false
  return (await commandLine(pid)).includes(`${folderSetting}=${folder}`)
}

async function commandLine(pid: number): Promise<readonly string[]> {
  try {
    if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
    // Not as precise where the path has spaces: then the whole line is compared by its end, where the setting stands.
    const line = (await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)])).stdout.trimEnd()
    return [line.slice(line.lastIndexOf(`${folderSetting}=`))]
  } catch {
    return []
  }
}
