import { expect, test } from 'vitest'
import { listRuns } from '../../store/runs.ts'
import { connectionOf, enabled, post, type Served, serve } from '../fixtures/served.ts'

const path = '/connections/headcount/enabled'

test('switching off is told with who and when', async () => {
  await using served = await serve()

  const { status, json } = await post(served, path, { enabled: false }, 'operate')

  expect([status, json.enabled, json.state]).toEqual([200, false, 'disabled'])
  expect(json.enabledBy).toEqual({ by: 'operateer', at: expect.stringMatching(/^\d{4}-/), configured: true })
  expect([served.woken, await runs(served)]).toEqual([[], []])
})

test('switching on asks for a run at once, and once', async () => {
  await using served = await serve({ connections: new Map([['headcount', enabled(connectionOf('headcount'), false)]]) })

  const first = await post(served, path, { enabled: true }, 'operate')
  const second = await post(served, path, { enabled: true }, 'operate')

  expect(first.json).toMatchObject({ enabled: true, runs: { queued: { trigger: 'request' } } })
  expect(second.status).toBe(200)
  expect(served.woken).toEqual(['headcount'])
  expect(await runs(served)).toHaveLength(1)
})

test('a connection as configured names nobody', async () => {
  await using served = await serve()

  const { json } = await served.call('/api/v1/connections/headcount')

  expect([json.enabled, json.enabledBy]).toEqual([true, null])
})

test.each([
  ['a read token', path, { enabled: false }, 'read', 403, 'role'],
  ['a connection nobody knows', '/connections/other/enabled', { enabled: false }, 'operate', 404, 'unknown_connection'],
  ['a word for a boolean', path, { enabled: 'off' }, 'operate', 400, 'invalid'],
  ['something else', path, { enabled: false, by: 'me' }, 'operate', 400, 'invalid'],
])('%s is refused', async (_, address, body, as, status, code) => {
  await using served = await serve()

  const answer = await post(served, address, body, as)

  expect([answer.status, answer.json.code]).toEqual([status, code])
  expect((await served.call('/api/v1/connections/headcount')).json.enabled).toBe(true)
})

test('while stopping nothing is switched', async () => {
  await using served = await serve({ isReady: () => false })

  expect((await post(served, path, { enabled: false })).status).toBe(503)
})

function runs({ database }: Served) {
  return listRuns(database.knex, { limit: 10 })
}
