import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startWithCall } from './testing.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

test('creates a draft with the documented defaults', async () => {
  await using running = await startWithCall({ clock: fixedClock('2026-03-02T08:00:00Z') })

  const { results } = await running.call('opening.create')

  expect(results).toMatchObject({ openingState: 'Draft', isArchived: false, openedAt: null, closeReasonId: null })
  expect(results.latestVersion).toMatchObject({
    identifier: null,
    createdAt: '2026-03-02T08:00:00.000Z',
    isBackfill: false,
    employmentType: 'FullTime',
    jobIds: [],
    customFields: [],
  })
  expect(results.latestVersion.id).not.toBe(results.id)
})

test('creates an approved opening with everything given', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const teamId = sandbox.addDepartment({ name: 'Design' }).id
  const locationIds = [sandbox.addLocation({ name: 'Oslo' }).id]
  const jobIds = [sandbox.addJob({ title: 'Designer' }).id]
  const sent = { identifier: 'R-1', description: 'why', teamId, locationIds, jobIds, targetHireDate: '2026-05-01' }

  const created = await call('opening.create', { ...sent, openingState: 'Approved', isBackfill: 'true' })

  expect(created.results).toMatchObject({ openingState: 'Approved', latestVersion: { ...sent, isBackfill: true } })
  expect((await call('opening.info', { openingId: created.results.id })).results).toEqual(created.results)
  expect(sandbox.state.openings.get(created.results.id)).toEqual(created.results)
})

test.each([
  ['a state nobody can set', { openingState: 'Filled' }],
  ['a date that does not exist', { targetStartDate: '2026-02-30' }],
  ['an unknown employment type', { employmentType: 'Fulltime' }],
  ['a number for text', { identifier: 7 }],
  ['a team that does not exist', { teamId: NOBODY }],
  ['a job that does not exist', { jobIds: [NOBODY] }],
  ['a location that does not exist', { locationIds: [NOBODY] }],
])('refuses to create with %s', async (_case, body) => {
  await using running = await startWithCall()

  const answer = await running.call('opening.create', body)

  expect(answer).toMatchObject({ success: false, errorInfo: { code: 'invalid_input' } })
  expect(running.sandbox.state.openings.size).toBe(0)
})

test('an update makes a version and resets what is omitted', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const opening = sandbox.addHandMadeOpening({ identifier: 'R-1', isBackfill: true, employmentType: 'Contract' })

  const { results } = await call('opening.update', { openingId: opening.id, description: 'new' })

  expect(results.latestVersion).toMatchObject({
    identifier: 'R-1',
    description: 'new',
    isBackfill: false,
    employmentType: 'FullTime',
  })
  expect(results.latestVersion.id).not.toBe(opening.latestVersion.id)
})

test('the reset of what is omitted can be turned off', async () => {
  await using running = await startWithCall({ omittedResets: false })
  const opening = running.sandbox.addHandMadeOpening({ isBackfill: true, employmentType: 'Contract' })

  const { results } = await running.call('opening.update', { openingId: opening.id, description: 'new' })

  expect(results.latestVersion).toMatchObject({ isBackfill: true, employmentType: 'Contract' })
})

test('states come with their moments and reasons', async () => {
  const clock = fixedClock('2026-03-02T08:00:00Z')
  await using running = await startWithCall({ clock })
  const { sandbox, call } = running
  const openingId = sandbox.addHandMadeOpening({ identifier: 'R-1' }).id
  const closeReasonId = sandbox.addCloseReason('Budget cut').id

  const opened = await call('opening.setOpeningState', { openingId, openingState: 'Open' })
  clock.advance(1000)
  const closed = await call('opening.setOpeningState', { openingId, openingState: 'Closed', closeReasonId })
  const reopened = await call('opening.setOpeningState', { openingId, openingState: 'Open' })

  expect(opened.results).toMatchObject({ openingState: 'Open', openedAt: '2026-03-02T08:00:00.000Z', closedAt: null })
  expect(closed.results).toMatchObject({ openingState: 'Closed', closedAt: '2026-03-02T08:00:01.000Z', closeReasonId })
  expect(reopened.results).toMatchObject({ openingState: 'Open', closedAt: null, closeReasonId: null })
})

test('Filled and unknown close reasons are refused', async () => {
  await using running = await startWithCall()
  const openingId = running.sandbox.addHandMadeOpening({}).id

  const filled = await running.call('opening.setOpeningState', { openingId, openingState: 'Filled' })
  const reason = { openingId, openingState: 'Closed', closeReasonId: NOBODY }

  expect(filled.errorInfo?.code).toBe('invalid_input')
  expect((await running.call('opening.setOpeningState', reason)).errorInfo?.message).toBe('Close reason not found')
  expect(running.sandbox.state.openings.get(openingId)?.openingState).toBe('Draft')
})

