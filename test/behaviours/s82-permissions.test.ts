import { expect, test } from 'vitest'
import { PERMISSIONS } from '../../src/systems/ashby/sandbox/permissions.ts'
import { addActiveJob, addField, openings, recordOf, tallyOf, ticking, writes } from '../headcount.ts'
import { bringHire, charthopWrites, persons, placements } from '../hiring.ts'
import { createWorld, type World } from '../world.ts'

const ashbyKey = 'ashby-sandbox-key'

test('S82 without offersRead hires stop and openings go on', async () => {
  await using world = await createWorld()
  await bringHire(world)
  allowAllBut(world, 'offersRead')
  addActiveJob(world, { title: 'One more' })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toMatch(/^hires: .*offersRead/)
  expect(tallyOf(end, 'hires').state).toBe('failed')
  expect(tallyOf(end, 'openings')).toMatchObject({ state: 'done', applied: 1, verified: 1 })
  expect(openings(world)).toHaveLength(2)
  expect(charthopWrites(world)).toEqual([])
})

test('S82 offersRead granted later lets the hires through', async () => {
  await using world = await createWorld()
  await bringHire(world)
  allowAllBut(world, 'offersRead')
  await world.sync()

  world.ashby.keys.set(ashbyKey, 'all')
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(persons(world)).toHaveLength(1)
})

test('S82 without candidatesRead hires stop and openings go on', async () => {
  await using world = await createWorld()
  await bringHire(world)
  allowAllBut(world, 'candidatesRead')
  addActiveJob(world, { title: 'One more' })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toMatch(/^hires: .*candidatesRead/)
  expect(openings(world)).toHaveLength(2)
})

test('S82 without jobsWrite openings stop and hires go on', async () => {
  await using world = await createWorld()
  await bringHire(world)
  allowAllBut(world, 'jobsWrite')
  addActiveJob(world, { title: 'One more' })

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toMatch(/^openings: .*jobsWrite/)
  expect(openings(world)).toHaveLength(1)
  expect(placements(world)).toHaveLength(1)
})

test('S82 without jobsRead nothing is created blindly', async () => {
  await using world = await createWorld()
  allowAllBut(world, 'jobsRead')
  addActiveJob(world)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toContain('jobsRead')
  expect(openings(world)).toEqual([])
})

test('S82 without hiringProcessMetadataWrite openings lack the new field only', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  allowAllBut(world, 'hiringProcessMetadataWrite')
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await bringHire(world)

  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(end.problem).toMatch(/^fields: .*hiringProcessMetadataWrite/)
  expect(openings(world)).toHaveLength(2)
  expect((await recordOf(world, 'openings', job)).message).toContain('Cost Center')
  expect(placements(world)).toHaveLength(1)
})

test('S82 without candidatesWrite values wait, the opening is not doubled', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  allowAllBut(world, 'candidatesWrite')
  addActiveJob(world, { custom: { costCenter: 'CC-1' } })

  const first = await world.sync()
  await world.sync()
  const stillOne = openings(world).length
  world.ashby.keys.set(ashbyKey, 'all')
  const last = await world.sync()

  expect(first.state).toBe('partial')
  expect(first.problem).toMatch(/^openings: .*candidatesWrite/)
  expect(stillOne).toBe(1)
  expect(last.state).toBe('success')
  expect(openings(world)[0]!.latestVersion.customFields).toMatchObject([{ title: 'Cost Center', value: 'CC-1' }])
})

const needed = PERMISSIONS.filter((permission) =>
  /^(jobs|candidates|hiringProcessMetadata)(Read|Write)$|^(offers|organization)Read$/.test(permission),
)

test.each(needed)('S82 check names a missing %s as Ashby does', async (permission) => {
  await using world = await createWorld()
  allowAllBut(world, permission)

  const findings = await world.connection.check()

  expect(findings.filter(({ ok }) => !ok).map(({ subject }) => subject)).toEqual([`permission ${permission}`])
  expect(findings.find(({ ok }) => !ok)!.message).toContain(`lacks ${permission}`)
  expect(writes(world)).toEqual([])
})

test('S82 check probes where the key may not describe itself', async () => {
  await using world = await createWorld()
  allowAllBut(world, 'apiKeysRead', 'offersRead')

  const findings = await world.connection.check()

  expect(findings.filter(({ ok }) => !ok)).toMatchObject([{ subject: 'permission offersRead' }])
  expect(findings.find(({ subject }) => subject === 'permission apiKeysRead')).toMatchObject({ ok: true })
})

test('S82 ChartHop access that may not write is found by check', async () => {
  await using world = await createWorld({ charthop: { tokens: [{ token: 'viewer-token', access: 'SENSITIVE' }] } })

  const findings = await world.connection.check()

  expect(findings.filter(({ ok }) => !ok)).toMatchObject([{ subject: 'ChartHop access' }])
})

function allowAllBut({ ashby }: World, ...missing: readonly (typeof PERMISSIONS)[number][]): void {
  ashby.keys.set(
    ashbyKey,
    PERMISSIONS.filter((permission) => !missing.includes(permission)),
  )
}
