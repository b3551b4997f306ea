import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type CommandWorld, commandWorld, hirewire } from '../../test/command.ts'

// Each call is a process of its own, and a machine may have much else to do.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let world: CommandWorld

beforeAll(async () => {
  world = await commandWorld()
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

test('a connection that is not there gets a hint', async () => {
  const { code, stderr } = await world.hirewire('sync', 'headcuont')

  expect(code).toBe(1)
  expect(stderr).toBe('The config file has no connection "headcuont"; it names headcount; did you mean "headcount"?\n')
})

test('a wrong command line is told, not guessed', async () => {
  const command = await hirewire('snyc')
  const missing = await hirewire('sync')
  const option = await hirewire('sync', 'headcount', '--recrod', '1')
  const help = await hirewire('--help')

  expect(command).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining("unknown command 'snyc'") })
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("missing required argument 'connection'") })
  expect(option).toMatchObject({ code: 1, stderr: expect.stringContaining("unknown option '--recrod'") })
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('explain [options] <connection> <record>') })
})

test('a bad config file is named with line and column', async () => {
  const path = join(world.folder, 'bad.yaml')
  writeFileSync(path, 'server: { prot: 8080 }\nconnections: []\n')

  const { code, stderr } = await hirewire('start', '--config', path)

  expect(code).toBe(1)
  expect(stderr).toMatch(/bad\.yaml:1:11 .*prot.*did you mean "port"/)
  expect(stderr).not.toContain('    at ')
})

test('a config file that is missing is named', async () => {
  const { code, stderr } = await hirewire('status', '--config', '/nowhere/hirewire.yaml')

  expect(code).toBe(1)
  expect(stderr).toContain('/nowhere/hirewire.yaml')
})

test('a mapping that cannot be read stops the start', async () => {
  world.map('version: 1\nopenings:\n  - { form: costCenter, to: Cost Center }\n')

  const { code, stderr } = await world.hirewire('start')
  world.map('version: 1\n')

  expect(code).toBe(1)
  expect(stderr).toMatch(/mapping\.yaml:3:7 .*form/)
})

test('validate lists every problem of both files', async () => {
  world.map('version: 1\nopenings:\n  - { from: title, to: Title }\n')

  const bad = await world.hirewire('validate')
  world.map('version: 1\n')
  const good = await world.hirewire('validate')

  expect(bad.code).toBe(1)
  expect(bad.stdout).toMatch(/mapping\.yaml:3:\d+ .*"title" is a built-in ChartHop field/)
  expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to object to') })
})

test('an unreachable database is told without its password', async () => {
  world.configure({ database: { url: 'postgres://hirewire:hunter2secret@127.0.0.1:1/hirewire' } })

  const { code, stdout, stderr } = await world.hirewire('start')
  world.configure()

  expect(code).toBe(1)
  expect(stderr).toContain('PostgreSQL at 127.0.0.1:1, database "hirewire" cannot be used (ECONNREFUSED)')
  expect(stdout + stderr).not.toContain('hunter2secret')
})

test('a database of a newer version is left alone', async () => {
  await world.database.knex('hirewire_migrations').insert({ name: '9999-from-the-future' })

  const started = await world.hirewire('start')
  const migrated = await world.hirewire('migrate')
  await world.database.knex('hirewire_migrations').where({ name: '9999-from-the-future' }).delete()

  for (const { code, stderr } of [started, migrated]) {
    expect(code).toBe(1)
    expect(stderr).toContain('migrated by a newer Hirewire (9999-from-the-future unknown here)')
  }
})

test('a port in use ends the start', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as { port: number }
  world.configure({ server: { port } })

  const { code, stderr } = await world.hirewire('start')
  world.configure()
  other.close()

  expect(code).toBe(1)
  expect(stderr).toContain(`Cannot listen on 127.0.0.1:${port} (EADDRINUSE): another program uses it`)
})
