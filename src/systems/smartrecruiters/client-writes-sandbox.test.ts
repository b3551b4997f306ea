import { expect, test } from 'vitest'
import { FatalError } from '../../lib/errors.ts'
import { FieldRefusal } from '../../lib/field-refusal.ts'
import { allPages } from '../../lib/fixtures/scripted-http.ts'
import { clientOf, withSandbox } from './fixtures/scripted-smartrecruiters.ts'
import { startReceiver } from './sandbox/testing.ts'
import { startSmartRecruitersSandbox } from './sandbox.ts'
import { USEFUL_EVENTS } from './subscriptions.ts'
import { readSmartRecruitersHook, verifySmartRecruitersSignature } from './webhook.ts'

const SOURCE = { typeId: 'CROSSCHQ', id: 'recruit' }
const ADA = { firstName: 'Ada', lastName: 'Byron', email: 'ada@people.example' }

test('a prospect is put on a job with source and tags', () =>
  withSandbox({}, async (client, sandbox) => {
    sandbox.addSourceType({ id: 'CROSSCHQ', sources: [{ id: 'recruit', label: 'Crosschq Recruit' }] })
    const { id: jobId } = sandbox.addJob()

    const { id } = await client.createCandidate({ ...ADA, tags: ['Prospect'], source: SOURCE }, jobId)
    await client.addTags(id, ['Crosschq', 'Prospect'])

    expect(await client.candidate(id)).toMatchObject({
      ...ADA,
      tags: ['Prospect', 'Crosschq'],
      applications: [{ jobId, status: 'NEW' }],
    })
    expect([...sandbox.state.applications.values()]).toMatchObject([{ source: SOURCE }])
    expect((await client.candidatesWithEmail('ADA@people.example ')).map((found) => found.id)).toEqual([id])
    expect(await client.candidatesWithEmail('da@people.example')).toEqual([])
  }))

test('the talent pool takes who is for no job', () =>
  withSandbox({}, async (client, sandbox) => {
    sandbox.addSourceType({ id: 'CROSSCHQ', sources: [{ id: 'recruit', label: 'Crosschq Recruit' }] })

    const { id } = await client.createCandidate({ ...ADA, tags: [], source: SOURCE, linkedin: 'https://l.example/ada' })

    expect([...sandbox.state.candidates.values()]).toMatchObject([{ id, linkedin: 'https://l.example/ada' }])
    expect(await client.candidatesWithEmail(ADA.email)).toEqual([])
  }))

test('a source that is gone makes no candidate', () =>
  withSandbox({}, async (client, sandbox) => {
    sandbox.addSourceType({ id: 'CROSSCHQ', sources: [{ id: 'recruit', label: 'Crosschq Recruit' }] })
    expect(await client.sourceTypes()).toEqual([{ id: 'CROSSCHQ', label: 'CROSSCHQ' }])
    expect(await client.source('CROSSCHQ', 'recruit')).toEqual({ label: 'Crosschq Recruit' })
    sandbox.removeSource('CROSSCHQ', 'recruit')

    const error = await client.createCandidate({ ...ADA, tags: [], source: SOURCE }).catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(FieldRefusal)
    expect(error).toMatchObject({ facts: { code: 'SOURCE_NOT_FOUND' } })
    expect(await client.source('CROSSCHQ', 'recruit')).toBeUndefined()
    expect(sandbox.state.candidates.size).toBe(0)
  }))

test.each([
  ['merged', 1],
  ['second', 2],
] as const)('a known person is %s', (knownCandidate, people) =>
  withSandbox({ knownCandidate }, async (client, sandbox) => {
    sandbox.addSourceType({ id: 'CROSSCHQ', sources: [{ id: 'recruit', label: 'Crosschq Recruit' }] })
    const known = sandbox.addCandidate(ADA)

    const { id } = await client.createCandidate({ ...ADA, tags: [], source: SOURCE }, sandbox.addJob().id)

    expect(id === known.id).toBe(people === 1)
    expect(sandbox.state.candidates.size).toBe(people)
  }),
)

