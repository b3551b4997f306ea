import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serve } from './fixtures/served.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served[Symbol.asyncDispose]())

test.each([
  ['GET', '/api/v1/connections/headcount/sync', 'POST'],
  ['DELETE', '/api/v1/runs', 'GET, HEAD'],
  ['PUT', '/api/v1/connections/headcount', 'GET, HEAD'],
  ['POST', '/healthz', 'GET, HEAD'],
  ['GET', '/hooks/headcount/candidateHire', 'PATCH, POST, PUT'],
  ['OPTIONS', '/api/v1/runs', 'GET, HEAD'],
])('%s %s is the wrong method', async (method, path, allow) => {
  const answer = await served.call(path, { method })

  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toBe(allow)
})

test('what is not there is not found', async () => {
  const answer = await served.call('/api/v2/anything')

  expect([answer.status, answer.json.code]).toEqual([404, 'not_found'])
})

const sync = '/api/v1/connections/headcount/sync'
test.each([
  ['text', { raw: '{"dryRun":true}', headers: { 'content-type': 'text/plain' } }, 415],
  ['a form', { raw: 'dryRun=true', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ['no type', { raw: '{"dryRun":true}', headers: { 'content-type': '' } }, 415],
  ['a broken body', { raw: '{"dryRun":', headers: { 'content-type': 'application/json' } }, 400],
  [
    'a compressed body',
    { raw: 'abc', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
    400,
  ],
  ['a list', { body: [] }, 400],
  ['an unknown field', { body: { dryRun: true, force: true } }, 400],
  ['a prototype', { raw: '{"__proto__":{"dryRun":true}}', headers: { 'content-type': 'application/json' } }, 400],
  ['a wrong type', { body: { dryRun: 'yes' } }, 400],
  ['a record that is a path', { body: { record: '../../etc/passwd' } }, 400],
  ['a record with a line break', { body: { record: 'a\r\nb' } }, 400],
  ['a record with a null byte', { body: { record: 'a\u0000b' } }, 400],
  ['a record too long', { body: { record: 'x'.repeat(201) } }, 400],
  [
    'a depth bomb',
    { raw: `${'['.repeat(30_000)}${']'.repeat(30_000)}`, headers: { 'content-type': 'application/json' } },
    400,
  ],
])('refuses a body: %s', async (_, options, status) => {
  const answer = await served.call(sync, { method: 'POST', ...options })

  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toMatch('application/problem+json')
  expect(await served.database.knex('runs').count('* as n')).toEqual([{ n: '0' }])
})

test('a body one byte over the cap is refused', async () => {
  const filled = (bytes: number) => `{"record":"${'x'.repeat(bytes - 13)}"}`

  const fits = await served.call(sync, {
    method: 'POST',
    raw: filled(65_536),
    headers: { 'content-type': 'application/json' },
  })
  const over = await served.call(sync, {
    method: 'POST',
    raw: filled(65_537),
    headers: { 'content-type': 'application/json' },
  })

  expect([fits.status, over.status]).toEqual([400, 413])
})

test.each([
  ['/api/v1/runs?limit=0'],
  ['/api/v1/runs?limit=101'],
  ['/api/v1/runs?limit=1e1'],
  ['/api/v1/runs?limit=5&limit=6'],
  ['/api/v1/runs?cursor=1%27%20or%201%3D1'],
  ['/api/v1/runs?unknown=1'],
  ['/api/v1/runs?__proto__=1'],
  ['/api/v1/runs?connection=..%2F..'],
  ['/api/v1/runs/1'],
  ["/api/v1/runs/1'--"],
  ['/api/v1/connections/%00'],
  ['/api/v1/connections/%0d%0aset-cookie:x'],
  ['/api/v1/connections/head%D1%81ount'],
  ['/api/v1/holds/short'],
  ['/api/v1/records/headcount/openings/a%2Fb'],
  ['/api/v1/connections/%zz'],
])('refuses the address %s', async (path) => {
  const answer = await served.call(path)

  expect(answer.status).toBe(400)
  expect(answer.json.status).toBe(400)
})

test('a refusal names the place and not the value', async () => {
  const answer = await served.call(sync, { method: 'POST', body: { dryRun: 'planted-value' } })

  expect(answer.json.errors).toEqual([
    { in: 'body', path: 'dryRun', message: expect.stringContaining('true or false') },
  ])
  expect(answer.text).not.toContain('planted-value')
})

test('no other site may read an answer', async () => {
  const answer = await served.call('/api/v1/runs', { headers: { origin: 'https://evil.example' } })

  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('an id of the caller is not taken for ours', async () => {
  const answer = await served.call('/healthz', { headers: { 'x-request-id': 'planted', 'request-id': 'planted' } })

  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('what nobody foresaw is answered generically', async () => {
  await using broken = await serve()
  await broken.database.knex.raw('alter table runs rename to planted_table_name')

  const answer = await broken.call('/api/v1/runs')

  expect(answer.status).toBe(500)
  expect(answer.json).toMatchObject({ code: 'internal', requestId: answer.headers.get('x-request-id') })
  expect(answer.text).not.toMatch(/runs|relation|select/)
  expect(broken.log()).toContain(answer.json.requestId)
  expect((await broken.call('/healthz')).status).toBe(200)
})

test('without a database the API asks to come back', async () => {
  await using cut = await serve()
  await cut.database.knex.destroy()

  const answer = await cut.call('/api/v1/runs')

  expect([answer.status, answer.json.code]).toEqual([503, 'unavailable'])
})
