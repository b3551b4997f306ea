import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Knex } from '../../store/database.ts'
import { saveFindings, touchRecords } from '../../store/records.ts'
import { finishRun, type RunEnd, requestRun, startRun, type Trigger } from '../../store/runs.ts'
import { type Served, serve } from '../fixtures/served.ts'
import { flowsOf, storyOfRecords, storyOfRun } from '../fixtures/story.ts'

async function oneRun(db: Knex, trigger: Trigger, state: RunEnd['state'], connection = 'headcount'): Promise<string> {
  const { id } = await requestRun(db, { connection, trigger })
  await startRun(db, connection, false)
  await finishRun(db, id, { state, flows: flowsOf({}), calls: {} })
  return id
}

/** Every page of a list, joined. */
async function all({ call }: Served, path: string, name: (row: Record<string, string>) => string): Promise<string[]> {
  const seen: string[] = []
  let cursor = ''
  do {
    const { json } = await call(`/api/v1${path}${path.includes('?') ? '&' : '?'}limit=2${cursor}`)
    seen.push(...json.data.map(name))
    cursor = json.next ? `&cursor=${encodeURIComponent(json.next)}` : ''
  } while (cursor)
  return seen
}

describe('the list of runs', () => {
  let served: Served
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    served = await serve()
    const { knex } = served.database
    for (const count of [1, 2, 3]) {
      ids[`held${count}`] = await oneRun(knex, 'schedule', 'held')
      ids[`pressed${count}`] = await oneRun(knex, 'request', 'success')
    }
    ids.elsewhere = await oneRun(knex, 'request', 'held', 'other')
  })
  afterAll(() => served[Symbol.asyncDispose]())
  const runs = (query: string) => all(served, `/runs${query}`, ({ id }) => id!)

  test('holds those in one state', async () => {
    expect(await runs('?state=held')).toEqual([ids.elsewhere, ids.held3, ids.held2, ids.held1])
  })

  test('holds those with one trigger', async () => {
    expect(await runs('?trigger=request')).toEqual([ids.elsewhere, ids.pressed3, ids.pressed2, ids.pressed1])
  })

  test('narrows by all that is asked', async () => {
    expect(await runs('?connection=other&state=held&trigger=request')).toEqual([ids.elsewhere])
    expect(await runs('?connection=other&state=success')).toEqual([])
  })

  test.each(['state=fine', 'trigger=person'])('refuses %s', async (query) => {
    expect((await served.call(`/api/v1/runs?${query}`)).status).toBe(400)
  })

  test('carries no plans', async () => {
    const { knex } = served.database
    await requestRun(knex, { connection: 'third', trigger: 'command', dryRun: true })
    const run = await startRun(knex, 'third', true)
    const plan = [{ connection: 'third', flow: 'openings', changes: [] }]
    await finishRun(knex, run!.id, { state: 'success', flows: {}, calls: {}, plan })

    const { text } = await served.call('/api/v1/runs?connection=third')
    const { json } = await served.call(`/api/v1/runs/${run!.id}`)

    expect(text).not.toContain('"changes"')
    expect(json.plan).toEqual(plan)
  })
})

describe("a run's records", () => {
  let served: Served
  let run: string
  beforeAll(async () => {
    served = await serve()
    const { knex } = served.database
    run = await storyOfRun(knex)
    await storyOfRecords(knex)
    const place = { connection: 'headcount', flow: 'hires' }
    const failed = { state: 'failed', reason: 'not_held', message: 'another value' } as const
    await saveFindings(knex, place, [
      { ...failed, id: 'job-4' },
      { ...failed, id: 'a' },
    ])
    await touchRecords(knex, place, ['b', 'c'])
    await saveFindings(knex, { ...place, connection: 'other' }, [{ ...failed, id: 'd' }])
  })
  afterAll(() => served[Symbol.asyncDispose]())
  const records = (query = '') => all(served, `/runs/${run}/records${query}`, ({ flow, id }) => `${flow}/${id}`)

  test('are those that failed or wait, by flow and id', async () => {
    expect(await records()).toEqual(['hires/a', 'hires/b', 'hires/c', 'hires/job-4', 'openings/job-4'])
  })

  test('may be asked for by state', async () => {
    expect(await records('?state=pending')).toEqual(['hires/b', 'hires/c'])
    expect((await served.call(`/api/v1/runs/${run}/records?state=synced`)).status).toBe(400)
  })

  test('need a run', async () => {
    const { status, json } = await served.call('/api/v1/runs/6f1f9dc4-1d3c-4f0e-9b53-0f7d2c0a5a11/records')
    expect([status, json.code]).toEqual([404, 'unknown_run'])
  })

  test('of a flow may be asked for by reason', async () => {
    const byReason = (query: string) => all(served, `/records/headcount/openings${query}`, ({ id }) => id!)
    expect(await byReason('?reason=not_active')).toEqual(['job-2', 'job-3'])
    expect(await byReason('?state=skipped&reason=not_active')).toEqual(['job-2', 'job-3'])
    expect(await byReason('?state=failed&reason=not_active')).toEqual([])
    expect(await byReason('')).toEqual(['job-1', 'job-2', 'job-3', 'job-4'])
  })
})