test('a known person may be refused', () =>
  withSandbox({ knownCandidate: 'refused' }, async (client, sandbox) => {
    sandbox.addSourceType({ id: 'CROSSCHQ', sources: [{ id: 'recruit', label: 'Crosschq Recruit' }] })
    sandbox.addCandidate(ADA)

    const error = await client.createCandidate({ ...ADA, tags: [], source: SOURCE }).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ facts: { status: 409, code: 'CANDIDATE_DATA_CONFLICT' } })
    expect((error as Error).message).not.toContain('must be unique')
    expect((error as FieldRefusal).wording()).toContain('must be unique')
  }))

test('a source is set on an application', () =>
  withSandbox({}, async (client, sandbox) => {
    sandbox.addSourceType({ id: 'CROSSCHQ', sources: [{ id: 'recruit', label: 'Crosschq Recruit' }] })
    const { id: jobId } = sandbox.addJob()
    const { id } = sandbox.addCandidate()
    sandbox.apply(id, jobId)

    await client.setSource(id, jobId, SOURCE)

    expect([...sandbox.state.applications.values()]).toMatchObject([{ source: SOURCE }])
  }))

test('a report arrives byte for byte', () =>
  withSandbox({}, async (client, sandbox) => {
    const { id: jobId } = sandbox.addJob()
    const { id } = sandbox.addCandidate()
    sandbox.apply(id, jobId)
    const bytes = Buffer.from('%PDF-1.7\r\n--not a boundary\0\xff', 'latin1')
    const file = { name: 'Crosschq "360" – Ada.pdf', contentType: 'application/pdf', bytes }

    const { id: attachmentId } = await client.attachFile({ candidateId: id, jobId, ...file })

    expect(await client.attachments(id, jobId)).toEqual([{ id: attachmentId, name: file.name, type: 'GENERIC_FILE' }])
    expect(sandbox.state.attachments.get(attachmentId)).toMatchObject({ contentType: 'application/pdf', bytes })
    const huge = { ...file, bytes: Buffer.alloc(sandbox.settings.maxAttachmentBytes + 1) }
    await expect(client.attachFile({ candidateId: id, jobId, ...huge })).rejects.toThrow(FieldRefusal)
    await expect(client.attachFile({ candidateId: id, jobId: 'other', ...file })).rejects.toThrow(FieldRefusal)
  }))

test.each(['content', 'array'] as const)('a note hangs on one candidate and mentions nobody (%s)', (messagesAs) =>
  withSandbox({ messagesAs }, async (client, sandbox) => {
    const [one, two] = [sandbox.addCandidate(), sandbox.addCandidate()]
    const text = `Report: https://crosschq.example/r/1 for @[USER:${sandbox.adminId}] #[CANDIDATE:${two.id}]`

    await client.createNote({ candidateId: one.id, text })

    expect(sandbox.state.mentions).toEqual([])
    expect([...sandbox.state.messages.values()]).toMatchObject([{ candidateIds: [one.id], visibility: 'OPEN' }])
    expect(await client.notes(one.id)).toMatchObject([
      { content: expect.stringContaining('https://crosschq.example/r/1') },
    ])
    expect(await client.notes(two.id)).toEqual([])
  }),
)

test('a note may be for the hiring team only', () =>
  withSandbox({}, async (client, sandbox) => {
    const { id: jobId } = sandbox.addJob()
    const { id } = sandbox.addCandidate()

    await client.createNote({ candidateId: id, text: 'Done', hiringTeamOf: jobId })

    expect([...sandbox.state.messages.values()]).toMatchObject([{ visibility: 'DIRECT' }])
    await expect(client.createNote({ candidateId: id, text: 'x'.repeat(10_000) })).rejects.toThrow('letters')
  }))

