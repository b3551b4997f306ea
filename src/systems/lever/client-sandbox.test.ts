import { describe, expect, test } from 'vitest'
import { FatalError, RejectedRecordError } from '../../lib/errors.ts'
import { allPages } from '../../lib/fixtures/scripted-http.ts'
import { fixedClock } from '../../sandbox/clock.ts'
import { startReceiver } from '../../sandbox/receiver.ts'
import { createLever } from './client.ts'
import { ADA, withKey, withSandbox } from './fixtures/with-sandbox.ts'
import { startLeverSandbox } from './sandbox.ts'
import { readLeverHook, verifyLeverHook } from './webhook.ts'

describe('reading', () => {
  test.each(['flag', 'bare'] as const)('every application is listed over several pages (%s)', (lastPage) =>
    withSandbox({ lastPage }, async (lever, sandbox) => {
      const made = Array.from({ length: 230 }, (_, at) => sandbox.addLead({ email: `l${at}@people.example` }).id)
      sandbox.server.clearCalls()

      const { rows, rejected } = await allPages(lever.applications())

      expect(rows.map(({ id }) => id).sort()).toEqual(made.sort())
      expect(rejected).toEqual([])
      expect(sandbox.server.calls).toHaveLength(3)
    }),
  )

  test('a list goes on where Lever has forgotten the offset', () =>
    withSandbox({}, async (lever, sandbox) => {
      const made = Array.from({ length: 150 }, (_, at) => sandbox.addLead({ email: `l${at}@people.example` }).id)
      const found = new Set<string>()

      for await (const { rows } of lever.applications()) {
        if (found.size === 0) sandbox.dropOffsets()
        for (const { id } of rows) found.add(id)
      }

      expect([...found].sort()).toEqual(made.sort())
    }))

  test('an application leads to its job, its people and their addresses', () =>
    withSandbox({}, async (lever, sandbox) => {
      const manager = sandbox.addUser({ email: 'nicole@acme.example' })
      const posting = sandbox.addPosting({ owner: sandbox.userId, hiringManager: manager.id, tags: ['sales'] })
      const { id, contactId } = sandbox.apply(posting.id, { ...ADA, owner: sandbox.userId })
      const stageId = [...sandbox.state.stages].find(({ text }) => text === 'Reference check')!.id
      sandbox.move(id, stageId, sandbox.userId)

      const application = (await lever.application(id))!

      expect(application).toMatchObject({
        ...{ id, candidateId: contactId, stageId, ownerId: sandbox.userId, emails: [ADA.email], archived: undefined },
        job: { id: posting.id, ownerId: sandbox.userId, hiringManagerId: manager.id },
      })
      expect(application.stageChanges.map((change) => change.stageId)).toEqual(['applicant-new', stageId])
      expect(await lever.job(posting.id)).toMatchObject({ title: 'Engineer', tags: ['sales'], state: 'published' })
      expect(await lever.user(manager.id)).toMatchObject({ email: 'nicole@acme.example', isActive: true })
      expect(await lever.candidate(contactId)).toMatchObject({ name: 'Ada Byron', phones: ['+15550100000'] })
    }))

  test('a lead has no job', () =>
    withSandbox({}, async (lever, sandbox) => {
      const { id } = sandbox.addLead(ADA)

      expect(await lever.application(id)).toMatchObject({ job: undefined, stageId: 'lead-new' })
    }))

  test.each(['fromCreation', 'afterChange', 'never'] as const)('no change is missed (updatedAt: %s)', (updatedAt) => {
    const clock = fixedClock('2026-03-02T09:00:00Z')
    return withSandbox({ updatedAt, clock }, async (lever, sandbox) => {
      const [moved, archived, still] = ['a', 'b', 'c'].map((name) => {
        return sandbox.addLead({ email: `${name}@people.example` }).id
      }) as [string, string, string]
      clock.advance(60_000)
      const since = new Date(clock.now()).toISOString()
      sandbox.move(moved, 'offer')
      sandbox.archive(archived)
      const created = sandbox.addLead({ email: 'd@people.example' }).id

      const { rows } = await allPages(lever.applicationsSince(since))

      expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([moved, archived, created]))
      expect(await lever.application(still)).toMatchObject({ createdAt: '2026-03-02T09:00:00.000Z' })
    })
  })

  test('what was deleted is gone, and listed as such', () =>
    withSandbox({}, async (lever, sandbox) => {
      const { id } = sandbox.addLead(ADA)
      sandbox.deleteOpportunity(id)

      expect(await lever.application(id)).toBeUndefined()
      expect((await allPages(lever.deletedApplications())).rows).toMatchObject([{ id }])
    }))

  test('a stage keeps its id under another name', () =>
    withSandbox({}, async (lever, sandbox) => {
      sandbox.renameStage('offer', 'Offers')

      expect((await lever.stages()).map(({ id }) => id)).toEqual(sandbox.state.stages.map(({ id }) => id))
      expect(await lever.stage('offer')).toEqual({ id: 'offer', title: 'Offers' })
      sandbox.removeStage('offer')
      expect(await lever.stage('offer')).toBeUndefined()
    }))

  test('jobs are listed in every state, with their own tags only', () =>
    withSandbox({}, async (lever, sandbox) => {
      sandbox.addPosting({ tags: ['sales'] })
      sandbox.addPosting({ state: 'internal', distributionChannels: null })

      const { rows } = await allPages(lever.jobs())

      expect(rows.map(({ state, tags }) => [state, tags])).toEqual([
        ['published', ['sales']],
        ['internal', []],
      ])
    }))

  test('users are found by their address, while they are active', () =>
    withSandbox({}, async (lever, sandbox) => {
      const { id } = sandbox.addUser({ email: 'rita@acme.example' })

      expect(await lever.userByEmail(' Rita@Acme.example ')).toMatchObject({ id })
      sandbox.deactivateUser(id)
      expect(await lever.userByEmail('rita@acme.example')).toBeUndefined()
      expect(await lever.user(id)).toMatchObject({ isActive: false })
      expect((await allPages(lever.users())).rows).toHaveLength(2)
    }))
})

