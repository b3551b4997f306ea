import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pushedRecords } from '../store/hooks.ts'
import { loadRecords } from '../store/records.ts'
import { finishRun, listRuns, requestRun, startRun } from '../store/runs.ts'
import { connectionOf, enabled, flowOf, type Served, serve } from './fixtures/served.ts'
import { flowsOf, openingChange, storyOfHold, storyOfRecords, storyOfRun } from './fixtures/story.ts'

const post = (served: Served, path: string, body?: unknown, as = 'approve') =>
  served.call(`/api/v1${path}`, { method: 'POST', as, ...(body !== undefined && { body }) })

describe('sync', () => {
  test('asks for a run and wakes the queue', async () => {
    await using served = await serve()

    const answer = await post(served, '/connections/headcount/sync', undefined, 'operate')

    const [run] = await listRuns(served.database.knex, { limit: 10 })
    expect([answer.status, answer.json]).toEqual([202, { connection: 'headcount', runId: run!.id, state: 'queued' }])
    expect(run).toMatchObject({ trigger: 'request', state: 'queued', dryRun: false })
    expect(run!.records).toBeUndefined()
    expect(served.woken).toEqual(['headcount'])
  })

  test('a hundred buttons at once are one run', async () => {
    await using served = await serve()

    const answers = await Promise.all(Array.from({ length: 100 }, () => post(served, '/connections/headcount/sync')))

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(new Set(answers.map(({ json }) => json.runId)).size).toBe(1)
  })

  test('pressed during a run it adds one cycle', async () => {
    await using served = await serve()
    const going = await requestRun(served.database.knex, { connection: 'headcount', trigger: 'schedule' })
    await startRun(served.database.knex, 'headcount', false)

    const first = await post(served, '/connections/headcount/sync')
    const second = await post(served, '/connections/headcount/sync')

    expect(first.json.runId).not.toBe(going.id)
    expect(second.json.runId).toBe(first.json.runId)
    expect(await listRuns(served.database.knex, { limit: 10 })).toHaveLength(2)
  })

  test('a named record is looked at and counts as pushed', async () => {
    await using served = await serve()

    await post(served, '/connections/headcount/sync', { record: 'hires/application-1' })

    expect(await listRuns(served.database.knex, { limit: 1 })).toMatchObject([{ records: ['hires/application-1'] }])
    expect(await pushedRecords(served.database.knex, 'headcount', ['application-1'])).toEqual(
      new Set(['application-1']),
    )
  })

  test('a dry run pushes nothing', async () => {
    await using served = await serve()

    await post(served, '/connections/headcount/sync', { record: 'application-1', dryRun: true })

    expect(await listRuns(served.database.knex, { limit: 1 })).toMatchObject([
      { dryRun: true, records: ['application-1'] },
    ])
    expect((await pushedRecords(served.database.knex, 'headcount', ['application-1'])).size).toBe(0)
  })

  test('an unknown connection is not found', async () => {
    await using served = await serve()

    const answer = await post(served, '/connections/nobody/sync')

    expect([answer.status, answer.json.code]).toEqual([404, 'unknown_connection'])
  })

  test('a disabled connection says how to enable it', async () => {
    await using served = await serve({
      connections: new Map([['headcount', enabled(connectionOf('headcount'), false)]]),
    })

    const answer = await post(served, '/connections/headcount/sync')

    expect([answer.status, answer.json.code]).toEqual([409, 'connection_disabled'])
    expect(answer.json.detail).toContain('enabled: true')
    expect(await listRuns(served.database.knex, { limit: 1 })).toEqual([])
  })

  test('while stopping no run is promised', async () => {
    await using served = await serve({ isReady: () => false })

    expect((await post(served, '/connections/headcount/sync')).status).toBe(503)
  })

  test('all means every enabled connection', async () => {
    const connections = new Map(
      [true, false, true].map((isEnabled, n) => [`c${n}`, enabled(connectionOf(`c${n}`), isEnabled)]),
    )
    await using served = await serve({ connections })

    const answer = await post(served, '/sync', {}, 'operate')

    expect(answer.status).toBe(202)
    expect(answer.json.data.map(({ connection }: { connection: string }) => connection)).toEqual(['c0', 'c2'])
    expect(answer.json.next).toBeNull()
  })

  test('an empty body of JSON is no body', async () => {
    await using served = await serve()

    const answer = await served.call('/api/v1/sync', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    })

    expect(answer.status).toBe(202)
  })
})

