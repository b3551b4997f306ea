import { expect, test, vi } from 'vitest'
import { type CommandWorld, commandWorld } from '../../test/command.ts'
import { acquireLease, releaseLease } from '../store/leases.ts'

// Each call is a process of its own, and a machine may have much else to do.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

function identifiers({ ashby }: CommandWorld): (string | null)[] {
  return [...ashby.state.openings.all()].map(({ latestVersion }) => latestVersion.identifier)
}

test('sync writes, counts and exits 0', async () => {
  await using world = await commandWorld()
  const { id } = world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })
  world.charthop.addJob({ title: 'Later', recruit: 'INACTIVE' })

  const { code, stdout, stderr } = await world.hirewire('sync', 'headcount')

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^headcount: success in /)
  expect(stdout).toMatch(/openings +done +\d+ read +1 created +1 of 1 writes verified/)
  expect(stdout).toContain('openings: 1 in step; 1 skipped (1 not_active)')
  expect(stdout).toMatch(/calls: \d+ \(.*1 POST \/opening\.create/)
  expect(identifiers(world)).toEqual([`Data Engineer (${id})`])
})

test('sync --json prints facts and nothing else', async () => {
  await using world = await commandWorld()
  world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })

  const { code, stdout } = await world.hirewire('sync', 'headcount', '--json')

  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    connection: 'headcount',
    trigger: 'command',
    state: 'success',
    dryRun: false,
    flows: {
      openings: { state: 'done', applied: 1, verified: 1, written: { create: 1, update: 0, clear: 0, close: 0 } },
    },
    calls: { 'POST /opening.create': 1 },
    waiting: [],
    holds: [],
  })
})

test('a record that needs a person makes exit 2', async () => {
  await using world = await commandWorld()
  const { id } = world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })
  world.ashby.addHandMadeOpening({ identifier: `Data Engineer (${id})` })

  const { code, stdout } = await world.hirewire('sync', 'headcount')

  expect(code).toBe(2)
  expect(stdout).toMatch(/^headcount: partial/)
  expect(stdout).toMatch(new RegExp(`openings +${id} +identifier_taken +opening .* made by somebody else`))
})

test('a refused key makes exit 1 and no stack', async () => {
  await using world = await commandWorld()
  world.ashby.keys.deactivate('ashby-sandbox-key')

  const { code, stdout } = await world.hirewire('sync', 'headcount')

  expect(code).toBe(1)
  expect(stdout).toMatch(/^headcount: failed/)
  expect(stdout).toMatch(/problem: .*(401|403)/)
  expect(stdout).not.toContain('    at ')
})

test('sync --record looks at that record only', async () => {
  await using world = await commandWorld()
  const { id } = world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })
  world.charthop.addJob({ title: 'Data Analyst', recruit: 'ACTIVE' })

  const { code, stdout } = await world.hirewire('sync', 'headcount', '--record', id, '--json')

  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ records: [id], state: 'success' })
  expect(identifiers(world)).toEqual([`Data Engineer (${id})`])
  expect(await world.database.knex('pushes').pluck('record')).toEqual([id])
})

test('a dry run shows fields and writes nothing', async () => {
  await using world = await commandWorld()
  const { id } = world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })

  const { code, stdout } = await world.hirewire('sync', 'headcount', '--dry-run')

  expect(code).toBe(0)
  expect(stdout).toContain('openings: 1 to create (digest ')
  expect(stdout).toMatch(new RegExp(`identifier +- -> "Data Engineer \\(${id}\\)"`))
  expect(stdout).toContain('nothing was written')
  expect(identifiers(world)).toEqual([])
})

test('a disabled connection is refused, but may be planned', async () => {
  await using world = await commandWorld()
  world.configure({ connection: { enabled: false } })
  world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })

  const synced = await world.hirewire('sync', 'headcount')
  const planned = await world.hirewire('plan', 'headcount', '--json')

  expect(synced.code).toBe(1)
  expect(synced.stderr).toContain('Connection headcount is disabled')
  expect(planned.code).toBe(0)
  expect(JSON.parse(planned.stdout).plan).toContainEqual(
    expect.objectContaining({ flow: 'openings', counts: { create: 1, update: 0, clear: 0, close: 0 } }),
  )
})

test('S79 off by a command, nothing is written; on again, a run is asked for', async () => {
  await using world = await commandWorld()
  world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })

  const off = await world.hirewire('disable', 'headcount')
  const refused = await world.hirewire('sync', 'headcount')
  const status = await world.hirewire('status', 'headcount')
  const called = [...world.charthop.server.calls, ...world.ashby.server.calls]
  const on = await world.hirewire('enable', 'headcount')
  const runs = await world.hirewire('runs', '--json')
  const again = await world.hirewire('enable', 'headcount')

  expect([off.code, off.stdout]).toEqual([0, expect.stringContaining('headcount is off')])
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('"hirewire enable headcount"')])
  expect(status.stdout).toContain('disabled (switched by command')
  expect(called).toEqual([])
  expect([on.code, on.stdout]).toEqual([0, expect.stringContaining('headcount is on')])
  expect(JSON.parse(runs.stdout)).toMatchObject([{ state: 'queued', trigger: 'command' }])
  expect(again.stdout).toContain('on already')
})

test('two syncs at once make one opening', async () => {
  await using world = await commandWorld()
  world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })

  const ends = await Promise.all([world.hirewire('sync', 'headcount'), world.hirewire('sync', 'headcount')])

  expect(ends.map(({ code }) => code)).toEqual([0, 0])
  expect(identifiers(world)).toHaveLength(1)
})

test('sync waits for the run of another process', async () => {
  await using world = await commandWorld()
  const lease = await acquireLease(world.database.knex, 'headcount')

  const started = world.start('sync', 'headcount')
  await started.said('A run of headcount is going on already')
  await releaseLease(world.database.knex, lease!)

  expect((await started.ended).code).toBe(0)
})

test('a signal stops a waiting sync', async () => {
  await using world = await commandWorld()
  const lease = await acquireLease(world.database.knex, 'headcount')

  const started = world.start('sync', 'headcount')
  await started.said('A run of headcount is going on already')
  started.child.kill('SIGINT')
  const { code, stderr } = await started.ended
  await releaseLease(world.database.knex, lease!)

  expect(code).toBe(1)
  expect(stderr).toContain('stays queued')
})
