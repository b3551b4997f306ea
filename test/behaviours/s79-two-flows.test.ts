import { expect, test } from 'vitest'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { addActiveJob, addField, openingOf } from '../headcount.ts'
import { addHireField, bringHire, day, persons } from '../hiring.ts'
import { createWorld, type World } from '../world.ts'

const mapping = `version: 1
openings:
  - { from: costCenter, to: Cost Center }
  - { from: seniority, to: Seniority }
hires:
  - { from: offer.T-Shirt Size, to: shirtSize }
  - { from: offer.Desk, to: deskCode }
`

test('S79 nothing is called while no run is asked for', async () => {
  await using world = await createWorld({ mapping })
  addActiveJob(world)

  expect(world.charthop.server.calls).toEqual([])
  expect(world.ashby.server.calls).toEqual([])
})

test('S79 a dry run writes to neither side', async () => {
  await using world = await createWorld({ mapping })
  const filling = await story(world)
  world.charthop.server.clearCalls()
  world.ashby.server.clearCalls()
  addActiveJob(world, { title: 'One more', custom: { costCenter: 'CC-9' } })
  world.ashby.changeOffer(filling.offerId, { custom: { [filling.size]: 'XL' } })

  const end = await world.plan()

  expect(actionsOf(end.plan)).toEqual(['opening.create', 'opening.setValues', 'person.setValues'])
  expect(ashbyWrites(world)).toEqual([])
  expect(charthopWriteCalls(world)).toEqual([])
})

test('S80 exactly two flows write: openings to Ashby, hires to ChartHop', async () => {
  await using world = await createWorld({ mapping, config: { openings: { closeOnInactive: true } } })
  await story(world)

  const toCharthop = new Set(charthopWriteCalls(world).map(({ method, path }) => `${method} ${shape(path)}`))
  const toAshby = new Set(ashbyWrites(world).map(({ path }) => path))

  expect([...toCharthop].sort()).toEqual([
    'PATCH /v2/org/acme/job/{id}',
    'PATCH /v2/org/acme/person/{id}',
    'POST /v1/org/acme/change/sync/HIRE',
    'POST /v1/org/acme/change/sync/MOVE',
    'POST /v2/org/acme/person',
  ])
  expect([...toAshby].sort()).toEqual([
    '/customField.create',
    '/customField.setValues',
    '/customField.updateSelectableValues',
    '/opening.create',
    '/opening.setOpeningState',
    '/opening.update',
  ])
})

test('S80 writes to ChartHop carry mapped custom codes only', async () => {
  await using world = await createWorld({ mapping })
  await story(world)

  const patched = charthopWriteCalls(world).filter(({ method }) => method === 'PATCH')

  expect(patched.length).toBeGreaterThan(0)
  for (const { path, requestBody } of patched) {
    const allowed = path.includes('/person/') ? ['shirtSize'] : ['deskCode']
    expect(Object.keys(requestBody as object)).toEqual(allowed)
  }
})

test('S80 every write to Ashby concerns an opening or its fields', async () => {
  await using world = await createWorld({ mapping })
  await story(world)

  const fieldWrites = ashbyWrites(world).filter(({ path }) => path.startsWith('/customField.'))

  expect(fieldWrites.length).toBeGreaterThan(0)
  for (const { path, requestBody } of fieldWrites) {
    const { objectType } = requestBody as { objectType?: string }
    if (path === '/customField.create') expect(objectType).toBe('Opening_Version')
    if (path === '/customField.setValues') expect(objectType).toBe('Opening')
  }
})

test('S80 what people hold in Ashby is never touched', async () => {
  await using world = await createWorld({ mapping })
  const before = { candidates: 0, applications: 0, offers: 0, jobs: 0 }
  await story(world, () => Object.assign(before, heldInAshby(world)))

  await world.sync()
  world.passHours(30)
  await world.sync()

  expect(heldInAshby(world)).toEqual(before)
})

/** All that can happen between the two, over a dozen cycles. `settled` is called after the last act of a person. */
async function story(world: World, settled: () => void = () => {}) {
  const { charthop, ashby } = world
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'seniority', type: 'ENUM', options: ['Junior', 'Senior'] })
  addField(world, { code: 'shirtSize', entityType: 'PERSON' })
  addField(world, { code: 'deskCode' })
  const size = addHireField(world, 'Offer', 'T-Shirt Size').id
  const desk = addHireField(world, 'Offer', 'Desk').id

  const job = { custom: { costCenter: 'CC-1', seniority: 'Junior' } }
  const filling = await bringHire(world, { job, startDate: day(0), custom: { [size]: 'M', [desk]: 'D-1' } })
  await world.sync()
  const elsewhere = charthop.addJob({ title: 'Analyst' }).id
  charthop.fillJob(elsewhere, { last: 'Hopper', workEmail: 'grace@example.com' })
  await bringHire(world, { job, email: 'grace@example.com', name: 'Grace Hopper' })
  await world.sync()

  const edited = addActiveJob(world, { title: 'Data Engineer', ...job })
  await world.sync()
  charthop.addOption('seniority', 'Principal')
  charthop.editJob(edited, { title: 'Lead Data Engineer', custom: { costCenter: 'CC-2', seniority: 'principal' } })
  await world.sync()
  ashby.editOpening((await openingOf(world, edited)).id, { description: 'edited by hand' })
  await world.sync()
  charthop.setRecruit(edited, 'inactive')
  await world.sync()
  ashby.changeOffer(filling.offerId, { custom: { [size]: 'L', [desk]: 'D-2' } })
  await world.sync()
  ashby.unhire(filling.applicationId)
  await world.sync()
  ashby.hire(filling.applicationId)
  await world.sync()
  charthop.departPerson(persons(world).find(({ name }) => name.last === 'Lovelace')!.id)
  settled()
  await world.sync()
  return { ...filling, size }
}

function heldInAshby({ ashby }: World) {
  const { candidates, applications, offers, jobs } = ashby.state
  const copy = (all: Iterable<unknown>) => JSON.stringify([...all])
  return {
    candidates: copy(candidates.all()),
    applications: copy(applications.all()),
    offers: copy(offers.all()),
    jobs: copy(jobs.all()),
  }
}

function ashbyWrites({ ashby }: World): LoggedCall[] {
  return ashby.server.calls.filter(({ path }) => !/\.(list|info|search)$/.test(path))
}

function charthopWriteCalls({ charthop }: World): LoggedCall[] {
  return charthop.server.calls.filter(({ method }) => method !== 'GET')
}

function shape(path: string): string {
  return path.replaceAll(/[0-9a-f]{24}/g, '{id}')
}

function actionsOf(plan: unknown): string[] {
  return (plan as readonly { changes: readonly { action: string }[] }[]).flatMap(({ changes }) =>
    changes.map(({ action }) => action),
  )
}
