import { expect, test } from 'vitest'
import { decideHold } from '../../src/store/holds.ts'
import { addProspects, emailsIn, exportingToLever, opportunities, syncWith } from '../exports.ts'
import { tallyOf } from '../headcount.ts'
import { standing } from '../references-lever.ts'

test('S65 only those are exported who come after it was switched on', async () => {
  await using world = await exportingToLever({ new: true })
  const [old] = await addProspects(world, 3)
  await world.sync()
  await addProspects(world, 2)

  await world.sync()
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(emailsIn(world).toSorted()).toEqual(['person-3@prospects.example', 'person-4@prospects.example'])
  expect(await standing(world, 'prospects', old!.id)).toMatchObject({ state: 'skipped', reason: 'made_before' })
})

test('S65 switched off and on, who came in between stays out', async () => {
  await using world = await exportingToLever({ new: true })
  await world.sync()
  await syncWith(world, {})
  await addProspects(world, 2)
  await world.sync()
  await addProspects(world, 1)

  await world.sync()

  expect(emailsIn(world)).toEqual(['person-2@prospects.example'])
})

test('S65 as many of one moment as go over a page are all exported', async () => {
  await using world = await exportingToLever({ existing: true, new: true })
  const created_at = new Date().toISOString()
  await addProspects(world, 130, () => ({ created_at }))
  await world.sync()
  await addProspects(world, 30, () => ({ created_at }))

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(new Set(emailsIn(world)).size).toBe(160)
  expect(opportunities(world)).toHaveLength(160)
})

test('S65 who shows up in the list a few minutes late is not missed', async () => {
  await using world = await exportingToLever({ new: true })
  await world.sync()
  const after = (minutes: number) => ({ created_at: new Date(Date.now() + minutes * 60_000).toISOString() })
  world.passHours(1)
  await addProspects(world, 1, () => after(50))
  await world.sync()
  await addProspects(world, 1, () => after(47))

  await world.sync()

  expect(emailsIn(world)).toHaveLength(2)
})

test.each([
  ['neither', {}, []],
  ['existing only', { existing: true }, ['person-0', 'person-1', 'person-2']],
  ['new only', { new: true }, ['person-3', 'person-4']],
  ['both', { existing: true, new: true }, ['person-0', 'person-1', 'person-2', 'person-3', 'person-4']],
])('S66 with %s on, the right ones are exported once', async (_which, rules, expected) => {
  await using world = await exportingToLever(rules)
  await addProspects(world, 3)
  await world.sync()
  await addProspects(world, 2)

  await world.sync()
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(emailsIn(world).toSorted()).toEqual(expected.map((name) => `${name}@prospects.example`))
})

test('S66 existing switched on later brings those of before, and nobody twice', async () => {
  await using world = await exportingToLever({ new: true })
  await addProspects(world, 2)
  await world.sync()
  await addProspects(world, 1)
  await world.sync()

  await syncWith(world, { existing: true, new: true })

  expect(emailsIn(world)).toHaveLength(3)
  expect(opportunities(world)).toHaveLength(3)
})

test('S66 a plan before the first run tells what would be exported', async () => {
  await using world = await exportingToLever({ existing: true })
  await addProspects(world, 3)

  const end = await world.plan()

  expect(tallyOf(end, 'prospects')).toMatchObject({ planned: { create: 3 } })
  expect(opportunities(world)).toEqual([])
})

test('S66 a bulk that comes after a first run waits until a person approves it', async () => {
  await using world = await exportingToLever({ new: true })
  await addProspects(world, 60)
  await world.sync()

  const held = await syncWith(world, { existing: true, new: true })

  expect(held.state).toBe('held')
  expect(opportunities(world)).toEqual([])
  await decideHold(world.engine.db, tallyOf(held, 'prospects').digest!, 'approved', 'a person')
  expect((await syncWith(world, { existing: true, new: true })).state).toBe('success')
  expect(opportunities(world)).toHaveLength(60)
})
