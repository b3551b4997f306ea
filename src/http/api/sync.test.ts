import { describe, expect, test } from 'vitest'
import { pushedRecords } from '../../store/hooks.ts'
import { listRuns, requestRun, startRun } from '../../store/runs.ts'
import { connectionOf, enabled, post, serve } from '../fixtures/served.ts'

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
    expect(answer.json.detail).toContain('hirewire enable headcount')
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
