import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pushedRecords } from '../../store/hooks.ts'
import { loadRecords } from '../../store/records.ts'
import { post, type Served, serve } from '../fixtures/served.ts'
import { openingChange, storyOfRecords, storyOfRun } from '../fixtures/story.ts'

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