describe('runs', () => {
  let served: Served
  const ids: string[] = []
  beforeAll(async () => {
    served = await serve()
    for (let count = 0; count < 5; count++) ids.unshift(await storyOfRun(served.database.knex, {}, []))
  })
  afterAll(() => served[Symbol.asyncDispose]())

  test('are listed newest first, page by page', async () => {
    const seen: string[] = []
    let cursor = ''
    do {
      const { json } = await served.call(`/api/v1/runs?connection=headcount&limit=2${cursor}`)
      seen.push(...json.data.map(({ id }: { id: string }) => id))
      cursor = json.next ? `&cursor=${json.next}` : ''
    } while (cursor)

    expect(seen).toEqual(ids)
  })

  test('of another connection are left out', async () => {
    expect((await served.call('/api/v1/runs?connection=other')).json).toEqual({ data: [], next: null })
  })

  test('say what they did and how long it took', async () => {
    const { json } = await served.call(`/api/v1/runs/${ids[0]}`)

    expect(json).toMatchObject({
      ...{ id: ids[0], state: 'success', trigger: 'schedule', dryRun: false, records: null, problem: null, plan: null },
      flows: { openings: { read: 2, verified: 1 } },
      calls: { 'GET /jobs/{id}': 3 },
      callsMade: 3,
    })
    expect(json.durationMs).toBe(Date.parse(json.finishedAt) - Date.parse(json.startedAt))
  })

  test('that nobody made are not found', async () => {
    expect((await served.call(`/api/v1/runs/${crypto.randomUUID()}`)).status).toBe(404)
    expect((await served.call(`/api/v1/runs/${crypto.randomUUID()}/changes`)).status).toBe(404)
  })

  test('show every change with its fields', async () => {
    const run = await storyOfRun(served.database.knex)

    const { json } = await served.call(`/api/v1/runs/${run}/changes`)

    expect(json.next).toBeNull()
    expect(json.data).toMatchObject([
      {
        ...{ run, flow: 'openings', record: 'job-1', action: 'opening.create', effect: 'create', outcome: 'applied' },
        target: 'opening-of-job-1',
        requestId: 'vendor-request-1',
        fields: [{ field: 'title', before: null, after: 'Engineer' }, { field: 'manager' }],
      },
    ])
    expect(json.data[0]).not.toHaveProperty('input')
  })

  test('show many changes in order, page by page', async () => {
    const changes = Array.from({ length: 7 }, (_, n) => ({ ...openingChange, record: `paged-${n}` }))
    const run = await storyOfRun(served.database.knex, {}, changes)
    const seen: string[] = []

    for (let next: string | null = ''; next !== null; ) {
      const { json } = await served.call(`/api/v1/runs/${run}/changes?limit=3${next && `&cursor=${next}`}`)
      seen.push(...json.data.map(({ record }: { record: string }) => record))
      next = json.next
    }

    expect(seen).toEqual(changes.map(({ record }) => record))
  })

  test('of a dry run keep their plan', async () => {
    const { id } = await requestRun(served.database.knex, { connection: 'headcount', trigger: 'request', dryRun: true })
    await startRun(served.database.knex, 'headcount', true)
    await finishRun(served.database.knex, id, { state: 'success', flows: {}, calls: {}, plan: [{ flow: 'openings' }] })

    expect((await served.call(`/api/v1/runs/${id}`)).json).toMatchObject({ dryRun: true, plan: [{ flow: 'openings' }] })
  })
})

describe('records', () => {
  let served: Served
  beforeAll(async () => {
    served = await serve()
    await storyOfRun(served.database.knex)
    await storyOfRecords(served.database.knex)
  })
  afterAll(() => served[Symbol.asyncDispose]())

  test('show link, acknowledged values and history', async () => {
    const { status, json } = await served.call('/api/v1/records/headcount/openings/job-1')

    expect(status).toBe(200)
    expect(json).toMatchObject({
      ...{ connection: 'headcount', flow: 'openings', id: 'job-1', state: 'synced' },
      link: { target: 'opening-of-job-1', origin: 'created' },
      acknowledged: { title: 'Engineer' },
      history: { data: [{ action: 'opening.create', outcome: 'applied' }], next: null },
    })
  })

  test('are listed by state, page by page', async () => {
    const first = await served.call('/api/v1/records/headcount/openings?state=skipped&limit=1')
    const second = await served.call(
      `/api/v1/records/headcount/openings?state=skipped&limit=1&cursor=${first.json.next}`,
    )

    expect(first.json.data).toMatchObject([{ id: 'job-2', reason: 'not_active' }])
    expect(second.json).toMatchObject({ data: [{ id: 'job-3' }], next: null })
  })

  test('of a source that is gone keep their history', async () => {
    await storyOfRun(served.database.knex, {}, [{ ...openingChange, record: 'gone-1' }])

    const { json } = await served.call('/api/v1/records/headcount/openings/gone-1')

    expect(json).toMatchObject({ state: null, acknowledged: null, link: { target: 'opening-of-gone-1' } })
  })

  test.each([
    ['/records/headcount/openings/nothing', 'unknown_record'],
    ['/records/headcount/payroll/job-1', 'unknown_flow'],
    ['/records/nobody/openings/job-1', 'unknown_connection'],
  ])('that nobody knows are not found: %s', async (path, code) => {
    const answer = await served.call(`/api/v1${path}`)

    expect([answer.status, answer.json.code]).toEqual([404, code])
  })

  test('are retried at once, whatever their back-off', async () => {
    const answer = await post(served, '/records/headcount/openings/job-4/retry', {}, 'operate')

    const place = { connection: 'headcount', flow: 'openings' }
    const record = (await loadRecords(served.database.knex, place, ['job-4'])).get('job-4')
    const { json: run } = await served.call(`/api/v1/runs/${answer.json.runId}`)
    expect(answer.status).toBe(202)
    expect(record).toMatchObject({ attempts: 0, dueAt: new Date(0).toISOString() })
    expect(run.records).toEqual(['openings/job-4'])
    expect((await pushedRecords(served.database.knex, 'headcount', ['job-4'])).size).toBe(0)
  })

  test('unknown ones are not retried', async () => {
    expect((await post(served, '/records/headcount/openings/nothing/retry')).status).toBe(404)
  })
})

