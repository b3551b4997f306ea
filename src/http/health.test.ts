import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestRun } from '../store/runs.ts'
import { type Answer, hookSecret, type Served, serve, sign, tokens } from './fixtures/served.ts'
import { secretName, secretPay, storyOfHold, storyOfRecords, storyOfRun } from './fixtures/story.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served[Symbol.asyncDispose]())

test('is alive and ready without a token', async () => {
  const alive = await served.call('/healthz', { as: null })
  const ready = await served.call('/readyz', { as: null })

  expect([alive.status, alive.json]).toEqual([200, { status: 'alive' }])
  expect([ready.status, ready.json]).toEqual([200, { status: 'ready', database: true }])
})

test('is alive and not ready without a database', async () => {
  await using cut = await serve()
  await cut.database.knex.destroy()

  const alive = await cut.call('/healthz', { as: null })
  const ready = await cut.call('/readyz', { as: null })
  const metrics = await cut.call('/metrics', { as: null })

  expect([alive.status, ready.status, ready.json]).toEqual([200, 503, { status: 'not_ready', database: false }])
  expect(metrics.status).toBe(200)
  expect(metrics.text).not.toMatch(/^hirewire_queue_depth \d/m)
})

test('is not ready while stopping', async () => {
  await using stopping = await serve({ isReady: () => false })

  expect((await stopping.call('/readyz', { as: null })).status).toBe(503)
})

test('measures runs, changes, calls and what waits', async () => {
  await using measured = await serve()
  const { knex } = measured.database
  await storyOfRecords(knex)
  await knex('records')
    .whereNotNull('pending_since')
    .update({ pending_since: knex.raw("now() - interval '90 seconds'") })
  const { id } = await requestRun(knex, { connection: 'headcount', trigger: 'schedule' })
  const tally = { planned: { create: 2, update: 0 }, applied: 2, verified: 1, failed: 1, unknown: 0 }
  const queued = { id, connection: 'headcount', trigger: 'schedule', state: 'queued', dryRun: false } as const
  const times = { queuedAt: new Date().toISOString(), startedAt: new Date(Date.now() - 20_000).toISOString() }
  measured.metrics.ran('headcount', {
    run: { ...queued, ...times, flows: {}, calls: {}, steps: [], waits: {} },
    end: { state: 'partial', flows: { openings: tally }, calls: {} },
  })
  const called = measured.metrics.callsOf('headcount')
  const once = { system: 'charthop', attempt: 1, waited: { count: 0, ms: 0 } }
  called({ template: '/jobs/{id}', method: 'GET', status: 200, ms: 5, outcome: 'answered', ...once })
  called({ template: '/jobs/{id}', method: 'GET', status: 429, ms: 5, outcome: 'rate_limited', ...once })

  const { text, headers } = await measured.call('/metrics', { as: null })

  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  const line = (name: string) => new RegExp(`^hirewire_${name.replace(/[{}/]/g, '\\$&')}$`, 'm')
  for (const name of [
    'runs_total{connection="headcount",state="partial"} 1',
    'planned_records_total{connection="headcount",flow="openings",effect="create"} 2',
    'changes_total{connection="headcount",flow="openings",outcome="verified"} 1',
    'changes_total{connection="headcount",flow="openings",outcome="failed"} 1',
    'calls_total{connection="headcount",method="GET",template="/jobs/{id}",status="200",outcome="answered"} 1',
    'rate_limited_total{connection="headcount"} 1',
    'run_seconds_bucket{le="15",connection="headcount"} 0',
    'run_seconds_bucket{le="30",connection="headcount"} 1',
    'queue_depth 1',
  ])
    expect(text).toMatch(line(name))
  const waiting = Number(/oldest_unsynced_change_seconds\{connection="headcount"\} ([\d.]+)/.exec(text)?.[1])
  expect(waiting).toBeGreaterThanOrEqual(90)
  expect(waiting).toBeLessThan(150)
})

