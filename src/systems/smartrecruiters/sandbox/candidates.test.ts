import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startWithCall } from './testing.ts'

const NEW = { firstName: 'Ada', lastName: 'Byron', email: 'ada@people.example' }

async function withPeople() {
  const clock = fixedClock('2026-03-02T09:00:00Z')
  const it = await startWithCall({ clock })
  const [first, second] = [it.sandbox.addJob({ title: 'Engineer' }).id, it.sandbox.addJob({ title: 'Baker' }).id]
  const ada = it.sandbox.addCandidate({ ...NEW, phone: '+4791234567', tags: ['VIP'] }).id
  const bob = it.sandbox.addCandidate({ firstName: 'Bob' }).id
  it.sandbox.apply(ada, first)
  it.sandbox.apply(ada, second)
  it.sandbox.apply(bob, second)
  it.sandbox.move(bob, second, { status: 'IN_REVIEW', step: 'Crosschq' })
  return { ...it, clock, first, second, ada, bob, [Symbol.asyncDispose]: () => it.sandbox.close() }
}

test('a list tells one status of a person, a single answer all', async () => {
  await using it = await withPeople()

  const [row] = (await it.call('GET', '/candidates')).body.content
  const details = (await it.call('GET', `/candidates/${it.ada}`)).body

  expect(row).toMatchObject({ id: it.ada, createdOn: '2026-03-02T09:00:00.000Z' })
  expect(row.primaryAssignment).toMatchObject({ job: { id: it.second, title: 'Baker' }, status: 'NEW' })
  expect(row.secondaryAssignments).toEqual([{ job: { id: it.first, actions: {} } }])
  expect(row.phoneNumber).toBeUndefined()
  expect(details).toMatchObject({ phoneNumber: '+4791234567', secondaryAssignments: [{ status: 'NEW' }] })
})

test.each<[string, (it: { first: string; ada: string }) => string, number | string[]]>([
  ['a job', ({ first }) => `jobId=${first}`, ['Ada']],
  ['several statuses', () => 'status=HIRED&status=IN_REVIEW', ['Bob']],
  ['a step within its status', () => 'status=IN_REVIEW&subStatus=Crosschq', ['Bob']],
  ['a step alone', () => 'subStatus=Crosschq', 400],
  ['a tag in any case', () => 'tag=vip', ['Ada']],
  ['a text', () => 'q=ADA%40people', ['Ada']],
  ['a later time', () => 'updatedAfter=2026-03-02T09:00:00.000Z', []],
  ['an earlier time', () => 'updatedAfter=2026-03-02T08:59:59.999Z', ['Ada', 'Bob']],
  ['no time at all', () => 'updatedAfter=yesterday', 400],
  ['more than a page may hold', () => 'limit=101', 400],
  ['a page that is none', () => 'pageId=x', 400],
])('people are found by %s', async (_, query, expected) => {
  await using it = await withPeople()

  const { status, body } = await it.call('GET', `/candidates?${query(it)}`)

  if (typeof expected === 'number') expect([status, body.errors.length]).toEqual([expected, 1])
  else expect(body.content.map(({ firstName }: { firstName: string }) => firstName)).toEqual(expected)
})

test('pages lead on by id and by link', async () => {
  await using it = await withPeople()

  const first = await it.call('GET', '/candidates?limit=1')
  const link = /<(.+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
  const second = await it.call('GET', link.slice(it.sandbox.url.length))

  expect([first.body.totalFound, first.body.content[0].id]).toEqual([2, it.ada])
  expect(second.body).toMatchObject({ nextPageId: '', content: [{ id: it.bob }] })
  expect(second.headers.get('link')).toBeNull()
})

test.each([true, false])('a move changes the person: %j', async (statusMovesCandidate) => {
  await using it = await withPeople()
  it.sandbox.settings.statusMovesCandidate = statusMovesCandidate
  it.clock.advance(1000)

  const path = `/candidates/${it.ada}/jobs/${it.first}`
  const { status } = await it.call('PUT', `${path}/status`, { status: 'INTERVIEW', subStatus: 'Phone screen' })
  const { content } = (await it.call('GET', '/candidates?updatedAfter=2026-03-02T09:00:00.000Z')).body

  expect(status).toBe(204)
  expect((await it.call('GET', path)).body).toMatchObject({ status: 'INTERVIEW', subStatus: 'Phone screen' })
  expect(content).toHaveLength(statusMovesCandidate ? 1 : 0)
  expect((await it.call('GET', `${path}/status/history`)).body).toMatchObject({ totalFound: 2 })
})

test.each([
  [{ status: 'IN-REVIEW' }, 400],
  [{ status: 'OFFERED', subStatus: 'Crosschq' }, 400],
  [{ subStatus: 'Crosschq' }, 400],
])('%j is no status', async (body, expected) => {
  await using it = await withPeople()

  expect((await it.call('PUT', `/candidates/${it.ada}/jobs/${it.first}/status`, body)).status).toBe(expected)
})

test.each([
  [{ ...NEW, email: undefined }],
  [{ ...NEW, email: 'ada' }],
  [{ ...NEW, lastName: ' ' }],
  [{ ...NEW, sourceDetails: { sourceTypeId: 'x' } }],
])('%j is no new candidate', async (body) => {
  await using it = await withPeople()

  expect(await it.call('POST', '/candidates', body)).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'INVALID_FIELD' }] },
  })
})

