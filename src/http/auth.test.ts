import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFailures } from './failures.ts'
import { type Served, serve, tokens } from './fixtures/served.ts'
import { storyOfHold } from './fixtures/story.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served[Symbol.asyncDispose]())

const token = (role: string) => tokens.find((one) => one.role === role)!.token

test('asks for a token where none is sent', async () => {
  const answer = await served.call('/api/v1/connections', { as: null })

  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="hirewire"')
  expect(answer.headers.get('content-type')).toMatch('application/problem+json')
  expect(answer.json).toMatchObject({ status: 401, code: 'no_token', title: 'Unauthorized' })
  expect(answer.json.requestId).toBe(answer.headers.get('x-request-id'))
})

test.each([
  ['an unknown one', 'x'.repeat(40)],
  ['a prefix of a right one', token('approve').slice(0, -1)],
  ['a right one with more behind it', `${token('approve')}x`],
])('refuses a wrong token: %s', async (_, wrong) => {
  const answer = await served.call('/api/v1/connections', { as: wrong })

  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toContain('invalid_token')
})

test.each(['token', 'access_token', 'authorization', 'api_key'])('refuses a token in the query: %s', async (name) => {
  const alone = await served.call(`/api/v1/connections?${name}=${token('read')}`, { as: null })
  const beside = await served.call(`/api/v1/connections?${name}=${token('read')}`)

  expect(alone.status).toBe(401)
  expect(beside.status).toBe(400)
  expect(alone.text + beside.text).not.toContain(token('read'))
})

test.each(['Basic', 'Token', 'Bearer:'])('refuses another scheme: %s', async (scheme) => {
  const answer = await served.call('/api/v1/runs', {
    as: null,
    headers: { authorization: `${scheme} ${token('read')}` },
  })

  expect(answer.status).toBe(401)
})

test('an empty token configured lets nobody in', async () => {
  await using open = await serve({ tokens: [{ name: 'empty', role: 'approve', token: '' }] })

  const answers = await Promise.all([
    open.call('/api/v1/runs', { as: null, headers: { authorization: 'Bearer ' } }),
    open.call('/api/v1/runs', { as: null, headers: { authorization: 'Bearer' } }),
  ])

  expect(answers.map(({ status }) => status)).toEqual([401, 401])
})

describe('roles', () => {
  const digest = 'a'.repeat(43)
  test.each([
    ['read', 'GET', '/api/v1/runs', 200],
    ['read', 'POST', '/api/v1/connections/headcount/sync', 403],
    ['read', 'POST', '/api/v1/sync', 403],
    ['read', 'POST', '/api/v1/records/headcount/openings/job-1/retry', 403],
    ['read', 'POST', `/api/v1/holds/${digest}/approve`, 403],
    ['operate', 'GET', '/api/v1/runs', 200],
    ['operate', 'POST', '/api/v1/connections/headcount/sync', 202],
    ['operate', 'POST', `/api/v1/holds/${digest}/approve`, 403],
    ['operate', 'POST', `/api/v1/holds/${digest}/reject`, 403],
    ['approve', 'GET', '/api/v1/runs', 200],
    ['approve', 'POST', '/api/v1/connections/headcount/sync', 202],
    ['approve', 'POST', `/api/v1/holds/${digest}/approve`, 404],
  ])('%s may %s %s: %i', async (role, method, path, status) => {
    const answer = await served.call(path, { method, as: role })

    expect(answer.status).toBe(status)
    if (status === 403) expect(answer.json.detail).toContain(role)
  })

  test('a reader who tries to approve decides nothing', async () => {
    await using fresh = await serve()
    const held = await storyOfHold(fresh.database.knex)

    await fresh.call(`/api/v1/holds/${held}/approve`, { method: 'POST', as: 'read' })

    expect((await fresh.call(`/api/v1/holds/${held}`)).json.state).toBe('waiting')
    expect(fresh.log()).toContain('"by":"reader"')
    expect(fresh.log()).toContain('"needed":"approve"')
  })
})

test('an address that guesses is told to wait', async () => {
  await using guessed = await serve()
  const guess = () => guessed.call('/api/v1/runs', { as: 'wrong-token' })

  const answers = []
  for (let count = 0; count < 25; count++) answers.push(await guess())

  expect(answers.slice(0, 20).map(({ status }) => status)).toEqual(Array(20).fill(401))
  expect(answers.at(-1)!.status).toBe(429)
  expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await guessed.call('/api/v1/runs')).status).toBe(200)
  expect(guessed.log().match(/unknown token/g)).toHaveLength(20)
})

test('failures are forgotten after the window', () => {
  let time = 0
  const failures = createFailures(() => time)
  for (let count = 0; count < 20; count++) expect(failures.note('192.0.2.1')).toBeUndefined()
  expect(failures.note('192.0.2.1')).toBe(60)

  time = 60_001

  expect(failures.note('192.0.2.1')).toBeUndefined()
})

test('one IPv6 network counts as one address', () => {
  const failures = createFailures(() => 0)

  for (let host = 0; host < 20; host++) failures.note(`2001:db8::${host.toString(16)}`)

  expect(failures.note('2001:db8:0:0:ffff::1')).toBe(60)
  expect(failures.note('2001:db8:0:1::1')).toBeUndefined()
})

test('memory stays flat under many addresses', () => {
  const failures = createFailures(() => 0)

  for (let count = 0; count < 30_000; count++) failures.note(`10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`)

  expect(failures.size).toBe(10_000)
})
