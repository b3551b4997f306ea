import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import type { WilloSandboxOptions } from '../sandbox.ts'
import { startWithCall } from './testing.ts'

const ADA = { name: 'Ada Byron', email: 'ada@people.example' }

async function start(options: WilloSandboxOptions = {}) {
  const running = await startWithCall({ clock: fixedClock('2026-03-02T09:00:00Z'), ...options })
  const { sandbox, call } = running
  const interview = sandbox.addInterview({ title: 'Cooks' })
  const invite = (body: object = ADA) => call('POST', '/participants/', { interview: interview.key, ...body })
  const look = async (key: string) => (await call('GET', `/participants/${key}/`)).body
  return { ...running, sandbox, interview, invite, look }
}

test('inviting answers with the participant', async () => {
  await using it = await start()

  const { status, body } = await it.invite({ ...ADA, phone: '+15550100000', external_id: 'x', send_invite: false })

  expect(status).toBe(201)
  expect(body).toEqual({
    ...{ ...ADA, key: expect.stringMatching(/^[0-9a-f]{32}$/), phone: '+15550100000', interview: it.interview.key },
    ...{ stage: 'New', status: 'invited', created: '2026-03-02T09:00:00.000Z', completed_at: null },
    ...{ response_url: null, responses: [] },
  })
  expect(it.sandbox.state.invitations).toEqual([
    {
      ...{ participantKey: body.key, interviewKey: it.interview.key, email: ADA.email, phone: '+15550100000' },
      at: Date.parse('2026-03-02T09:00:00Z'),
    },
  ])
})

test.each([
  ['no name', { email: ADA.email }, { name: ['This field is required.'] }],
  ['a blank name', { ...ADA, name: ' ' }, { name: [expect.any(String)] }],
  ['no e-mail', { name: ADA.name }, { email: ['This field is required.'] }],
  ['a broken e-mail', { ...ADA, email: 'ada' }, { email: [expect.any(String)] }],
  ['a phone without country', { ...ADA, phone: '0555' }, { phone: [expect.any(String)] }],
  ['an unknown interview', { ...ADA, interview: '0'.repeat(32) }, { interview: [expect.any(String)] }],
])('%s is refused by field', async (_, body, errors) => {
  await using it = await start()

  const answer = await it.invite(body)

  expect([answer.status, answer.body]).toEqual([400, errors])
  expect(it.sandbox.state.invitations).toEqual([])
})

test.each([
  ['second', 201, 2],
  ['ignored', 200, 1],
] as const)('a repeated address is %s', async (duplicates, status, invitations) => {
  await using it = await start({ duplicates })
  const first = await it.invite()

  const again = await it.invite({ ...ADA, email: 'ADA@people.example' })

  expect(again.status).toBe(status)
  expect(again.body.key === first.body.key).toBe(duplicates === 'ignored')
  expect(it.sandbox.state.invitations).toHaveLength(invitations)
})

test('an ignored address is new to another interview', async () => {
  await using it = await start({ duplicates: 'ignored' })
  await it.invite()
  const { key: interview } = it.sandbox.addInterview()

  expect((await it.invite({ ...ADA, interview })).status).toBe(201)
})

test('answers are shown once handed in', async () => {
  await using it = await start()
  const { key } = (await it.invite()).body
  const rows = []

  it.sandbox.openInvitation(key)
  rows.push(await it.look(key))
  it.sandbox.answer(key, 'part')
  it.sandbox.answer(key, 'all')
  rows.push(await it.look(key))
  it.sandbox.complete(key)
  rows.push(await it.look(key))

  expect(rows.map(({ status, responses, completed_at }) => [status, responses.length, completed_at])).toEqual([
    ['opened', 0, null],
    ['started', 0, null],
    ['completed', 3, '2026-03-02T09:00:00.000Z'],
  ])
  expect(rows[2].responses.map(({ type }: { type: string }) => type)).toEqual(['video', 'audio', 'text'])
  expect((await fetch(rows[2].response_url)).status).toBe(200)
  expect((await it.call('GET', '/participants/')).body.results[0]).not.toHaveProperty('responses')
})

test('answers of an open session may be shown', async () => {
  await using it = await start({ showsUnfinished: true })
  const { key } = (await it.invite()).body

  it.sandbox.answer(key, 'part')

  expect(await it.look(key)).toMatchObject({ status: 'started', responses: [{ question: 'Who are you?' }] })
})

test('doubtful fields are as set', async () => {
  const statusWords = { invited: null, opened: null, started: null, completed: 'Responded' }
  const fields = { linkField: 'share_url', completedField: 'responded_at' } as const
  await using it = await start({ statusWords, ...fields, stageAs: 'object', interviewAs: 'object' })
  const { key } = (await it.invite()).body
  expect((await it.look(key)).status).toBe(null)

  it.sandbox.complete(key)

  const body = await it.look(key)
  expect(body).toMatchObject({
    ...{ status: 'Responded', responded_at: expect.any(String), share_url: expect.stringContaining('/common/') },
    ...{ stage: { name: 'New' }, interview: { key: it.interview.key, title: 'Cooks' } },
  })
  expect(body).not.toHaveProperty('completed_at')
})

test('fields may be missing altogether', async () => {
  await using it = await start({ linkField: undefined, completedField: undefined })
  const { key } = (await it.invite()).body
  it.sandbox.complete(key)

  expect(Object.keys(await it.look(key)).sort()).toEqual(
    ['created', 'email', 'interview', 'key', 'name', 'phone', 'responses', 'stage', 'status'].sort(),
  )
})

test.each([
  [true, 1],
  [false, 2],
])('the filter by interview works: %s', async (filtersParticipants, count) => {
  await using it = await start({ filtersParticipants })
  const other = it.sandbox.addInterview()
  await it.invite()
  const { key } = it.sandbox.inviteByHand(other.key, { name: 'Ida', email: 'ida@people.example' })

  const { body } = await it.call('GET', `/participants/?interview=${other.key}`)

  expect(body.count).toBe(count)
  expect(body.results[0].key).toBe(key)
})

test('who comes by link is not invited', async () => {
  await using it = await start()
  const { key } = it.sandbox.joinByLink(it.interview.key, { name: 'Lee' })

  expect(await it.look(key)).toMatchObject({ name: 'Lee', email: null, status: 'started' })
  expect(it.sandbox.state.invitations).toEqual([])
})

test.each([
  ['any', 200, 200],
  ['name', 200, 400],
  ['key', 400, 200],
] as const)('a stage is taken by %s', async (stageInput, byName, byKey) => {
  await using it = await start({ stageInput })
  const { key } = (await it.invite()).body
  const stage = it.sandbox.addStage('Shortlist')
  const set = async (text: unknown) => (await it.call('PATCH', `/participants/${key}/`, { stage: text })).status

  expect([await set('Shortlist'), await set(stage.key), await set('Nowhere')]).toEqual([byName, byKey, 400])
  expect((await it.look(key)).stage).toBe('Shortlist')
})

test('a deleted participant is gone', async () => {
  await using it = await start()
  const { key } = (await it.invite()).body

  expect((await it.call('DELETE', `/participants/${key}/`)).status).toBe(204)
  expect((await it.call('GET', `/participants/${key}/`)).body).toEqual({ detail: expect.any(String) })
})
