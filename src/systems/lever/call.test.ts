import { describe, expect, test } from 'vitest'
import { FatalError, RejectedRecordError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import { FieldRefusal } from '../../lib/field-refusal.ts'
import type { Scripted } from '../../lib/fixtures/scripted-http.ts'
import type { Lever } from './client.ts'
import { API_KEY, ID, JOB, page, ROW, scriptedLever, USER } from './fixtures/scripted-lever.ts'

const refused = (status: number, code = 'SomeCode', message = 'No'): Scripted => ({ status, body: { code, message } })
const PDF = { name: 'report.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-') }
const WRITES: readonly [string, (lever: Lever) => Promise<unknown>][] = [
  ['addLinks', (lever) => lever.addLinks(ID, ['https://crosschq.example/r'])],
  ['addTags', (lever) => lever.addTags(ID, ['t'])],
  ['addSources', (lever) => lever.addSources(ID, ['s'])],
  ['createNote', (lever) => lever.createNote({ applicationId: ID, text: 'x' })],
  ['createProspect', (lever) => lever.createProspect({ name: 'Ada', sources: ['Crosschq'] })],
  ['createWebhook', (lever) => lever.createWebhook({ event: 'candidateHired', url: 'https://sync.example/h' })],
]

test('the key is the user name, with an empty password', async () => {
  const { lever, asked } = await scriptedLever(() => page([]))

  await lever.checkKey()

  expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`${API_KEY}:`).toString('base64')}`)
})

test.each<[string, Scripted]>([
  ['a web page', { body: '<html></html>' }],
  ['no such call', refused(404)],
])('a key is not good because of %s', async (_, answer) => {
  const { lever } = await scriptedLever(() => answer)

  await expect(lever.checkKey()).rejects.toThrow()
  await expect(lever.seesConfidential()).rejects.toThrow()
})

describe('a refusal', () => {
  test('of the key says where a new one is made', async () => {
    const { lever } = await scriptedLever(() => refused(401))

    await expect(lever.checkKey()).rejects.toThrow(/lever\.apiKey/)
  })

  test('of a call names the permission', async () => {
    const { lever } = await scriptedLever(() => refused(403))

    const error = await lever.stages().catch((error: unknown) => error)

    expect(error).toBeInstanceOf(FatalError)
    expect(error).toMatchObject({ facts: { permission: 'stages:read' } })
  })

  test('of one record leaves the others alone', async () => {
    const { lever } = await scriptedLever(() => refused(403))

    const error = await lever.job('job-1').catch((error: unknown) => error)

    expect(error).toBeInstanceOf(RejectedRecordError)
    expect(error).toMatchObject({ facts: { permission: 'postings:read' } })
  })

  test('of a write names the member and keeps the sentence out of the message', async () => {
    const { lever } = await scriptedLever(() => refused(400, 'BadThing', 'postings: ada@people.example has applied'))

    const error = await lever
      .createProspect({ name: 'Ada', sources: [], jobId: 'job-1' })
      .catch((error: unknown) => error)

    expect(error).toBeInstanceOf(FieldRefusal)
    expect(error).toMatchObject({ fields: ['postings'], facts: { code: 'BadThing', status: 400 } })
    expect(String(error)).not.toContain('ada@')
    expect((error as FieldRefusal).wording()).toContain('ada@')
  })

  test.each(['<b>', 'code with ada@people.example', 7])('has no code like %j', async (code) => {
    const { lever } = await scriptedLever(() => ({ status: 400, body: { code, message: 'x' } }))

    const error = await lever.archive(ID, 'r').catch((error: unknown) => error)

    expect(error).toMatchObject({ facts: { code: undefined } })
  })
})

describe('a look-up', () => {
  test('of what is not there is undefined', async () => {
    const { lever } = await scriptedLever(() => refused(404, 'ResourceNotFound'))

    expect(await lever.application(ID)).toBeUndefined()
    expect(await lever.job('job-1')).toBeUndefined()
    expect(await lever.candidate('contact-1')).toBeUndefined()
  })

  test.each(['', '../x', 'a/b', 'a b', 'x'.repeat(129)])('of %j is not even asked', async (id) => {
    const { lever, asked } = await scriptedLever(() => ({ body: { data: ROW } }))

    expect(await lever.application(id)).toBeUndefined()
    expect(asked).toEqual([])
  })

  test('takes no other record than the one asked for', async () => {
    const { lever } = await scriptedLever(() => ({ body: { data: JOB } }))

    expect(await lever.job('job-1')).toMatchObject({ title: 'Engineer', tags: ['sales'], hiringManagerId: 'user-4' })
    await expect(lever.job('job-2')).rejects.toThrow(RejectedRecordError)
  })

  test('of a stage takes its word', async () => {
    const { lever, asked } = await scriptedLever(() => ({ body: { data: { id: 'lead-new', text: 'New lead' } } }))

    expect(await lever.stage('lead-new')).toEqual({ id: 'lead-new', title: 'New lead' })
    expect(asked[0]?.path).toBe('/v1/stages/lead-new')
  })
})

describe.each(WRITES)('%s', (_, write) => {
  test.each<[string, Scripted]>([
    ['a failing server', { status: 500 }],
    ['a broken connection', 'hang up'],
    ['a web page', { body: '<html></html>' }],
    ['a time-out', refused(408, 'RequestTimeout')],
  ])('is not sent again after %s', async (_, answer) => {
    const { lever, asked } = await scriptedLever(() => answer)

    await expect(write(lever)).rejects.toThrow(UnknownOutcomeError)
    expect(asked).toHaveLength(1)
  })

  test('waits out a limit', async () => {
    const { lever, asked } = await scriptedLever((_, count) => (count < 3 ? { status: 429 } : refused(400)))

    await expect(write(lever)).rejects.toThrow(FieldRefusal)
    expect(asked).toHaveLength(3)
  })
})

test.each(['addLinks', 'addTags', 'archive'] as const)('%s takes any success, even an empty one', async (name) => {
  for (const answer of [{ status: 200 }, { status: 201, body: { data: ROW } }, { status: 204 }]) {
    const { lever } = await scriptedLever(() => answer)

    const written = name === 'archive' ? lever.archive(ID, 'r') : lever[name](ID, ['https://x.example'])

    await expect(written).resolves.toBeUndefined()
  }
})

test('an archiving is sent again after a failure', async () => {
  const { lever, asked } = await scriptedLever((_, count) => ({ status: count === 1 ? 500 : 200 }))

  await lever.archive(ID, 'reason-1')

  expect(asked.map(({ method, path, query, body }) => [method, path, query.perform_as, body])[1]).toEqual([
    ...['PUT', `/v1/opportunities/${ID}/archived`, USER, { reason: 'reason-1', cleanInterviews: false }],
  ])
})

describe('without somebody to act for', () => {
  const nobody = { performAs: () => undefined }

  test('links and notes are written by the key', async () => {
    const { lever, asked } = await scriptedLever(() => ({ status: 201, body: { data: { noteId: 'n' } } }), nobody)

    await lever.addLinks(ID, ['https://x.example'])
    await lever.createNote({ applicationId: ID, text: 'x' })

    expect(asked.map(({ query }) => query)).toEqual([{}, {}])
  })

  test('prospects and files are not sent', async () => {
    const { lever, asked } = await scriptedLever(() => ({}), nobody)

    await expect(lever.createProspect({ name: 'Ada', sources: [] })).rejects.toThrow(/lever\.performAs/)
    await expect(lever.attachFile({ applicationId: ID, ...PDF })).rejects.toThrow(/lever\.performAs/)
    expect(asked).toEqual([])
  })
})

test.each([
  ['a type that Lever does not take', { ...PDF, name: 'report.zip' }],
  ['more than 30 MB', { ...PDF, bytes: Buffer.alloc(30_000_001) }],
])('a file of %s is not sent', async (_, file) => {
  const { lever, asked } = await scriptedLever(() => ({}))

  await expect(lever.attachFile({ applicationId: ID, ...file })).rejects.toThrow(RejectedRecordError)
  expect(asked).toEqual([])
})

test.each(['../x', ''])('a write about %j is not sent', async (id) => {
  const { lever, asked } = await scriptedLever(() => ({}))

  await expect(lever.addLinks(id, ['https://x.example'])).rejects.toThrow(RejectedRecordError)
  expect(asked).toEqual([])
})

test('a read is asked again after a failure, and gives up some time', async () => {
  const { lever, asked } = await scriptedLever(() => ({ status: 503 }))

  await expect(lever.stages()).rejects.toThrow(RetryableError)
  expect(asked.length).toBeGreaterThan(1)
})
