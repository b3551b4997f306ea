import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { acceptDeliveries } from '../../src/store/hooks.ts'
import { openings } from '../headcount.ts'
import { bringHire, charthopWrites, day, type HireDraft, hireRecord, persons, placements } from '../hiring.ts'
import { createWorld, type World } from '../world.ts'

/** Each of the three may be missing; the opening is one of ours, or one somebody made by hand in Ashby. */
const truthTable = [
  { isAccepted: true, isHired: true, isLinked: true, state: 'synced', reason: undefined, isWritten: true },
  {
    isAccepted: true,
    isHired: true,
    isLinked: false,
    state: 'skipped',
    reason: 'opening_not_linked',
    isWritten: false,
  },
  { isAccepted: true, isHired: false, isLinked: true, state: undefined, reason: undefined, isWritten: false },
  { isAccepted: true, isHired: false, isLinked: false, state: undefined, reason: undefined, isWritten: false },
  {
    isAccepted: false,
    isHired: true,
    isLinked: true,
    state: 'skipped',
    reason: 'offer_not_accepted',
    isWritten: false,
  },
  {
    isAccepted: false,
    isHired: true,
    isLinked: false,
    state: 'skipped',
    reason: 'offer_not_accepted',
    isWritten: false,
  },
  { isAccepted: false, isHired: false, isLinked: true, state: undefined, reason: undefined, isWritten: false },
  { isAccepted: false, isHired: false, isLinked: false, state: undefined, reason: undefined, isWritten: false },
]

test.each(truthTable)(
  'S89 accepted $isAccepted, hired $isHired, linked $isLinked: written $isWritten',
  async ({ isAccepted, isHired, isLinked, state, reason, isWritten }) => {
    await using world = await createWorld()
    const applicationId = isLinked
      ? (await bringHire(world, { isAccepted, isHired })).applicationId
      : hireOnForeignOpening(world, { isAccepted, isHired })

    const end = await world.sync()

    expect(end.state).toBe('success')
    expect(persons(world)).toHaveLength(isWritten ? 1 : 0)
    expect(placements(world)).toHaveLength(isWritten ? 1 : 0)
    if (!isWritten) expect(charthopWrites(world)).toEqual([])
    const record = await hireRecord(world, { applicationId }).catch(() => undefined)
    expect({ state: record?.state, reason: record?.reason }).toEqual({ state, reason })
  },
)

function hireOnForeignOpening({ ashby }: World, { isAccepted, isHired }: HireDraft): string {
  const opening = ashby.addHandMadeOpening({ identifier: 'By hand', openingState: 'Open' })
  const jobId = ashby.addJob({ title: 'Engineer' }).id
  const { application } = ashby.addCandidateWithApplication({ name: 'Ada Lovelace', email: 'ada@example.com', jobId })
  const offer = ashby.makeOffer({ applicationId: application.id, openingId: opening.id, startDate: day(30) })
  if (isAccepted) ashby.acceptOffer(offer.id)
  if (isHired) ashby.hire(application.id)
  return application.id
}

test('S89 a hire without an offer is reported and not written', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { isOffered: false })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(await hireRecord(world, hire)).toMatchObject({ state: 'skipped', reason: 'no_offer' })
  expect(charthopWrites(world)).toEqual([])
})

test('S89 a declined offer is no accepted one', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { isAccepted: false, isHired: false })
  world.ashby.declineOffer(hire.offerId)
  world.ashby.hire(hire.applicationId)

  await world.sync()

  expect(await hireRecord(world, hire)).toMatchObject({ state: 'skipped', reason: 'offer_not_accepted' })
  expect(charthopWrites(world)).toEqual([])
})

test('S89 of several offers the accepted one counts', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { isHired: false, isAccepted: false, startDate: day(90) })
  world.ashby.declineOffer(hire.offerId)
  const second = world.ashby.makeOffer({
    applicationId: hire.applicationId,
    openingId: hire.openingId,
    startDate: day(15),
  })
  world.ashby.acceptOffer(second.id)
  world.ashby.hire(hire.applicationId)

  await world.sync()

  expect(placements(world)).toMatchObject([{ date: day(15) }])
})

