import { describe, expect, test } from 'vitest'
import { startWithCall } from './sandbox/testing.ts'
import { SANDBOX_REDIRECT_URI } from './sandbox.ts'

describe('who calls', () => {
  test.each([
    ['nobody', {}],
    ['a wrong key', { 'x-smarttoken': 'x' }],
    ['a wrong token', { authorization: 'Bearer x' }],
    ['a key in the wrong header', { authorization: 'DCRA1-sandbox-key' }],
  ])('%s is not let in', async (_, headers: Record<string, string>) => {
    await using it = await startWithCall()

    expect((await it.call('GET', '/configuration/company', undefined, headers)).status).toBe(401)
  })

  test('a token without the scope is refused, as a code', async () => {
    await using it = await startWithCall()
    const narrow = { clientId: 'c', userId: it.sandbox.adminId, scopes: ['jobs_read'], expiresAt: 1e15 }
    it.sandbox.access.accessTokens.set('t', narrow)
    const headers = { authorization: 'Bearer t' }

    expect((await it.call('GET', '/jobs', undefined, headers)).status).toBe(200)
    expect(await it.call('GET', '/candidates', undefined, headers)).toMatchObject({
      ...{ status: 403, body: { errors: [{ code: 'INSUFFICIENT_SCOPE' }] } },
    })
  })

  test('unknown paths and methods are refused', async () => {
    await using it = await startWithCall()

    expect((await it.call('GET', '/v1/companies/acme/postings')).status).toBe(404)
    expect((await it.call('GET', '/jobs/%E0%A4%A')).status).toBe(404)
    expect((await it.call('DELETE', '/jobs')).status).toBe(405)
    expect((await it.call('GET', '/jobs/x/candidates')).status).toBe(405)
  })
})

describe('grants', () => {
  const allow = (query: Record<string, string>) => `/identity/oauth/allow?${new URLSearchParams(query)}`
  const app = { client_id: 'smartrecruiters-sandbox-app', redirect_uri: SANDBOX_REDIRECT_URI }

  test.each([
    ['another address', { ...app, redirect_uri: 'https://evil.example' }],
    ['another client', { ...app, client_id: 'x' }],
    ['the credential', { ...app, client_id: 'smartrecruiters-sandbox-credential' }],
    ['an empty scope', { ...app, scope: '' }],
    ['an unknown scope', { ...app, scope: 'jobs_read everything' }],
  ])('%s gets no page', async (_, query) => {
    await using it = await startWithCall()

    expect((await it.call('GET', allow({ ...query, answer: 'allow' }))).status).toBe(400)
    expect(it.sandbox.access.codes.size).toBe(0)
  })

  test('without a scope, the app has its own', async () => {
    await using it = await startWithCall()

    const { status, headers } = await it.call('GET', allow({ ...app, answer: 'allow', state: 's' }))

    expect(status).toBe(302)
    expect(headers.get('location')).toMatch(/^http:\/\/localhost:8080\/oauth\/callback\?code=\w+&state=s$/)
    expect([...it.sandbox.access.grants.values()][0]?.scopes).toContain('configuration_read')
  })

  test('the client may be told in either place', async () => {
    await using it = await startWithCall()
    const { clientId, clientSecret } = it.sandbox.credential
    const basic = { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` }
    const ask = (form: Record<string, string>, headers = {}) =>
      it.call('POST', '/identity/oauth/token', new URLSearchParams(form), headers)
    const client = { client_id: clientId, client_secret: clientSecret }

    expect(await ask({ grant_type: 'client_credentials' }, basic)).toMatchObject({ status: 200 })
    expect((await ask({ ...client, grant_type: 'client_credentials' })).body).toMatchObject({ expires_in: 1800 })
    expect((await ask({ ...client, grant_type: 'password' })).body.error).toBe('unsupported_grant_type')
    expect((await ask({ ...client, grant_type: 'refresh_token', refresh_token: 'x' })).body.error).toBe('invalid_grant')
    expect((await ask({ ...client, client_secret: 'x', grant_type: 'client_credentials' })).status).toBe(401)
    expect((await it.call('POST', '/identity/oauth/token', client, {})).body.error).toBe('invalid_request')
  })
})

describe('limits', () => {
  test('ten calls a second pass, and what is left is told', async () => {
    await using it = await startWithCall({ limits: { perSecond: 10, inFlight: 8, candidateListsInFlight: 1 } })
    const statuses: number[] = []
    for (let at = 0; at < 14; at++) statuses.push((await it.call('GET', '/configuration/company')).status)

    const last = await it.call('GET', '/configuration/company')

    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200))
    expect(statuses).toContain(429)
    expect(last.headers.get('x-ratelimit-limit')).toBe('10')
    expect(last.headers.get('x-ratelimit-remaining')).toMatch(/^[01]$/)
    expect(last.headers.get('retry-after')).toBeNull()
  })

  test.each([
    ['/configuration/company', 8],
    ['/candidates', 1],
    ['/candidates?jobId=a&limit=5', 1],
  ])('of %s, %d at once pass', async (path, most) => {
    const limits = { perSecond: 100, inFlight: 8, candidateListsInFlight: 1 }
    await using it = await startWithCall({ limits, latencyMs: 2_000 })

    const answers = await Promise.all(Array.from({ length: 12 }, () => it.call('GET', path)))

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(most)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(12 - most)
    expect(answers[0]?.headers.get('x-ratelimit-concurrent-limit')).toBe(String(most))
  })

  test('each credential has its own', async () => {
    await using it = await startWithCall({ limits: { perSecond: 1, inFlight: 8, candidateListsInFlight: 1 } })
    it.sandbox.access.apiKeys.set('other', it.sandbox.adminId)

    const first = await it.call('GET', '/jobs')
    const other = await it.call('GET', '/jobs', undefined, { 'x-smarttoken': 'other' })

    expect([first.status, other.status]).toEqual([200, 200])
  })
})

test('people see who stands where', async () => {
  await using it = await startWithCall()
  const { id } = it.sandbox.addCandidate({ firstName: '<b>Ada', lastName: 'Byron' })
  it.sandbox.apply(id, it.sandbox.addJob({ title: 'Engineer' }).id, { status: 'IN_REVIEW', step: 'Crosschq' })

  const { body } = await it.call('GET', '/', undefined, {})

  expect(body).toContain('&#60;b&#62;Ada Byron</td><td>Engineer</td><td>IN_REVIEW</td><td>Crosschq')
})
