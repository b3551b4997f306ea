import { describe, expect, test } from 'vitest'
import { listRuns } from '../../store/runs.ts'
import { connectionOf, enabled, post, serve } from '../fixtures/served.ts'
import { openingChange, storyOfHold } from '../fixtures/story.ts'

describe('holds', () => {
  test('are listed, and shown in full', async () => {
    await using served = await serve()
    const digest = await storyOfHold(served.database.knex)

    const list = await served.call('/api/v1/holds?connection=headcount', { as: 'read' })
    const one = await served.call(`/api/v1/holds/${digest}`, { as: 'operate' })

    expect(list.json).toMatchObject({ data: [{ digest, state: 'waiting', counts: { create: 1 } }], next: null })
    expect(list.json.data[0]).not.toHaveProperty('plan')
    expect(one.json.plan.changes).toEqual([{ ...openingChange }])
    expect(one.json.reasons[0].message).toContain('60 new objects')
  })

  test('approved ones are run, by whose word is kept', async () => {
    await using served = await serve()
    const digest = await storyOfHold(served.database.knex)

    const answer = await post(served, `/holds/${digest}/approve`)

    expect([answer.status, answer.json]).toMatchObject([202, { state: 'approved', decidedBy: 'approveer' }])
    expect((await served.call(`/api/v1/runs/${answer.json.runId}`)).json).toMatchObject({
      ...{ trigger: 'approval', state: 'queued', records: null },
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