test('S89 an offer accepted after the hire is picked up by itself', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world, { isAccepted: false })
  await world.sync()

  world.ashby.acceptOffer(hire.offerId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect((await hireRecord(world, hire)).state).toBe('synced')
  expect(placements(world)).toHaveLength(1)
})

test('S89 without requireAccepted a hire needs no accepted offer', async () => {
  await using world = await createWorld({ config: { hires: { requireAccepted: false } } })
  await bringHire(world, { isAccepted: false })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(placements(world)).toHaveLength(1)
})

test('S89 a hire on an opening linked later goes through then', async () => {
  await using world = await createWorld({ config: { openings: { adoptExisting: true } } })
  const jobId = world.charthop.addJob({ title: 'Engineer' }).id
  const opening = world.ashby.addHandMadeOpening({ identifier: jobId, openingState: 'Approved' })
  const hiring = world.ashby.addJob({ title: 'Engineer' }).id
  const { application } = world.ashby.addCandidateWithApplication({
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    jobId: hiring,
  })
  const offer = world.ashby.makeOffer({ applicationId: application.id, openingId: opening.id, startDate: day(30) })
  world.ashby.acceptOffer(offer.id)
  world.ashby.hire(application.id)
  await world.sync()
  const unlinked = await hireRecord(world, { applicationId: application.id })

  world.charthop.setRecruit(jobId, 'active')
  await world.sync()

  expect(unlinked.reason).toBe('opening_not_linked')
  expect(openings(world)).toHaveLength(1)
  expect(placements(world, jobId)).toHaveLength(1)
})

const webhookSecret = 'a-secret-that-ashby-signs-with'
const onPush = { config: { hires: { push: 'onPushEvent' }, ashby: { webhookSecret } } }

test('S89 with onPushEvent a hire waits until somebody pushes it', async () => {
  await using world = await createWorld(onPush)
  const hire = await bringHire(world)

  const waiting = await world.sync()
  const record = await hireRecord(world, hire)
  const writesBefore = charthopWrites(world)
  const run = await push(world, hire.applicationId)

  expect(waiting.state).toBe('success')
  expect(record).toMatchObject({ state: 'skipped', reason: 'not_pushed' })
  expect(writesBefore).toEqual([])
  expect(run.state).toBe('success')
  expect(persons(world)).toHaveLength(1)
  expect(placements(world)).toHaveLength(1)
})

test('S89 a push is for one application alone', async () => {
  await using world = await createWorld(onPush)
  const pushed = await bringHire(world)
  const other = await bringHire(world, { email: 'grace@example.com' })

  await push(world, pushed.applicationId)
  await world.sync()

  expect((await hireRecord(world, pushed)).state).toBe('synced')
  expect((await hireRecord(world, other)).reason).toBe('not_pushed')
  expect(persons(world)).toHaveLength(1)
})

test('S89 a push before the offer is accepted is remembered', async () => {
  await using world = await createWorld(onPush)
  const hire = await bringHire(world, { isAccepted: false })
  await push(world, hire.applicationId)
  expect(charthopWrites(world)).toEqual([])

  world.ashby.acceptOffer(hire.offerId)
  await world.sync()

  expect((await hireRecord(world, hire)).state).toBe('synced')
})

/** What the daemon does with Ashby's signed `pushToHRIS`: verified, kept, and a run for that one application. */
async function push(world: World, applicationId: string) {
  const body = { action: 'pushToHRIS', data: { application: { id: applicationId } } }
  const rawBody = Buffer.from(JSON.stringify(body))
  const signature = createHmac('sha256', webhookSecret).update(rawBody).digest('hex')
  const verdict = await world.connection.readHook({
    event: 'pushToHRIS',
    headers: { 'ashby-signature': `sha256=${signature}` },
    query: {},
    rawBody,
    body,
  })
  if (verdict.type !== 'look') throw new Error(`the hook was ${verdict.type}`)
  const { records, pushed = [], delivery = '' } = verdict
  const kept = { event: 'pushToHRIS', delivery, records, pushed }
  await acceptDeliveries(world.engine.db, world.connection.id, [kept])
  return world.sync({ records })
}
