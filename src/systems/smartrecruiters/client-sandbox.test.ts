import { expect, test } from 'vitest'
import { allPages } from '../../lib/fixtures/scripted-http.ts'
import { withSandbox } from './fixtures/scripted-smartrecruiters.ts'
import { tagsIn } from './job-fields.ts'

const STEP = { status: 'IN_REVIEW', step: 'Crosschq' } as const
const ADA = { firstName: 'Ada', lastName: 'Byron', email: 'ada@people.example' }

test('a person on two jobs has two applications', () =>
  withSandbox({}, async (client, sandbox) => {
    const [first, second] = [sandbox.addJob().id, sandbox.addJob().id]
    const { id } = sandbox.addCandidate()
    sandbox.apply(id, first)
    sandbox.apply(id, second)
    sandbox.move(id, first, STEP)

    const { rows, rejected } = await allPages(client.applications())

    expect(rejected).toEqual([])
    expect(rows).toHaveLength(2)
    expect(rows).toContainEqual(expect.objectContaining({ id: `${id}:${first}`, jobId: first, ...STEP }))
    expect(rows).toContainEqual(expect.objectContaining({ candidateId: id, jobId: second, status: 'NEW' }))
  }))

test('applications come over many pages, then only changed ones', () =>
  withSandbox({}, async (client, sandbox) => {
    const { id: jobId } = sandbox.addJob()
    const ids = Array.from({ length: 230 }, () => sandbox.addCandidate().id)
    for (const id of ids) sandbox.apply(id, jobId)
    sandbox.addCandidate({ firstName: 'In the pool only' })

    const all = await allPages(client.applications())
    const since = new Date(sandbox.clock.now()).toISOString()
    sandbox.clock.advance(1000)
    sandbox.move(ids[3] ?? '', jobId, STEP)

    expect(all.rows.map(({ candidateId }) => candidateId)).toEqual(ids)
    expect((await allPages(client.applications(since))).rows).toMatchObject([{ candidateId: ids[3], ...STEP }])
  }))

test.each(['', null, undefined] as const)('a list ends with a nextPageId of %j', (lastPageId) =>
  withSandbox({ lastPageId }, async (client, sandbox) => {
    sandbox.addJob()

    expect((await allPages(client.jobs())).rows).toHaveLength(1)
  }),
)

test('an application is read alone, with its way there', () =>
  withSandbox({}, async (client, sandbox) => {
    const { id: jobId } = sandbox.addJob()
    const { id } = sandbox.addCandidate()
    sandbox.apply(id, jobId)
    sandbox.move(id, jobId, STEP)
    sandbox.hire(id, jobId, '2026-05-01T00:00:00.000Z')

    const history = await client.statusHistory(id, jobId)

    expect(await client.application(id, jobId)).toMatchObject({ status: 'HIRED', startsOn: '2026-05-01T00:00:00.000Z' })
    expect(history.map(({ status, step }) => [status, step])).toEqual([
      ['NEW', undefined],
      ['IN_REVIEW', 'Crosschq'],
      ['HIRED', undefined],
    ])
    expect(await client.application(id, 'no-such-job')).toBeUndefined()
    expect(await client.application(id, '../../users')).toBeUndefined()
  }))

test('outcomes say their reason', () =>
  withSandbox({}, async (client, sandbox) => {
    const [first, second] = [sandbox.addJob().id, sandbox.addJob().id]
    const [one, two, three] = [sandbox.addCandidate().id, sandbox.addCandidate().id, sandbox.addCandidate().id]
    for (const id of [one, two, three]) sandbox.apply(id, first)
    sandbox.reject(one, first)
    sandbox.withdraw(two, first)
    sandbox.transfer(three, first, second)

    expect(await client.application(one, first)).toMatchObject({
      status: 'REJECTED',
      reason: { label: 'Not enough experience' },
    })
    expect(await client.application(two, first)).toMatchObject({
      status: 'WITHDRAWN',
      reason: { label: 'Found another job' },
    })
    expect(await client.application(three, first)).toMatchObject({ status: 'TRANSFERRED' })
    expect(await client.application(three, second)).toMatchObject({ status: 'NEW' })
  }))

