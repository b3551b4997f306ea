import { describe, expect, test } from 'vitest'
import { requestRun, startRun } from '../../store/runs.ts'
import { connectionOf, enabled, flowOf, type Served, serve } from '../fixtures/served.ts'
import { flowsOf, storyOfHold, storyOfRecords, storyOfRun } from '../fixtures/story.ts'

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
        { flow: 'openings', state: 'attention', reason: 'refused', count: 1, example: null },
        {
          ...{ flow: 'openings', state: 'skipped', reason: 'not_active', count: 2 },
          example: { id: 'job-2', message: 'not active' },
        },
        { flow: 'openings', state: 'synced', reason: null, count: 1, example: null },
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
