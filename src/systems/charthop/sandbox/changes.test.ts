import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startChartHopSandbox } from '../sandbox.ts'
import { callerOf } from './test-client.ts'

const DAY = 86_400_000

async function start(options: Parameters<typeof startChartHopSandbox>[0] = {}) {
  const sandbox = await startChartHopSandbox({ clock: fixedClock('2026-03-02T09:00:00Z'), ...options })
  const call = callerOf(sandbox)
  const job = sandbox.addJob({ title: 'Engineer', recruit: 'active', createDate: '2026-02-01' })
  const person = sandbox.addPerson({ first: 'Ada', last: 'Lovelace', homeEmail: 'ada@home.test' })
  const hire = { jobId: job.id, personId: person.id, date: '2026-04-01' }
  const fields = 'state,open,personId,recruit,upcoming,startDate'
  const row = async (id = job.id) => (await call('GET', `/v2/org/{org}/job/${id}?fields=${fields}`)).body
  const post = (path: string, body: object = hire) => call('POST', `/v1/org/{org}/change/${path}`, body)
  return { sandbox, call, job, person, hire, row, post, [Symbol.asyncDispose]: () => sandbox.close() }
}

test('a future hire is announced, then fills the job', async () => {
  await using it = await start()

  const { status, body } = await it.post('HIRE')
  const before = await it.row()
  it.sandbox.clock.advance(30 * DAY)
  const after = await it.row()

  expect({ status, body }).toMatchObject({ status: 201, body: { ...it.hire, type: 'HIRE', status: 'ACTIVE' } })
  expect(before).toEqual({
    ...{ state: 'START', open: 'OPEN', personId: it.person.id, recruit: 'PENDING' },
    upcoming: [{ id: body.id, type: 'HIRE', date: '2026-04-01', personId: it.person.id }],
  })
  expect(after).toEqual({
    ...{ state: 'FILLED', open: 'FILLED', personId: it.person.id, recruit: 'PENDING', startDate: '2026-04-01' },
  })
})

test('a hire for later leaves is:open at once', async () => {
  await using it = await start()
  const open = async () => (await it.call('GET', '/v2/org/{org}/job?q=is:open')).body.data.length
  await it.post('HIRE')

  const usual = await open()
  it.sandbox.settings.startIsOpen = true

  expect([usual, await open()]).toEqual([0, 1])
})

test('recruit stays as it is when set so', async () => {
  await using it = await start({ hireSetsRecruit: false })

  await it.post('HIRE')

  expect((await it.row()).recruit).toBe('ACTIVE')
})

test('a hire announced later shows later', async () => {
  await using it = await start()
  await it.post('HIRE', { ...it.hire, announceDate: '2026-03-10' })

  const before = await it.row()
  it.sandbox.clock.advance(8 * DAY)

  expect([before.state, before.personId, before.upcoming.length]).toEqual(['OPEN', undefined, 1])
  expect((await it.row()).state).toBe('START')
})

test('sync makes the same hire only once', async () => {
  await using it = await start()

  const first = await it.post('sync/HIRE')
  const events = it.sandbox.state.events.length
  const second = await it.post('sync/hire', { ...it.hire, date: '2026-05-01' })
  const plain = await it.post('HIRE')

  expect([first.status, second.status, plain.status]).toEqual([200, 200, 400])
  expect(second.body).toEqual(first.body)
  expect(it.sandbox.state.events.length).toBe(events)
})

test('validation judges without entering anything', async () => {
  await using it = await start()
  const before = it.sandbox.state.changes.length

  const statuses = [(await it.post('HIRE/validate')).status]
  statuses.push((await it.post('HIRE/validate', { ...it.hire, date: '2026-01-01' })).status)

  expect(statuses).toEqual([204, 400])
  expect(it.sandbox.state.changes.length).toBe(before)
})

const STRANGER = '588f7ee98f138b19220041a7'

test.each([
  ['a start before the create date', { date: '2026-01-31' }, 400],
  ['a missing date', { date: undefined }, 400],
  ['a date that is none', { date: 'soon' }, 400],
  ['an unknown job', { jobId: STRANGER }, 404],
  ['an unknown person', { personId: STRANGER }, 404],
  ['a person that is no id', { personId: 'Ada' }, 400],
  ['nobody', { personId: undefined }, 400],
])('refuses a hire with %s', async (_what, part, status) => {
  await using it = await start()

  const answer = await it.post('HIRE', { ...it.hire, ...part })

  expect(answer).toEqual({ status, body: { code: status, message: expect.any(String) } })
  expect((await it.row()).state).toBe('OPEN')
})

test('refuses a hire into a filled job', async () => {
  await using it = await start()
  it.sandbox.fillJob(it.job.id, { last: 'Turing' })

  expect((await it.post('HIRE')).status).toBe(400)
})

test('refuses to hire somebody who holds a job', async () => {
  await using it = await start()
  it.sandbox.fillJob(it.sandbox.addJob().id, it.person.id)

  expect((await it.post('HIRE')).status).toBe(400)
})

test('a move fills one job and vacates the other', async () => {
  await using it = await start()
  const old = it.sandbox.addJob({ title: 'Analyst' })
  it.sandbox.fillJob(old.id, it.person.id)

  const { status } = await it.post('MOVE', { ...it.hire, otherJobId: old.id })
  const ahead = [(await it.row()).state, (await it.row(old.id)).state]
  it.sandbox.clock.advance(30 * DAY)

  expect(status).toBe(201)
  expect(ahead).toEqual(['START', 'DEPART'])
  expect([(await it.row()).personId, (await it.row(old.id)).state]).toEqual([it.person.id, 'OPEN'])
  expect((await it.call('GET', `/v2/org/{org}/person/${it.person.id}?fields=jobId`)).body.jobId).toBe(it.job.id)
})

