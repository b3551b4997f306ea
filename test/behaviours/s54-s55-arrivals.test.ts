import { expect, test } from 'vitest'
import { tallyOf } from '../headcount.ts'
import { requests } from '../references.ts'
import {
  applied,
  arrived,
  asked,
  createLeverWorld,
  type LeverWorld,
  mappingOf,
  standing,
  template,
  writesDuring,
} from '../references-lever.ts'

const TWO = mappingOf(template('engineering', 'engineering'), template('sales', 'sales', 'brand-marketer-manager'))

test('S55 who comes to the stage is asked for, once', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  arrived(world)
  const end = await world.sync()
  const later = await writesDuring(world, async () => [await world.sync(), await world.sync()])

  expect(end.state).toBe('success')
  expect(requests(world)).toMatchObject([
    {
      candidate: { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' },
      ...{ jobrole: 'software-engineer', requestor: 'rita@acme.example', jobPosition: 'Engineer' },
      counts: { managers: 1, peers: 2 },
    },
  ])
  expect(later).toEqual([])
})

test('S55 an applicant elsewhere in the pipeline is not asked for', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  const id = applied(world)
  world.lever.move(id, 'offer')
  await world.sync()

  expect(requests(world)).toEqual([])
})

test('S55 who was there before is the past', async () => {
  await using world = await createLeverWorld()
  arrived(world)
  await world.sync()
  await world.sync()

  expect(requests(world)).toEqual([])
})

test('S55 backfill asks for who was there before', async () => {
  await using world = await createLeverWorld({ config: { requests: { backfill: true } } })
  arrived(world)
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S55 an archived opportunity in the stage is not asked for', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  world.lever.archive(arrived(world))
  await world.sync()

  expect(requests(world)).toEqual([])
})

test.each<[string, (world: LeverWorld, id: string) => unknown]>([
  ['left again', ({ lever }, id) => lever.move(id, 'offer')],
  ['was archived', ({ lever }, id) => lever.archive(id)],
  ['was hired', ({ lever }, id) => lever.hire(id)],
  ['was deleted', ({ lever }, id) => lever.deleteOpportunity(id)],
])('S55 who %s right before the request is made is not asked for', async (_, happen) => {
  let id: string | undefined
  await using world: LeverWorld = await createLeverWorld({
    engine: {
      checkpoint: async (point) => {
        if (point === 'afterIntend') happen(world, id!)
      },
    },
  })
  await world.sync()
  id = arrived(world)
  await world.sync()

  expect(requests(world)).toEqual([])
})

test('S55 coming back while the request runs asks nobody again', async () => {
  await using world = await createLeverWorld()
  const { applicationId } = await asked(world)
  world.lever.move(applicationId, 'offer')
  await world.sync()
  world.lever.move(applicationId, world.stageId)
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S55 coming back after a cancelled request asks anew', async () => {
  await using world = await createLeverWorld()
  const { applicationId, requestId } = await asked(world)
  world.crosschq.cancelInCrosschq(requestId)
  world.lever.move(applicationId, 'offer')
  await world.sync()
  world.lever.move(applicationId, world.stageId)
  await world.sync()

  expect(requests(world).map(({ state }) => state)).toEqual(['cancelled', 'pending'])
})

test.each([
  [false, 1],
  [true, 2],
])('S55 coming back after a completed request, with repeats %s, makes %i', async (allowRepeat, count) => {
  await using world = await createLeverWorld({ config: { requests: { allowRepeat } } })
  const { applicationId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  world.lever.move(applicationId, 'offer')
  await world.sync()
  world.lever.move(applicationId, world.stageId)
  await world.sync()

  expect(requests(world)).toHaveLength(count)
})

test('S55 the opportunity’s owner asks before the posting’s', async () => {
  await using world = await createLeverWorld()
  const olga = world.lever.addUser({ name: 'Olga Owner', email: 'olga@acme.example' })
  world.crosschq.addPerson({ email: 'olga@acme.example' })
  await world.sync()
  arrived(world, { owner: olga.id })
  await world.sync()

  expect(requests(world)).toMatchObject([{ requestor: 'olga@acme.example' }])
})

test('S55 an owner who left the company is passed over', async () => {
  await using world = await createLeverWorld()
  const olga = world.lever.addUser({ name: 'Olga Owner', email: 'olga@acme.example' })
  world.lever.deactivateUser(olga.id)
  await world.sync()
  arrived(world, { owner: olga.id })
  await world.sync()

  expect(requests(world)).toMatchObject([{ requestor: 'rita@acme.example' }])
})

test('S55 without an owner anywhere nobody is asked, and the way out is named', async () => {
  await using world = await createLeverWorld()
  const posting = world.lever.addPosting({ tags: ['engineering'] })
  await world.sync()
  const id = arrived(world, {}, posting.id)
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(requests(world)).toEqual([])
  expect(await standing(world, 'requests', id)).toMatchObject({
    ...{ state: 'attention', reason: 'no_requestor' },
    message: expect.stringContaining('owner in Lever'),
  })
})

test('S55 without an owner the default requestor asks', async () => {
  await using world = await createLeverWorld({ config: { requests: { defaultRequestor: 'rita@acme.example' } } })
  const posting = world.lever.addPosting({ tags: ['engineering'] })
  await world.sync()
  arrived(world, {}, posting.id)
  await world.sync()

  expect(requests(world)).toMatchObject([{ requestor: 'rita@acme.example' }])
})

test('S55 the posting’s hiring manager is named', async () => {
  await using world = await createLeverWorld()
  const { id } = world.lever.addUser({ name: 'Grace Brewster Hopper', email: 'grace@acme.example' })
  world.lever.editPosting(world.postingId, { hiringManager: id })
  await asked(world)

  expect(requests(world)).toMatchObject([
    { hiringManagers: [{ first_name: 'Grace Brewster', last_name: 'Hopper', email: 'grace@acme.example' }] },
  ])
})

test('S55 a candidate without an address is told of', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  const { id } = world.lever.apply(world.postingId, { name: 'Ada Lovelace' })
  world.lever.move(id, world.stageId)
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(await standing(world, 'requests', id)).toMatchObject({ state: 'attention', reason: 'no_email' })
})

