import { describe, expect, test } from 'vitest'
import { addAudit } from '../../store/audit.ts'
import { post, type Served, serve } from '../fixtures/served.ts'
import { storyOfHold, storyOfRecords } from '../fixtures/story.ts'

async function entries(served: Served) {
  const { json } = await served.call('/api/v1/audit')
  return json.data.map(({ by, action, place }: Record<string, string>) => [by, action, place])
}

describe('the audit', () => {
  test('has who decided what, and where', async () => {
    await using served = await serve()
    await storyOfRecords(served.database.knex)

    await post(served, '/connections/headcount/sync', {}, 'operate')
    await post(served, '/sync', {}, 'operate')
    await post(served, '/records/headcount/openings/job-4/retry', {}, 'operate')
    const first = await storyOfHold(served.database.knex)
    await post(served, `/holds/${first}/approve`)
    const second = await storyOfHold(served.database.knex, 'job-9')
    await post(served, `/holds/${second}/reject`)

    expect(await entries(served)).toEqual([
      ['approveer', 'hold_rejected', `/holds/${second}/reject`],
      ['approveer', 'hold_approved', `/holds/${first}/approve`],
      ['operateer', 'record_retried', '/records/headcount/openings/job-4/retry'],
      ['operateer', 'sync_pressed', '/sync'],
      ['operateer', 'sync_pressed', '/connections/headcount/sync'],
    ])
  })

  test('has nothing of what was refused', async () => {
    await using served = await serve()
    const digest = await storyOfHold(served.database.knex)

    await post(served, `/holds/${digest}/approve`, {}, 'operate')
    await post(served, '/connections/other/sync', {})
    await post(served, '/records/headcount/openings/job-77/retry', {})

    expect(await entries(served)).toEqual([])
  })

  test('is for who may approve', async () => {
    await using served = await serve()

    expect((await served.call('/api/v1/audit', { as: 'operate' })).status).toBe(403)
  })

  test('is paged, newest first', async () => {
    await using served = await serve()
    for (const place of ['/1', '/2', '/3', '/4', '/5'])
      await addAudit(served.database.knex, { by: 'a', action: 'sync_pressed', place })

    const seen: string[] = []
    let cursor = ''
    do {
      const { json } = await served.call(`/api/v1/audit?limit=2${cursor}`)
      seen.push(...json.data.map(({ place }: { place: string }) => place))
      cursor = json.next ? `&cursor=${json.next}` : ''
    } while (cursor)

    expect(seen).toEqual(['/5', '/4', '/3', '/2', '/1'])
  })

  test.each([
    ['changed', 'update audit set by = ?', ['somebody else']],
    ['taken out', 'delete from audit where by = ?', ['a']],
  ])('rows cannot be %s', async (_how, statement, values) => {
    await using served = await serve()
    await addAudit(served.database.knex, { by: 'a', action: 'sync_pressed', place: '/1' })

    await expect(served.database.knex.raw(statement, values)).rejects.toThrow(/added and never changed/)
    expect(await entries(served)).toEqual([['a', 'sync_pressed', '/1']])
  })
})
