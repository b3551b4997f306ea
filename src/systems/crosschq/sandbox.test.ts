import { expect, test } from 'vitest'
import { CREATE_BODY, startWithCall } from './sandbox/testing.ts'

const REQUESTS = '/partners/reference-request/'

test.each([
  ['the bare key', 'crosschq-sandbox-token', 200],
  ['a scheme before the key', 'Bearer crosschq-sandbox-token', 401],
  ['an unknown key', 'other', 401],
])('%s is answered', async (_, token, status) => {
  await using it = await startWithCall()

  const answer = await it.call('GET', '/partners/config/', undefined, token)

  expect(answer.status).toBe(status)
  if (status === 401) expect(answer.body).toEqual({ detail: expect.any(String) })
})

test('a call without a key is refused', async () => {
  await using it = await startWithCall()

  const response = await fetch(`${it.sandbox.url}/partners/config/`)

  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({ detail: expect.any(String) })
})

test('a removed key is refused at once', async () => {
  await using it = await startWithCall()
  it.sandbox.tokens.delete(it.sandbox.token)

  expect((await it.call('GET', '/partners/config/')).status).toBe(401)
})

test('an account without the partner API answers 403', async () => {
  await using it = await startWithCall({ isPartnerApiOn: false })

  const answer = await it.call('GET', '/partners/config/')

  expect([answer.status, Object.keys(answer.body)]).toEqual([403, ['detail']])
})

test.each([
  ['notFound', 404, null],
  ['redirect', 301, '/partners/config/'],
] as const)('a missing slash is %s', async (missingSlash, status, location) => {
  await using it = await startWithCall({ missingSlash })

  const response = await fetch(`${it.sandbox.url}/partners/config`, {
    headers: { authorization: it.sandbox.token },
    redirect: 'manual',
  })

  expect([response.status, response.headers.get('location')]).toEqual([status, location])
})

test('relationships carry their numbers as texts', async () => {
  await using it = await startWithCall({ minReferenceCount: 3 })

  const { body } = await it.call('GET', '/partners/config/')

  expect(body.min_reference_count).toBe(3)
  expect(body.relationships.map(({ id }: { id: string }) => id)).toEqual([
    ...['managers', 'employees', 'peers', 'business', 'social'],
  ])
  expect(body.relationships[0]).toEqual({ id: 'managers', name: 'Manager', min: '0', max: '10', default: '2' })
})

test('surveys are listed by both versions', async () => {
  await using it = await startWithCall()
  it.sandbox.addSurvey({ codename: 'cook', relationships: { peers: { max: 3, label: 'Colleague' }, social: null } })
  it.sandbox.removeSurvey('software-engineer')

  const [v1, v2] = [await it.call('GET', '/partners/jobroles/'), await it.call('GET', '/api/v2/settings/jobrole/')]

  expect(v1.body.map(({ codename }: { codename: string }) => codename)).toEqual(['brand-marketer-manager', 'cook'])
  const { peers, social } = v2.body[1].relationships
  expect([peers, social]).toEqual([
    { default: 2, label: 'Colleague', max: 3, min: 0, skip_reference_optin: false, whv_mode: 'default' },
    undefined,
  ])
})

test('the list of surveys may end otherwise', async () => {
  await using it = await startWithCall({ jobRolesPath: 'jobrole' })

  expect((await it.call('GET', '/partners/jobroles/')).status).toBe(404)
  expect((await it.call('GET', '/partners/jobrole/')).status).toBe(200)
})

test.each([
  ['hasRequestList', 'GET', REQUESTS, 405],
  ['hasHiringStatus', 'PATCH', `${REQUESTS}ID/`, 405],
  ['hasCancel', 'POST', `${REQUESTS}ID/cancel/`, 404],
  ['hasTemplates', 'GET', '/partners/templates/', 404],
  ['hasProspects', 'GET', '/partners/prospects/', 404],
] as const)('without %s the call is unknown', async (setting, method, path, status) => {
  await using it = await startWithCall()
  const { id } = it.sandbox.requestInCrosschq(CREATE_BODY)
  const call = () => it.call(method, path.replace('ID', id), method === 'GET' ? undefined : { hiring_status: 'hired' })

  it.sandbox.settings[setting] = false
  const off = await call()
  it.sandbox.settings[setting] = true

  expect([off.status, Object.keys(off.body)]).toEqual([status, ['detail']])
  expect((await call()).status).toBe(200)
})

test('a lost answer leaves the request created', async () => {
  await using it = await startWithCall()
  it.sandbox.server.faults.add({ method: 'POST', match: REQUESTS, times: 1, fault: { type: 'timeoutAfterApply' } })

  await expect(it.call('POST', REQUESTS, CREATE_BODY)).rejects.toThrow()

  expect(it.sandbox.state.requests.size).toBe(1)
  expect(it.sandbox.state.invitations).toHaveLength(1)
})

test('too many calls are told when to return', async () => {
  await using it = await startWithCall({ rate: { perSecond: 0.001, burst: 1 } })
  await it.call('GET', '/partners/config/')

  const answer = await it.call('GET', '/partners/config/')

  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1'])
})

test('an invited candidate is on the screen', async () => {
  await using it = await startWithCall()
  const candidate = { ...CREATE_BODY.candidate, last_name: '<b>Byron' }
  const { id } = it.sandbox.requestInCrosschq({ ...CREATE_BODY, candidate })
  const page = async () => (await fetch(`${it.sandbox.url}/`)).text()

  const invited = await page()
  it.sandbox.complete(id, { score: 4.25 })

  expect(invited).toContain('<td>Ada &#60;b&#62;Byron</td><td>Engineer</td>')
  expect(invited).toContain('<td>pending</td><td>0 %</td>')
  expect(await page()).toContain('<td>completed</td><td>100 %</td><td>2 of 2</td><td>4.25</td>')
})