describe('keys', () => {
  test('are checked', async () => {
    await withSandbox({}, async (lever) => expect(await lever.checkKey()).toBeUndefined())
    await withSandbox({}, async (lever) => expect(lever.checkKey()).rejects.toThrow(FatalError), {
      apiKey: () => 'other',
    })
  })

  test('that lack a permission are told which', () =>
    withSandbox({}, async (_, sandbox) => {
      const { key } = sandbox.addKey({ permissions: ['stages:read'] })
      await withKey(sandbox, key, async (lever) => {
        expect(await lever.stages()).toHaveLength(7)
        await expect(lever.addTags(sandbox.addLead().id, ['x'])).rejects.toMatchObject({
          facts: { permission: 'opportunities:write' },
        })
      })
    }))

  test.each([
    [403, 403],
    [404, 400],
  ] as const)('without access to confidential records miss them (%d, %d)', (hiddenRecord, refusedConfidential) =>
    withSandbox({ hiddenRecord, refusedConfidential }, async (all, sandbox) => {
      const posting = sandbox.addPosting({ confidentiality: 'confidential' })
      const { id } = sandbox.apply(posting.id, ADA)
      await withKey(sandbox, sandbox.addKey().key, async (lever) => {
        expect(await lever.seesConfidential()).toBe(false)
        expect((await allPages(lever.applications())).rows).toEqual([])
        const look = lever.application(id)
        if (hiddenRecord === 403) await expect(look).rejects.toThrow(RejectedRecordError)
        else expect(await look).toBeUndefined()
      })

      expect(await all.seesConfidential()).toBe(true)
    }),
  )
})

test.each([1, 2] as const)('webhooks are made, listed, and lead to applications (wraps: %d)', async (webhookWraps) => {
  await using receiver = await startReceiver()
  await withSandbox({ webhookWraps }, async (lever, sandbox) => {
    const stage = await lever.createWebhook({ event: 'candidateStageChange', url: receiver.url })
    const hired = await lever.createWebhook({ event: 'candidateHired', url: receiver.url })
    expect(await lever.webhooks()).toEqual([
      { id: stage.id, event: 'candidateStageChange', url: receiver.url },
      { id: hired.id, event: 'candidateHired', url: receiver.url },
    ])

    const { id } = sandbox.apply(sandbox.addPosting().id, ADA)
    sandbox.move(id, 'offer')
    sandbox.hire(id)
    sandbox.webhooks.verifyConnection(stage.id)
    await sandbox.webhooks.settled()

    const bodies = receiver.received.map(({ body }) => body)
    const keys = [stage, hired, stage].map(({ signatureToken }) => signatureToken ?? '')
    expect(bodies.map((body, at) => verifyLeverHook(body, keys[at]!))).toEqual([true, true, true])
    expect(verifyLeverHook(bodies[0], keys[1]!)).toBe(false)
    expect(bodies.map((body) => readLeverHook(body)?.applicationId)).toEqual([id, id, undefined])
    expect(await lever.application(readLeverHook(bodies[1])?.applicationId ?? '')).toMatchObject({ id })
  })
})

test('at its own pace the client is never told that it is too fast', async () => {
  await using sandbox = await startLeverSandbox()
  const outcomes: string[] = []
  const lever = createLever({
    baseUrl: sandbox.url,
    apiKey: () => sandbox.key,
    onCall: ({ outcome }) => outcomes.push(outcome),
  })

  await Promise.all(Array.from({ length: 35 }, () => lever.checkKey()))
  lever.close()

  expect(outcomes).toEqual(Array(35).fill('answered'))
})