test('strictness asks for content and close reasons', async () => {
  await using running = await startWithCall({
    requiredOutsideDraft: ['identifier', 'locationIds'],
    closeReasonRequired: true,
  })
  const { sandbox, call } = running
  const locationIds = [sandbox.addLocation({ name: 'Oslo' }).id]

  const bare = await call('opening.create', { identifier: 'R-1', openingState: 'Approved' })
  const draft = await call('opening.create', { identifier: 'R-1' })
  const whole = await call('opening.create', { identifier: 'R-1', locationIds, openingState: 'Approved' })
  const close = await call('opening.setOpeningState', { openingId: whole.results.id, openingState: 'Closed' })

  expect(bare.errorInfo?.message).toBe('openingState: Approved requires locationIds')
  expect([draft.success, whole.success]).toEqual([true, true])
  expect(close.errorInfo?.code).toBe('invalid_input')
})

test('archives by the parameter named archive', async () => {
  await using running = await startWithCall()
  const openingId = running.sandbox.addHandMadeOpening({}).id

  const wrong = await running.call('opening.setArchived', { openingId, archived: true })
  const right = await running.call('opening.setArchived', { openingId, archive: true })
  const back = await running.call('opening.setArchived', { openingId, archive: false })

  expect(wrong.success).toBe(false)
  expect(right.results).toMatchObject({ isArchived: true, archivedAt: expect.any(String) })
  expect(back.results).toMatchObject({ isArchived: false, archivedAt: null })
})

test('jobs and locations are added and removed singly', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const openingId = sandbox.addHandMadeOpening({}).id
  const jobId = sandbox.addJob({ title: 'Engineer' }).id
  const locationId = sandbox.addLocation({ name: 'Oslo' }).id

  const added = await call('opening.addJob', { openingId, jobId })
  const again = await call('opening.addJob', { openingId, jobId })
  const placed = await call('opening.addLocation', { openingId, locationId })
  await call('opening.removeJob', { openingId, jobId })
  const emptied = await call('opening.removeLocation', { openingId, locationId })

  expect(again.results).toEqual(added.results)
  expect(placed.results.latestVersion).toMatchObject({ jobIds: [jobId], locationIds: [locationId] })
  expect(emptied.results.latestVersion).toMatchObject({ jobIds: [], locationIds: [] })
  expect((await call('opening.addJob', { openingId, jobId: NOBODY })).success).toBe(false)
})

test('searches part of an identifier unless set to exact', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  for (const identifier of ['R-1', 'R-10', 'X']) sandbox.addHandMadeOpening({ identifier })

  const partial = await call('opening.search', { identifier: 'r-1' })
  sandbox.settings.openingSearch = 'exact'

  expect(partial.results).toHaveLength(2)
  expect((await call('opening.search', { identifier: 'R-1' })).results).toHaveLength(1)
})

test('identifiers may repeat unless set unique', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  await call('opening.create', { identifier: 'R-1' })

  const second = await call('opening.create', { identifier: 'R-1' })
  sandbox.settings.uniqueIdentifiers = true
  const third = await call('opening.create', { identifier: 'R-1' })

  expect([second.success, third.success]).toEqual([true, false])
})

test('unknown openings are told with the set code', async () => {
  await using running = await startWithCall({ notFoundCode: 'resource_not_found' })

  const answer = await running.call('opening.info', { openingId: NOBODY })

  expect(answer).toMatchObject({
    success: false,
    errors: ['resource_not_found'],
    errorInfo: { message: 'Opening not found' },
  })
})

test('hiring team members join and leave an opening', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const openingId = sandbox.addHandMadeOpening({}).id
  const user = sandbox.addUser({ firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com' })
  const roleId = [...sandbox.state.hiringTeamRoles.all()][0]?.id
  const member = { openingId, teamMemberId: user.id, roleId }

  await call('hiringTeam.addMember', member)
  await call('hiringTeam.addMember', member)
  const joined = sandbox.state.openings.get(openingId)?.latestVersion.hiringTeam
  await call('hiringTeam.removeMember', member)

  expect(joined).toEqual([
    { userId: user.id, firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com', role: 'Hiring Manager' },
  ])
  expect(sandbox.state.openings.get(openingId)?.latestVersion.hiringTeam).toEqual([])
  expect((await call('hiringTeam.addMember', { teamMemberId: user.id, roleId })).success).toBe(false)
})