test('who is no administrator cannot read notes', () =>
  withSandbox({}, async (client, sandbox) => {
    const user = sandbox.addUser({ role: 'STANDARD' })
    sandbox.access.apiKeys.set(sandbox.apiKey, user.id)

    expect(await client.notes(sandbox.addCandidate().id)).toBe('not allowed')
  }))

test('a missing scope is named, the rest goes on', () =>
  withSandbox({}, async (_, sandbox) => {
    const accessToken = 'narrow'
    const narrow = { clientId: 'c', userId: sandbox.adminId, scopes: ['candidates_read', 'jobs_read'], expiresAt: 1e15 }
    sandbox.access.accessTokens.set(accessToken, narrow)
    const tokens = { current: async () => accessToken, renew: async () => accessToken }
    const client = clientOf(sandbox, { auth: { type: 'tokens', tokens } })

    const error = await client.jobFields().catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(FatalError)
    expect(error).toMatchObject({ facts: { status: 403, permission: 'configuration_read' } })
    expect((await allPages(client.applications())).rows).toEqual([])
    client.close()
  }))

test('no limit is broken, however much is asked at once', async () => {
  await using sandbox = await startSmartRecruitersSandbox({ latencyMs: 30 })
  const client = clientOf(sandbox, { rate: undefined, sleep: undefined })
  const { id } = sandbox.addCandidate()
  sandbox.apply(id, sandbox.addJob().id)

  await Promise.all(
    Array.from({ length: 14 }, (_, at) => (at % 2 ? allPages(client.candidates()) : client.candidate(id))),
  )

  expect(sandbox.server.calls).toHaveLength(14)
  expect(sandbox.server.calls.filter(({ status }) => status === 429)).toEqual([])
  client.close()
})

test.each(['array', 'content'] as const)('a hook is subscribed to, signed and read (%s)', async (subscriptionsAs) => {
  await using receiver = await startReceiver()
  await withSandbox({ subscriptionsAs }, async (client, sandbox) => {
    const { id } = await client.subscribe({ callbackUrl: receiver.url, events: USEFUL_EVENTS })
    expect(await client.secretKey(id)).toBeUndefined()
    const first = await client.createSecretKey(id)
    expect(await client.subscriptions()).toMatchObject([
      { id, callbackUrl: receiver.url, events: USEFUL_EVENTS, isActive: false },
    ])

    await client.activate(id)
    const second = await client.createSecretKey(id)
    const { id: jobId } = sandbox.addJob()
    const { id: candidateId } = sandbox.addCandidate()
    sandbox.apply(candidateId, jobId)
    await sandbox.callbacks.settled()

    expect(await client.secretKey(id)).toBe(second)
    expect(await client.subscriptions()).toMatchObject([{ isActive: true }])
    expect(receiver.received).toHaveLength(1)
    for (const { headers, rawBody } of receiver.received) {
      const now = sandbox.clock.now()
      expect(verifySmartRecruitersSignature(rawBody, headers, [first], now)).toBe(true)
      expect(verifySmartRecruitersSignature(rawBody, headers, [second], now)).toBe(true)
      expect(verifySmartRecruitersSignature(rawBody, headers, ['another'], now)).toBe(false)
      expect(readSmartRecruitersHook(headers, JSON.parse(String(rawBody)))).toEqual({
        event: 'application.created',
        ...{ candidateId, jobId },
      })
    }
  })
})

test('a callback that does not shake hands is refused', async () => {
  await using receiver = await startReceiver()
  receiver.shakesHands = false
  await withSandbox({}, async (client) => {
    const { id } = await client.subscribe({ callbackUrl: receiver.url, events: USEFUL_EVENTS })

    await expect(client.activate(id)).rejects.toThrow(FieldRefusal)
    expect(await client.subscriptions()).toMatchObject([{ isActive: false }])
  })
})
