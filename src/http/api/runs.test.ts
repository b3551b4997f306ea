import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finishRun, requestRun, startRun } from '../../store/runs.ts'
import { type Served, serve } from '../fixtures/served.ts'
import { openingChange, storyOfRun } from '../fixtures/story.ts'

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