test('a candidate has a way to be reached', () =>
  withSandbox({}, async (client, sandbox) => {
    const { id } = sandbox.addCandidate({ ...ADA, phone: '+4791234567' })

    expect(await client.candidate(id)).toMatchObject({
      ...ADA,
      phone: '+4791234567',
      applications: [],
      otherJobIds: [],
    })
    expect(await client.candidate('nobody')).toBeUndefined()
  }))

test.each(['label', 'value', 'text', 'hidden'] as const)('a tag of free text is read from its %s', (freeText) =>
  withSandbox({ freeText }, async (client, sandbox) => {
    const field = sandbox.addJobField('Crosschq tag')
    const { id } = sandbox.addJob({ fields: { [field.id]: 'Sales' } })

    const job = await client.job(id)

    expect(tagsIn(job?.fields ?? [], 'crosschq tag')).toEqual(freeText === 'hidden' ? [] : ['sales'])
    expect(tagsIn(job?.fields ?? [], field.id)).toEqual(freeText === 'hidden' ? [] : ['sales'])
  }),
)

test('a chosen tag is read by label, until its field is retired', () =>
  withSandbox({}, async (client, sandbox) => {
    const field = sandbox.addJobField('Crosschq tag', ['sales', 'engineering'])
    const { id } = sandbox.addJob()
    sandbox.setJobField(id, field.id, 'engineering')

    expect(tagsIn((await client.job(id))?.fields ?? [], 'Crosschq tag')).toEqual(['engineering'])
    expect(await client.jobFields()).toEqual([{ id: field.id, label: 'Crosschq tag', isActive: true }])
    sandbox.changeJobField(field.id, { active: false })
    expect((await client.job(id))?.fields).toEqual([])
    expect(await client.jobFields()).toMatchObject([{ isActive: false }])
  }))

test('jobs come whole though they change meanwhile', () =>
  withSandbox({}, async (client, sandbox) => {
    const ids = Array.from({ length: 150 }, () => sandbox.addJob().id)
    const seen: string[] = []

    for await (const { rows } of client.jobs()) {
      seen.push(...rows.map(({ id }) => id))
      for (const id of ids.slice(0, 20)) sandbox.setTeam(id, [])
      sandbox.clock.advance(1000)
    }

    expect(seen.toSorted()).toEqual(ids.toSorted())
  }))

test('the hiring team is ids in their order, users have the rest', () =>
  withSandbox({}, async (client, sandbox) => {
    const [andrea, nicole] = [sandbox.addUser({ firstName: 'Andrea' }), sandbox.addUser({ firstName: 'Nicole' })]
    const team = [
      { userId: nicole.id, role: 'HIRING_MANAGER' },
      { userId: andrea.id, role: 'RECRUITER' },
      { userId: nicole.id, role: 'RECRUITER' },
    ] as const
    const { id } = sandbox.addJob({ team })
    sandbox.deactivateUser(nicole.id)

    expect(await client.hiringTeam(id)).toEqual(team)
    expect(await client.user(andrea.id)).toMatchObject({ firstName: 'Andrea', email: andrea.email, isActive: true })
    expect(await client.user(nicole.id)).toMatchObject({ isActive: false })
    expect((await client.users()).map(({ firstName }) => firstName)).toEqual(['Ada', 'Andrea', 'Nicole'])
    expect(await client.me()).toMatchObject({ id: sandbox.adminId })
    expect(await client.user('nobody')).toBeUndefined()
  }))

test('steps are names within a status, in a process', () =>
  withSandbox({}, async (client, sandbox) => {
    const { id: jobId } = sandbox.addJob()
    const { id } = sandbox.addCandidate()
    sandbox.apply(id, jobId, STEP)

    expect((await client.hiringProcesses())[0]?.steps).toContainEqual({ status: 'IN_REVIEW', name: 'Crosschq' })
    sandbox.renameStep('Crosschq', 'References')
    expect(await client.application(id, jobId)).toMatchObject({ step: 'References' })
  }))
