import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, chmod, chown, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Nothing was written: the folder, the file or the mount may only be read. */
export class ReadOnlyError extends Error {}

const BOM = Buffer.from([0xef, 0xbb, 0xbf])
/** EBUSY and EXDEV: the file is a mount of its own, which nothing can be renamed onto. */
const READ_ONLY_CODES: Readonly<Record<string, string>> = {
  EROFS: 'the disk is mounted read-only',
  EACCES: 'this process may not write there',
  EPERM: 'this process may not write there',
  EBUSY: 'the file is mounted by itself; mount its folder instead',
  EXDEV: 'the file is mounted by itself; mount its folder instead',
}

/**
 * Why a file cannot be replaced, as far as can be told without trying. The superuser may write where nobody may, so the
 * mode is asked too: whoever took the right away from all meant everybody.
 */
export async function whyReadOnly(path: string): Promise<string | undefined> {
  try {
    const file = await realpath(path)
    for (const [part, place] of [['file', file] as const, ['folder', dirname(file)] as const]) {
      await access(place, constants.W_OK)
      if (((await stat(place)).mode & 0o222) === 0) return `the ${part} is read-only (its mode lets nobody write)`
    }
    return undefined
  } catch (error) {
    return sayCode(error)
  }
}

/**
 * The whole new text or the whole old one, whenever the process dies: a file beside it, on disk, and then renamed. Mode,
 * owner and a byte order mark stay as they are.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const why = await whyReadOnly(path)
  if (why !== undefined) throw new ReadOnlyError(why)
  const file = await realpath(path)
  const beside = join(dirname(file), `.hirewire-${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeBeside(file, beside, text)
    await rename(beside, file)
    await syncFolder(dirname(file))
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    const { code = '' } = error as NodeJS.ErrnoException
    throw READ_ONLY_CODES[code] ? new ReadOnlyError(sayCode(error), { cause: error }) : error
  }
}

async function writeBeside(file: string, beside: string, text: string): Promise<void> {
  const { mode, uid, gid } = await stat(file)
  const hasMark = (await readFile(file)).subarray(0, BOM.length).equals(BOM) && !text.startsWith('\uFEFF')
  const handle = await open(beside, 'wx', 0o600)
  try {
    await handle.writeFile(hasMark ? Buffer.concat([BOM, Buffer.from(text)]) : text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // Only the superuser may give a file away; for anybody else it is their own already, or cannot be.
  await chown(beside, uid, gid).catch(() => undefined)
  await chmod(beside, mode & 0o7777)
}

/** The new name is kept by the folder. Not every file system can be told to write one. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY).catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

function sayCode(error: unknown): string {
  const { code = 'unknown' } = error as NodeJS.ErrnoException
  return READ_ONLY_CODES[code] ?? `it cannot be written (${code})`
}