test('who comes without a source came by the API', async () => {
  await using it = await withPeople()

  const { status, body } = await it.call('POST', `/jobs/${it.first}/candidates`, { ...NEW, lastName: 'New' })

  expect([status, body.primaryAssignment.source, body.primaryAssignment.status]).toEqual([201, 'API', 'NEW'])
  expect((await it.call('POST', '/jobs/none/candidates', NEW)).status).toBe(404)
})

test('an application is known by an id of its own too', async () => {
  await using it = await withPeople()
  const [application] = it.sandbox.state.applications.values()

  const { body } = await it.call('GET', `/job-applications-api/v202112/job-applications/${application?.id}`)

  expect(body).toMatchObject({ status: 'NEW', profileId: it.ada, jobId: it.first })
})

test('who is removed is gone', async () => {
  await using it = await withPeople()
  it.sandbox.removeCandidate(it.ada)

  expect((await it.call('GET', `/candidates/${it.ada}`)).status).toBe(404)
  expect((await it.call('GET', `/candidates/${it.ada}/jobs/${it.first}`)).status).toBe(404)
  expect((await it.call('GET', '/candidates')).body.totalFound).toBe(1)
})

test.each<[string, (form: FormData) => unknown, number]>([
  ['a file', () => {}, 201],
  ['no type', (form) => form.delete('attachmentType'), 400],
  ['a type of its own', (form) => form.set('attachmentType', 'REPORT'), 400],
  ['a text for a file', (form) => form.set('file', 'text'), 400],
])('%s is attached or refused', async (_, change, expected) => {
  await using it = await withPeople()
  const form = new FormData()
  form.set('attachmentType', 'GENERIC_FILE')
  form.set('file', new Blob(['%PDF-'], { type: 'application/pdf' }), 'a.pdf')
  change(form)
  const path = `/candidates/${it.ada}/jobs/${it.first}/attachments`

  const { status, body } = await it.call('POST', path, form)

  expect(status).toBe(expected)
  expect((await it.call('GET', path)).body.totalFound).toBe(expected === 201 ? 1 : 0)
  if (expected === 201) expect((await it.call('GET', `/candidates/attachments/${body.id}`)).body).toBe('%PDF-')
  expect((await it.call('POST', path, { file: 'x' })).status).toBe(400)
})

test.each([
  [{ content: '' }, 400],
  [{ content: 'x'.repeat(10_001) }, 400],
  [{ content: 'x', shareWith: { everyone: true, openNote: true } }, 400],
  [{ content: 'x', shareWith: { users: ['nobody'] } }, 400],
  [{ content: 'x', shareWith: { hiringTeamOf: ['nothing'] } }, 400],
  [{ content: 'x' }, 201],
])('a message of %j', async (body, expected) => {
  await using it = await withPeople()

  expect((await it.call('POST', '/messages/shares', body)).status).toBe(expected)
})

test('a message hangs on who it names, and mails who it mentions', async () => {
  await using it = await withPeople()
  const content = `See @[USER:${it.sandbox.adminId}] #[CANDIDATE:${it.ada}]`

  await it.call('POST', '/messages/shares', { content, correlationId: 'run-1', shareWith: { openNote: true } })

  expect((await it.call('GET', `/messages?candidateId=${it.ada}`)).body.content).toMatchObject([
    { content: `${content}\nrun-1`, visibility: 'OPEN', context: { applications: [{ candidateId: it.ada }, {}] } },
  ])
  expect(it.sandbox.state.mentions).toHaveLength(1)
  expect((await it.call('GET', '/messages')).status).toBe(400)
})
