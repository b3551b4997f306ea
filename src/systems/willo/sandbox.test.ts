import { expect, test } from 'vitest'
import { startWithCall } from './sandbox/testing.ts'

test.each([
  ['the bare key', 'willo-sandbox-key', 200],
  ['a scheme before the key', 'Bearer willo-sandbox-key', 401],
  ['an unknown key', 'other', 401],
])('%s is answered', async (_, key, status) => {
  await using it = await startWithCall()

  const answer = await it.call('GET', '/interviews/?page_size=1', undefined, key)

  expect(answer.status).toBe(status)
  if (status === 401) expect(answer.body).toEqual({ detail: expect.any(String) })
})

test('a call without a key is refused', async () => {
  await using it = await startWithCall()

  expect((await fetch(`${it.sandbox.url}/interviews/`)).status).toBe(401)
})

test('a new key replaces the old one', async () => {
  await using it = await startWithCall()
  const user = it.sandbox.addUser({ role: 'Admin' })
  const { apiKey } = it.sandbox.cycleKey(user.key)
  const statusWith = async (key: string) => (await it.call('GET', '/interviews/', undefined, key)).status

  expect([await statusWith(user.apiKey), await statusWith(apiKey)]).toEqual([401, 200])
  it.sandbox.removeUser(user.key)
  expect(await statusWith(apiKey)).toBe(401)
})

test.each([
  ['notFound', 404, null],
  ['redirect', 301, '/api/integrations/v2/interviews/'],
] as const)('a missing slash is %s', async (missingSlash, status, location) => {
  await using it = await startWithCall({ missingSlash })

  const response = await fetch(`${it.sandbox.url}/interviews`, {
    headers: { authorization: it.sandbox.key },
    redirect: 'manual',
  })

  expect([response.status, response.headers.get('location')]).toEqual([status, location])
})

test.each([
  ['GET', '/nothing/', 404],
  ['POST', '/interviews/', 501],
  ['GET', '/departments/', 501],
])('%s %s answers %i', async (method, path, status) => {
  await using it = await startWithCall()

  expect((await it.call(method, path, method === 'POST' ? {} : undefined)).status).toBe(status)
})

test('nothing is served outside the base path', async () => {
  await using it = await startWithCall()

  const response = await fetch(`${it.sandbox.server.url}/interviews/`, { headers: { authorization: it.sandbox.key } })

  expect(response.status).toBe(404)
})

test('standard users see what is theirs or shared', async () => {
  await using it = await startWithCall()
  const { sandbox } = it
  const user = sandbox.addUser()
  const [own, lent, foreign] = [
    sandbox.addInterview({ ownerKey: user.key }),
    sandbox.addInterview(),
    sandbox.addInterview(),
  ]
  sandbox.shareInterview(lent.key, user.key)
  const hidden = sandbox.inviteByHand(foreign.key, { name: 'Ida' })
  const get = (path: string) => it.call('GET', path, undefined, user.apiKey)

  const list = await get('/interviews/')

  expect(list.body.results.map(({ key }: { key: string }) => key)).toEqual([own.key, lent.key])
  expect((await get(`/interviews/${foreign.key}/`)).status).toBe(404)
  expect((await get(`/participants/${hidden.key}/`)).status).toBe(404)
  expect((await get('/participants/')).body.count).toBe(0)
  const invited = { interview: foreign.key, name: 'Ada', email: 'ada@people.example' }
  const { status, body } = await it.call('POST', '/participants/', invited, user.apiKey)
  expect([status, Object.keys(body)]).toEqual([400, ['interview']])
  expect((await get('/webhooks/')).status).toBe(403)
})

test('throttled calls are told when to return', async () => {
  await using it = await startWithCall()
  it.sandbox.throttle(1, 7)

  const answer = await it.call('GET', '/interviews/')

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
  expect(answer.body).toEqual({ detail: expect.any(String) })
  expect((await it.call('GET', '/interviews/')).status).toBe(200)
})

test('a lost answer leaves the participant invited', async () => {
  await using it = await startWithCall()
  const { key: interview } = it.sandbox.addInterview()
  it.sandbox.server.faults.add({ method: 'POST', times: 1, fault: { type: 'timeoutAfterApply' } })

  await expect(
    it.call('POST', '/participants/', { interview, name: 'Ada', email: 'ada@people.example' }),
  ).rejects.toThrow()

  expect([it.sandbox.state.participants.size, it.sandbox.state.invitations.length]).toEqual([1, 1])
})

test('an invited candidate is on the screen', async () => {
  await using it = await startWithCall()
  const { key: interview } = it.sandbox.addInterview({ title: 'Cooks' })
  const { key } = it.sandbox.inviteByHand(interview, { name: '<b>Ada', email: 'ada@people.example' })
  const page = async () => (await fetch(`${it.sandbox.server.url}/`)).text()

  const invited = await page()
  it.sandbox.complete(key)

  expect(invited).toContain('<td>&#60;b&#62;Ada</td><td>ada@people.example</td><td>Cooks</td>')
  expect(invited).toContain('<td>invited</td><td>1</td>')
  expect(await page()).toContain('<td>completed</td><td>1</td>')
})