test('S54 a tag in capitals, with blanks around it, matches', async () => {
  await using world = await createLeverWorld()
  const { id } = world.lever.addPosting({ tags: ['Remote', ' ENGINEERING '], owner: world.rita })
  await world.sync()
  arrived(world, {}, id)
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test.each([
  ['no tag', []],
  ['an unknown tag', ['enginering']],
])('S54 a posting with %s asks nobody, quietly and once', async (_, tags) => {
  await using world = await createLeverWorld()
  const { id: posting } = world.lever.addPosting({ tags, owner: world.rita })
  await world.sync()
  const id = arrived(world, { tags: ['engineering'] }, posting)
  const end = await world.sync()
  const again = await world.sync()

  expect([end.state, again.state]).toEqual(['success', 'success'])
  expect(tallyOf(again, 'requests').due).toBe(0)
  expect(requests(world)).toEqual([])
  expect(await standing(world, 'requests', id)).toMatchObject({ state: 'skipped', reason: 'no_template' })
})

test('S54 a lead has applied for no posting, so no template is chosen', async () => {
  await using world = await createLeverWorld()
  await world.sync()
  const { id } = world.lever.addLead({ name: 'Lea Lead', email: 'lea@example.com', tags: ['engineering'] })
  world.lever.move(id, world.stageId)
  await world.sync()

  expect(requests(world)).toEqual([])
  expect(await standing(world, 'requests', id)).toMatchObject({ state: 'skipped', reason: 'no_template' })
})

test('S54 once the posting gets the tag, who waits there is asked for', async () => {
  await using world = await createLeverWorld()
  const { id: posting } = world.lever.addPosting({ owner: world.rita })
  await world.sync()
  arrived(world, {}, posting)
  await world.sync()
  world.lever.editPosting(posting, { tags: ['engineering'] })
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S54 once a template has the tag, who waits there is asked for', async () => {
  await using world = await createLeverWorld({ mapping: mappingOf(template('engineering', 'engineers')) })
  await world.sync()
  arrived(world)
  await world.sync()
  world.map(mappingOf(template('engineering', 'engineering')))
  await world.sync()

  expect(requests(world)).toHaveLength(1)
})

test('S54 of several templates the first in the mapping is meant, with a warning', async () => {
  await using world = await createLeverWorld({ mapping: TWO })
  world.lever.editPosting(world.postingId, { tags: ['sales', 'engineering'] })
  await world.sync()
  const id = arrived(world)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(requests(world)).toMatchObject([{ jobrole: 'software-engineer' }])
  expect((await standing(world, 'requests', id)).issues).toMatchObject([
    { reason: 'several_templates', message: expect.stringContaining('engineering, sales') },
  ])
})

test('S54 a request keeps its template when the tag changes; the next candidate gets the other', async () => {
  await using world = await createLeverWorld({ mapping: TWO })
  await asked(world)
  world.lever.editPosting(world.postingId, { tags: ['sales'] })
  await world.sync()
  arrived(world, { name: 'Bo Beck', email: 'bo@example.com' })
  await world.sync()

  expect(requests(world).map(({ jobrole }) => jobrole)).toEqual(['software-engineer', 'brand-marketer-manager'])
})

test('S54 of a person’s two opportunities only the one that came to the stage counts', async () => {
  await using world = await createLeverWorld({ mapping: TWO })
  const { id: sales } = world.lever.addPosting({ text: 'Seller', tags: ['sales'], owner: world.rita })
  await world.sync()
  applied(world)
  arrived(world, {}, sales)
  await world.sync()

  expect(requests(world)).toMatchObject([{ jobrole: 'brand-marketer-manager', jobPosition: 'Seller' }])
})

test('S61 what does not match is named: the posting’s tags and the templates’', async () => {
  await using world = await createLeverWorld({ mapping: TWO })
  const { id: posting } = world.lever.addPosting({ tags: ['Design', 'Remote'], owner: world.rita })
  await world.sync()
  const id = arrived(world, {}, posting)
  await world.sync()

  const { message } = await standing(world, 'requests', id)
  for (const tag of ['Design', 'Remote', 'engineering', 'sales']) expect(message).toContain(`"${tag}"`)
})