test('nothing waiting is measured as zero', async () => {
  const { text } = await served.call('/metrics', { as: null })

  expect(text).toMatch(/^hirewire_oldest_unsynced_change_seconds\{connection="headcount"\} 0$/m)
})

test('describes every address of the API', async () => {
  const { status, json } = await served.call('/api/openapi.json', { as: null })

  expect(status).toBe(200)
  expect(json.openapi).toMatch(/^3\.1/)
  expect(Object.keys(json.paths)).toEqual(
    expect.arrayContaining([
      ...['/api/v1/connections', '/api/v1/connections/{id}', '/api/v1/connections/{id}/sync', '/api/v1/sync'],
      ...['/api/v1/runs', '/api/v1/runs/{id}', '/api/v1/runs/{id}/changes', '/healthz', '/readyz', '/metrics'],
      ...['/api/v1/holds', '/api/v1/holds/{digest}', '/api/v1/holds/{digest}/approve', '/api/v1/holds/{digest}/reject'],
      ...['/api/v1/records/{connection}/{flow}/{id}', '/hooks/{connection}/{event}'],
    ]),
  )
  const run = json.paths['/api/v1/runs/{id}'].get
  expect(run.responses['200'].content['application/json'].schema).toBeDefined()
  expect(Object.keys(run.responses['4XX'].content)).toEqual(['application/problem+json'])
  expect(json.components.securitySchemes.bearer).toEqual({ type: 'http', scheme: 'bearer' })
})

test('what was planted shows only where it belongs', async () => {
  await using planted = await serve()
  const { knex } = planted.database
  const run = await storyOfRun(knex)
  await storyOfRecords(knex)
  const digest = await storyOfHold(knex)
  const open: Answer[] = []
  const visit = async (path: string, options: Parameters<Served['call']>[1] = {}) => {
    const answer = await planted.call(path, options)
    open.push(answer)
    return answer
  }
  const hook = JSON.stringify({ id: 'e1', job: 'job-1', candidate: secretName })
  for (const path of ['/healthz', '/readyz', '/metrics', '/api/openapi.json', '/', '/nowhere'])
    await visit(path, { as: null })
  for (const path of [
    'connections',
    'connections/headcount',
    'runs',
    `runs/${run}`,
    'holds',
    'records/headcount/openings',
  ])
    await visit(`/api/v1/${path}`)
  await visit('/hooks/headcount/hire', { method: 'POST', as: null, raw: hook, headers: sign(hook) })
  await visit('/hooks/headcount/hire', { method: 'POST', as: null, raw: hook })
  await visit(`/api/v1/runs?name=${encodeURIComponent(secretName)}`)
  await visit('/api/v1/sync', { method: 'POST', body: { name: secretName } })
  const meant = [`runs/${run}/changes`, `holds/${digest}`, 'records/headcount/openings/job-1']
  const shown = await Promise.all(meant.map((path) => planted.call(`/api/v1/${path}`)))
  // The error of a statement carries the statement.
  await knex.raw('alter table holds drop column plan cascade')
  await visit(`/api/v1/holds/${digest}/approve`, { method: 'POST' })

  const secrets = [...tokens.map(({ token }) => token), hookSecret]
  const outputs = [...open.map(({ text, headers }) => text + JSON.stringify([...headers])), planted.log()]
  expect(open.map(({ status }) => status)).toEqual([
    ...[200, 200, 200, 200, 200, 404],
    ...Array(6).fill(200),
    200,
    401,
    400,
    400,
    500,
  ])
  for (const output of outputs)
    for (const marker of [...secrets, secretName, 'Plantedname', String(secretPay)])
      expect(output).not.toContain(marker)
  expect(shown.map(({ text }) => text.includes(secretName))).toEqual([true, true, true])
  for (const { text } of shown) for (const secret of secrets) expect(text).not.toContain(secret)
})