describe('holds', () => {
  test('are listed, and shown in full', async () => {
    await using served = await serve()
    const digest = await storyOfHold(served.database.knex)

    const list = await served.call('/api/v1/holds?connection=headcount', { as: 'read' })
    const one = await served.call(`/api/v1/holds/${digest}`, { as: 'read' })

    expect(list.json).toMatchObject({ data: [{ digest, state: 'waiting', counts: { create: 1 } }], next: null })
    expect(list.json.data[0]).not.toHaveProperty('plan')
    expect(one.json.plan.changes).toEqual([{ ...openingChange }])
    expect(one.json.reasons[0].message).toContain('60 new objects')
  })

  test('approved ones are run, by whose word is kept', async () => {
    await using served = await serve()
    const run = await storyOfRun(served.database.knex, { state: 'held' }, [])
    await served.database
      .knex('runs')
      .where({ id: run })
      .update({ records: ['openings/job-1'] })
    const digest = await storyOfHold(served.database.knex, 'job-1', run)

    const answer = await post(served, `/holds/${digest}/approve`)

    expect([answer.status, answer.json]).toMatchObject([202, { state: 'approved', decidedBy: 'approveer' }])
    expect((await served.call(`/api/v1/runs/${answer.json.runId}`)).json).toMatchObject({
      ...{ trigger: 'approval', state: 'queued', records: ['openings/job-1'] },
    })
    expect(served.woken).toEqual(['headcount'])
  })

  test('rejected ones start nothing', async () => {
    await using served = await serve()
    const digest = await storyOfHold(served.database.knex)

    const answer = await post(served, `/holds/${digest}/reject`)

    expect([answer.status, answer.json.state]).toEqual([200, 'rejected'])
    expect(await listRuns(served.database.knex, { limit: 1 })).toEqual([])
  })

  test('once the world moved an approval is refused', async () => {
    await using served = await serve()
    const old = await storyOfHold(served.database.knex, 'job-1')
    const current = await storyOfHold(served.database.knex, 'job-2')

    const answer = await post(served, `/holds/${old}/approve`)

    expect([answer.status, answer.json.code]).toEqual([409, 'hold_expired'])
    expect(answer.json.detail).toContain('the world moved')
    expect((await served.call(`/api/v1/holds/${current}`)).json.state).toBe('waiting')
    expect(await listRuns(served.database.knex, { limit: 1 })).toEqual([])
  })

  test('are decided once, by whoever is first', async () => {
    await using served = await serve()
    const digest = await storyOfHold(served.database.knex)

    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => post(served, `/holds/${digest}/approve`)),
      ...Array.from({ length: 5 }, () => post(served, `/holds/${digest}/reject`)),
    ])

    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses.slice(1)).toEqual(Array(9).fill(409))
    expect([200, 202]).toContain(statuses[0])
  })

  test('that nobody held are not found', async () => {
    await using served = await serve()

    const answer = await post(served, `/holds/${'A'.repeat(43)}/approve`)

    expect([answer.status, answer.json.code]).toEqual([404, 'unknown_hold'])
  })

  test('of a disabled connection cannot be approved', async () => {
    await using served = await serve({
      connections: new Map([['headcount', enabled(connectionOf('headcount'), false)]]),
    })
    const digest = await storyOfHold(served.database.knex)

    const answer = await post(served, `/holds/${digest}/approve`)

    expect([answer.status, answer.json.code]).toEqual([409, 'connection_disabled'])
    expect((await served.call(`/api/v1/holds/${digest}`)).json.state).toBe('waiting')
  })
})

