import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Embedded, openEmbedded, stopEmbedded } from './embedded.ts'

let top: string
let dataDir: string
let made: string
const children: ChildProcess[] = []

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'hirewire-embedded-'))
  await (await openEmbedded(made)).close()
})

afterAll(() => rm(made, { recursive: true, force: true }))

beforeEach(async () => {
  // Closed to others, as `mktemp -d` makes them: root's PostgreSQL has to get in all the same.
  top = await mkdtemp(join(tmpdir(), 'hirewire-embedded-'))
  dataDir = join(top, 'data')
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await stopEmbedded(dataDir).catch(() => undefined)
  await rm(top, { recursive: true, force: true })
})

describe('openEmbedded', () => {
  test('serves durable UTF-8 PostgreSQL without a port', async () => {
    const embedded = await openEmbedded(dataDir)

    const settings = await query(
      embedded,
      `select current_setting('listen_addresses') as listen, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit, current_setting('server_encoding') as encoding,
        datcollate as collation, current_setting('data_checksums') as checksums
        from pg_database where datname = current_database()`,
    )
    expect(settings).toEqual([
      { listen: '', fsync: 'on', commit: 'on', encoding: 'UTF8', collation: 'C', checksums: 'on' },
    ])
    await embedded.close()
  })

  test('stops with the last to leave, not before', async () => {
    await putBack()
    const daemon = await openEmbedded(dataDir)

    const command = await openEmbedded(dataDir)
    await command.close()
    expect(await query(daemon, 'select 1 as one')).toEqual([{ one: 1 }])

    await daemon.close()
    await expect(postmasterPid()).rejects.toThrow('ENOENT')
  })

  test('stays for a person with psql', async () => {
    await putBack()
    const embedded = await openEmbedded(dataDir)
    const person = new pg.Client({ connectionString: embedded.url, application_name: 'psql' })
    await person.connect()

    await embedded.close()

    expect((await person.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await person.end()
  })

  test('starts once for two processes together', async () => {
    const [first, second] = [otherProcess(), otherProcess()]

    const started = await Promise.all([first, second].map((child) => said(child)))

    expect(started[0]).toMatch(/^\d/)
    expect(started[1]).toBe(started[0])
  })

  test('is found again after kill -9', async () => {
    await putBack()
    const killed = otherProcess()
    const started = await said(killed)
    killed.kill('SIGKILL')
    await once(killed, 'exit')

    const embedded = await openEmbedded(dataDir)

    expect(await query(embedded, startedSql)).toEqual([{ started }])
    await embedded.close()
    await expect(postmasterPid()).rejects.toThrow('ENOENT')
  })

  test('comes back with everything when the server is killed', async () => {
    await putBack()
    const embedded = await openEmbedded(dataDir)
    await query(embedded, 'create table kept as select 42 as value')
    process.kill(await postmasterPid(), 'SIGKILL')

    const rows = await eventually(() => query(embedded, 'select value from kept'))

    expect(rows).toEqual([{ value: 42 }])
    await embedded.close()
  })

  test('starts where a crash left another pid', async () => {
    await putBack()
    await writeFile(join(dataDir, 'postgres/postmaster.pid'), `${process.pid}\n${dataDir}/postgres\n1\n5432\n/tmp\n\n`)

    const embedded = await openEmbedded(dataDir)

    expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
    await embedded.close()
  })

  test('takes over what dead processes left half-done', async () => {
    await mkdir(join(dataDir, 'postgres.new-abc123'), { recursive: true })
    const gone = spawn('/bin/sh', ['-c', 'exit'])
    await once(gone, 'exit')
    await writeFile(join(dataDir, 'start.lock'), String(gone.pid))

    await (await openEmbedded(dataDir)).close()

    await expect(access(join(dataDir, 'postgres.new-abc123'))).rejects.toThrow('ENOENT')
    await expect(access(join(dataDir, 'start.lock'))).rejects.toThrow('ENOENT')
  })

  test('works below a very long path', async () => {
    dataDir = join(top, 'long-'.repeat(20), 'data')

    const embedded = await openEmbedded(dataDir)

    expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
    await embedded.close()
  })

  test.runIf(process.platform === 'linux')('keeps our environment from PostgreSQL', async () => {
    await putBack()
    const child = otherProcess({ HIREWIRE_PLANTED: 'planted-secret' })
    await said(child)

    const environment = await readFile(`/proc/${await postmasterPid()}/environ`, 'utf8')

    expect(environment).toContain('LC_ALL=C')
    expect(environment).not.toContain('planted-secret')
  })

  test.each([
    ['99\n', /written by PostgreSQL 99, and this program brings \d+: use the Hirewire version that wrote it/],
    ['12\n', /written by PostgreSQL 12, and this program brings \d+: move it with pg_upgrade/],
  ])('refuses a folder of version %j', async (version, message) => {
    await mkdir(join(dataDir, 'postgres'), { recursive: true })
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), version)

    await expect(openEmbedded(dataDir)).rejects.toThrow(message)
  })

  test('refuses a folder with files of others', async () => {
    await mkdir(join(dataDir, 'postgres'), { recursive: true })
    await writeFile(join(dataDir, 'postgres/letter.txt'), 'mine')

    await expect(openEmbedded(dataDir)).rejects.toThrow(/has files in it but is no PostgreSQL folder/)
  })

  test('names the folder it cannot make', async () => {
    await writeFile(dataDir, 'a file')

    await expect(openEmbedded(join(dataDir, 'below'))).rejects.toThrow(/below cannot be made \(ENOTDIR\): set database/)
  })

  test('says what PostgreSQL found wrong', async () => {
    await putBack()
    await writeFile(join(dataDir, 'postgres/postgresql.conf'), 'no_such_setting = 1\n')

    await expect(openEmbedded(dataDir)).rejects.toThrow(/did not start in .*: .*(FATAL|no_such_setting)/)
  })
})

const startedSql = 'select extract(epoch from pg_postmaster_start_time())::text as started'

/** A stopped database as a backup would bring it back; initdb for each test would take most of their time. */
async function putBack(): Promise<void> {
  await cp(made, dataDir, { recursive: true })
}

/** Opens the same folder in a process of its own, says when the server started, and stays until it is killed. */
function otherProcess(env: Readonly<Record<string, string>> = {}): ChildProcess {
  const script = `
    import pg from 'pg'
    import { openEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    const embedded = await openEmbedded(${JSON.stringify(dataDir)})
    const client = new pg.Client(embedded.url)
    await client.connect()
    console.log((await client.query(${JSON.stringify(startedSql)})).rows[0].started)
    setInterval(() => {}, 1_000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('.', import.meta.url),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

async function said(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
  return chunk.toString().trim()
}

async function query({ url }: Embedded, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'hirewire' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function postmasterPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10)
}

async function eventually<T>(action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await action()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