test('a move from a job not held is refused', async () => {
  await using it = await start()
  const old = it.sandbox.addJob({ title: 'Analyst' })

  const statuses = [(await it.post('MOVE', { ...it.hire, otherJobId: old.id })).status, (await it.post('MOVE')).status]

  expect(statuses).toEqual([400, 400])
})

test('cancelling a hire reopens the job', async () => {
  await using it = await start()
  const { body } = await it.post('HIRE')

  const { status } = await it.call('DELETE', `/v1/org/{org}/change/${body.id}`)

  expect(status).toBe(204)
  expect(await it.row()).toEqual({ state: 'OPEN', open: 'OPEN', recruit: 'ACTIVE' })
  expect((await it.call('GET', `/v1/org/{org}/change/${body.id}`)).status).toBe(404)
  expect(it.sandbox.state.events.at(-1)!.code).toBe('change.delete.hire')
})

test('a moved start date is judged again', async () => {
  await using it = await start()
  const { body } = await it.post('HIRE')
  const patch = (date: string) => it.call('PATCH', `/v1/org/{org}/change/${body.id}`, { date })

  const statuses = [(await patch('2026-05-01')).status, (await patch('2026-01-01')).status]

  expect(statuses).toEqual([204, 400])
  expect((await it.row()).upcoming[0].date).toBe('2026-05-01')
  expect((await it.call('GET', `/v1/org/{org}/change/${body.id}`)).body.date).toBe('2026-05-01')
  expect(it.sandbox.state.events.at(-1)!.code).toBe('change.update.hire')
})

test('lists changes by job, type and day', async () => {
  await using it = await start()
  const hire = (await it.post('HIRE')).body
  const ids = async (query: string) =>
    (await it.call('GET', `/v1/org/{org}/change?${query}`)).body.data.map(({ type }: { type: string }) => type)

  expect(await ids(`jobId=${it.job.id}`)).toEqual(['CREATE', 'HIRE'])
  expect(await ids(`jobId=${it.job.id}&type=HIRE`)).toEqual(['HIRE'])
  expect(await ids(`personId=${it.person.id}`)).toEqual(['HIRE'])
  expect(await ids('date=2026-04-01&untilDate=2026-04-02')).toEqual(['HIRE'])
  expect(await ids('untilDate=2026-04-01')).toEqual(['CREATE'])
  expect(await ids('desc=true&limit=1')).toEqual(['HIRE'])
  expect(await ids(`from=${hire.id}`)).toEqual(['HIRE'])
})

test('stale reads also hide a new change', async () => {
  await using it = await start({ staleReadsMs: 5000 })
  it.sandbox.clock.advance(10_000)
  const { body } = await it.post('HIRE')
  const listed = async () => (await it.call('GET', `/v1/org/{org}/change?jobId=${it.job.id}`)).body.data.length

  const early = [
    (await it.row()).state,
    await listed(),
    (await it.call('GET', `/v1/org/{org}/change/${body.id}`)).status,
  ]
  it.sandbox.clock.advance(6000)

  expect(early).toEqual(['OPEN', 1, 404])
  expect([(await it.row()).state, await listed()]).toEqual(['START', 2])
})

test.each([
  ['any', [201, 204]],
  ['upper', [201, 404]],
  ['lower', [404, 204]],
] as const)('takes change types in %s case', async (changeTypeCase, expected) => {
  await using it = await start({ changeTypeCase })
  const other = { ...it.hire, jobId: it.sandbox.addJob().id, personId: it.sandbox.addPerson({ last: 'Hopper' }).id }

  const statuses = [(await it.post('HIRE')).status, (await it.post('hire/validate', other)).status]

  expect(statuses).toEqual(expected)
})

test('v1 changes create, update and delete jobs', async () => {
  await using it = await start()
  const made = (await it.post('CREATE', { date: '2026-03-02', job: { title: 'Cook', fields: { recruit: 'ACTIVE' } } }))
    .body
  const path = `/v2/org/{org}/job/${made.jobId}?fields=title,recruit`

  const rows = [(await it.call('GET', path)).body]
  await it.post('UPDATE', {
    jobId: made.jobId,
    date: '2026-03-02',
    update: { title: 'Chef', fields: { recruit: null } },
  })
  rows.push((await it.call('GET', path)).body)
  await it.post('DELETE', { jobId: made.jobId, date: '2026-03-02' })

  expect(rows).toEqual([{ title: 'Cook', recruit: 'ACTIVE' }, { title: 'Chef' }])
  expect((await it.call('GET', path)).status).toBe(404)
})

test('says what it does not support', async () => {
  await using it = await start()

  const statuses = [(await it.post('RELATE')).status, (await it.post('PROMOTE')).status]

  expect(statuses).toEqual([501, 404])
})

test('values of a change stand where the reference has them', async () => {
  await using it = await start()
  it.sandbox.addField({ code: 'desk', label: 'Desk', type: 'STRING', entityType: 'JOB' })
  it.sandbox.editJob(it.job.id, { title: 'Chef', employment: 'PART', desk: '12', startDatePlanned: null })

  const { body } = await it.call('GET', `/v1/org/{org}/change?jobId=${it.job.id}`)

  const [creation, edit] = body.data
  expect(creation.job).toEqual({ title: 'Engineer', fields: { recruit: 'ACTIVE' } })
  expect(creation.update).toBeUndefined()
  expect(edit.update).toEqual({
    ...{ title: 'Chef', employment: 'PART', startDatePlannedRemove: true },
    fields: { desk: '12' },
  })
})