describe('connections', () => {
  async function view(story: (served: Served) => Promise<unknown>, changes: Parameters<typeof serve>[0] = {}) {
    await using served = await serve(changes)
    await story(served)
    const { json } = await served.call('/api/v1/connections/headcount')
    expect((await served.call('/api/v1/connections')).json.data[0].state).toBe(json.state)
    return json
  }

  test('say what stands where, and why', async () => {
    const json = await view(async ({ database, call }) => {
      await storyOfRun(database.knex)
      await storyOfRecords(database.knex)
      await requestRun(database.knex, { connection: 'headcount', trigger: 'request' })
      await call('/hooks/headcount/candidateHire', { method: 'POST', raw: '{}' })
    })

    expect(json).toMatchObject({
      ...{ id: 'headcount', connector: 'charthop-ashby', enabled: true, schedule: '*/5 * * * *', state: 'connected' },
      records: [
        { flow: 'openings', state: 'attention', reason: 'refused', count: 1 },
        { flow: 'openings', state: 'skipped', reason: 'not_active', count: 2 },
        { flow: 'openings', state: 'synced', reason: null, count: 1 },
      ],
      attention: [{ id: 'job-4', message: 'the option is missing' }],
      runs: { running: null, queued: { trigger: 'request' }, last: { state: 'success' } },
      webhooks: { url: 'https://sync.example.com/hooks/headcount/{event}', deliveries: [] },
    })
    expect(Date.parse(json.lastSuccess)).toBeGreaterThan(Date.now() - 60_000)
    expect(json.oldestUnsynced.seconds).toBeGreaterThanOrEqual(0)
  })

  test('show what a running run has done so far', async () => {
    const json = await view(async ({ database }) => {
      await requestRun(database.knex, { connection: 'headcount', trigger: 'schedule' })
      const run = await startRun(database.knex, 'headcount', false)
      await database
        .knex('runs')
        .where({ id: run!.id })
        .update({ flows: JSON.stringify(flowsOf({ read: 77 })) })
    })

    expect(json.runs.running).toMatchObject({ state: 'running', flows: { openings: { read: 77 } } })
  })

  const unauthorized = { state: 'failed', problem: 'Ashby refused the key', isUnauthorized: true }
  test.each([
    ['waiting', async () => undefined],
    ['connected', ({ database }: Served) => storyOfRun(database.knex)],
    ['partial', ({ database }: Served) => storyOfRun(database.knex, { state: 'partial' })],
    ['failing', ({ database }: Served) => storyOfRun(database.knex, { state: 'failed' })],
    [
      'disconnected',
      ({ database }: Served) => storyOfRun(database.knex, { state: 'failed', flows: flowsOf(unauthorized) }),
    ],
    [
      'held',
      async ({ database }: Served) => {
        await storyOfRun(database.knex, { state: 'held' })
        await storyOfHold(database.knex)
      },
    ],
  ])('are %s', async (state, story) => {
    expect((await view(story)).state).toBe(state)
  })

  test('that are disabled say so first', async () => {
    const connections = new Map([['headcount', enabled(connectionOf('headcount'), false)]])
    const json = await view(({ database }) => storyOfRun(database.knex, { state: 'failed' }), { connections })

    expect([json.state, json.enabled]).toEqual(['disabled', false])
  })

  test('name missing permissions and problems', async () => {
    const problem = 'Ashby refused a call (POST /offer.list, status 403, permission offersRead)'
    const flows = [flowOf('openings'), flowOf('hires', { blocked: () => 'ashby.apiKey is empty' })]
    const connection = connectionOf('headcount', { flows, problems: () => ['the mapping file cannot be read'] })
    const json = await view(
      ({ database }) =>
        storyOfRun(database.knex, { state: 'partial', problem, flows: flowsOf({ state: 'failed', problem }) }),
      { connections: new Map([['headcount', enabled(connection)]]) },
    )

    expect(json).toMatchObject({
      problem,
      missingPermissions: ['offersRead'],
      problems: ['the mapping file cannot be read'],
      flows: [
        { name: 'openings', problem },
        { name: 'hires', problem: 'ashby.apiKey is empty' },
      ],
    })
  })

  test('without a public address have no webhook address', async () => {
    const json = await view(async () => undefined, { publicUrl: undefined })

    expect(json.webhooks).toMatchObject({ url: null, path: '/hooks/headcount/{event}' })
  })

  test('that do not exist are not found', async () => {
    await using served = await serve()

    expect((await served.call('/api/v1/connections/nobody')).status).toBe(404)
  })
})
