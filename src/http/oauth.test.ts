import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connection } from '../connectors/connector.ts'
import { type Access, openAccess } from '../connectors/crosschq/smartrecruiters/access.ts'
import { createKeyring } from '../lib/crypt.ts'
import { closeLater } from '../lib/fixtures/scripted-http.ts'
import { openCredentials } from '../store/credentials.ts'
import { listRuns } from '../store/runs.ts'
import { type SmartRecruitersSandbox, startSmartRecruitersSandbox } from '../systems/smartrecruiters/sandbox.ts'
import { connectionOf, enabled, type Served, serve } from './fixtures/served.ts'
import type { ServedConnection } from './server.ts'

const REDIRECT_URI = 'https://sync.example.com/oauth/callback'
const keyring = createKeyring(['some-key-0123456789abcdef0123456789ab'])

let sandbox: SmartRecruitersSandbox
let connections: Map<string, ServedConnection>
let served: Served
beforeEach(async () => {
  sandbox = await startSmartRecruitersSandbox({ limits: undefined, redirectUris: [REDIRECT_URI] })
  connections = new Map()
  served = await serve({ connections })
  for (const id of ['references-sr', 'second']) connections.set(id, enabled(withGrant(id)))
  connections.set('asleep', enabled(withGrant('asleep'), false))
  connections.set('plain', enabled(connectionOf('plain')))
})
afterEach(async () => {
  await served[Symbol.asyncDispose]()
  await sandbox.close()
})

function accessOf(connection: string): Access {
  const credentials = openCredentials(served.database.knex, keyring, connection)
  const auth = { type: 'oauth', ...sandbox.app } as const
  const access = openAccess({ connection, baseUrl: sandbox.url, auth, credentials, onCall, now: () => new Date() })
  closeLater(access)
  return access
}

function withGrant(id: string): Connection {
  return connectionOf(id, { connector: 'crosschq-smartrecruiters', grant: accessOf(id).grant })
}

const onCall = () => {}
const stateOf = (id: string) => connections.get(id)?.connection.grant?.state()
const tokenCalls = () => sandbox.server.calls.filter(({ path }) => path === '/identity/oauth/token')

/** The vendor's page, as an operator is led to it. */
async function begin(id = 'references-sr', as: string | null = 'operate'): Promise<string> {
  const headers: Record<string, string> = as === null ? {} : { authorization: `Bearer ${tokenOf(as)}` }
  const answer = await fetch(`${served.url}/oauth/${id}/start`, { headers, redirect: 'manual' })
  expect(answer.status).toBe(302)
  return answer.headers.get('location') ?? ''
}

const tokenOf = (role: string) => `${role}-token-0123456789abcdef0123456789abcdef`

/** A person clicks; where their browser is sent, with our server's real address. */
async function click(page: string, answer: 'allow' | 'deny' = 'allow'): Promise<URL> {
  const sent = await fetch(`${page}&answer=${answer}`, { redirect: 'manual' })
  const back = sent.headers.get('location') ?? ''
  expect(back.startsWith(REDIRECT_URI)).toBe(true)
  return new URL(back.replace('https://sync.example.com', served.url))
}

const visit = (url: URL | string, method = 'GET') => fetch(url, { method })
const callback = (query: Record<string, string>) =>
  visit(`${served.url}/oauth/callback?${new URLSearchParams(query).toString()}`)

test('S24 whoever allows access sees "Connected", and the connection has it', async () => {
  const page = await begin()
  expect(new URL(page).searchParams.get('redirect_uri')).toBe(REDIRECT_URI)
  expect(await stateOf('references-sr')).toBe('disconnected')

  const answer = await visit(await click(page))

  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await answer.text()).toContain('<h1>Connected</h1>')
  expect([await stateOf('references-sr'), await stateOf('second')]).toEqual(['connected', 'disconnected'])
})

test('S25 the connection says that it waits for access, where that is allowed, and when it is there', async () => {
  const view = async () => (await served.call('/api/v1/connections/references-sr')).json
  const start = '/oauth/references-sr/start'

  const before = await view()
  await visit(await click(await begin()))
  const after = await view()

  expect([before.state, before.grant]).toEqual(['disconnected', { state: 'disconnected', start }])
  expect(before.problems.join()).toContain(start)
  expect([after.grant, after.problems]).toEqual([{ state: 'connected', start }, []])
  expect((await served.call('/api/v1/connections/plain')).json.grant).toBeNull()
})

test('S25 a run is asked for at once, but not of a connection that is off', async () => {
  await visit(await click(await begin('asleep')))
  expect([await stateOf('asleep'), served.woken]).toEqual(['connected', []])

  await visit(await click(await begin()))

  expect(served.woken).toEqual(['references-sr'])
  expect(await listRuns(served.database.knex, { limit: 9 })).toMatchObject([{ connection: 'references-sr' }])
})

test('S24 nothing secret is on the page, in the log or in the database', async () => {
  const back = await click(await begin())
  const answer = await visit(back)

  const { knex } = served.database
  const kept = JSON.stringify([
    await answer.text(),
    served.log(),
    await knex('credentials'),
    await knex('begun_grants'),
  ])
  const { accessTokens, refreshTokens } = sandbox.access
  const secrets = [
    ...accessTokens.keys(),
    ...refreshTokens.keys(),
    sandbox.app.clientSecret,
    ...back.searchParams.values(),
  ]
  expect(secrets).toHaveLength(5)
  for (const secret of secrets) expect(kept).not.toContain(secret)
  expect(served.log()).toContain('grant ended')
})

test('the page can load nothing, send nothing and be framed by nobody', async () => {
  const { headers } = await visit(await click(await begin()))

  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect([headers.get('referrer-policy'), headers.get('cache-control')]).toEqual(['no-referrer', 'no-store'])
})

test.each([
  ['nobody', null, 401],
  ['a stranger', 'wrong', 401],
  ['a reader', 'read', 403],
])('%s cannot begin a grant', async (_, as, status) => {
  const answer = await served.call('/oauth/references-sr/start', { as })

  expect([answer.status, answer.headers.get('location')]).toEqual([status, null])
  expect(await served.database.knex('begun_grants')).toHaveLength(0)
})

test.each([
  ['a connection that is not there', '/oauth/nobody/start', 404, 'unknown_connection'],
  ['one that needs no grant', '/oauth/plain/start', 404, 'no_grant'],
  ['a name that can be none', '/oauth/-/start', 400, 'invalid'],
])('of %s nothing can be begun', async (_, path, status, code) => {
  const answer = await served.call(path, { as: 'operate' })

  expect([answer.status, answer.json.code]).toEqual([status, code])
})

test('without a public address nothing can be begun, and that is told', async () => {
  await using other = await serve({ connections, publicUrl: undefined })
  const answer = await other.call('/oauth/references-sr/start', { as: 'operate' })

  expect([answer.status, answer.json.detail]).toEqual([409, expect.stringContaining('server.publicUrl')])
})

test.each<[string, Record<string, string>]>([
  ['no state', {}],
  ['an empty one', { state: '' }],
  ['one of their own', { state: 'x'.repeat(43) }],
  ['something else', { state: '<script>alert(1)</script>' }],
])('S24 a code with %s is refused, and the vendor is not asked', async (_, query) => {
  const back = await click(await begin())
  const answer = await callback({ code: back.searchParams.get('code') ?? '', ...query })

  expect([answer.status, tokenCalls()]).toEqual([400, []])
  const html = await answer.text()
  expect(html).toContain('Not connected')
  expect(html).not.toContain('<script')
  expect(await stateOf('references-sr')).toBe('disconnected')
})

test('S24 a state is good once: a second visit is refused and changes nothing', async () => {
  const back = await click(await begin())

  const answers = await Promise.all([visit(back), visit(back), visit(back)])

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
  expect(tokenCalls()).toHaveLength(1)
  expect(await stateOf('references-sr')).toBe('connected')
})

test('S24 a state is good for ten minutes', async () => {
  const back = await click(await begin())
  await served.database.knex('begun_grants').update({ expires_at: new Date(Date.now() - 1_000) })

  const answer = await visit(back)

  expect([answer.status, tokenCalls()]).toEqual([400, []])
  expect(await answer.text()).toContain('10 minutes')
})

test('S24 a state is good for the connection it was made for, whatever else is begun', async () => {
  const [first, second] = [await begin('references-sr'), await begin('second')]
  await click(first)

  await visit(await click(second))

  expect([await stateOf('references-sr'), await stateOf('second')]).toEqual(['disconnected', 'connected'])
})

test('S24 who does not allow access is told so, and may begin again', async () => {
  const back = await click(await begin(), 'deny')

  const answer = await visit(back)

  expect([answer.status, tokenCalls()]).toEqual([403, []])
  expect(await answer.text()).toContain('Access was not allowed')
  expect((await visit(back)).status).toBe(400)
  expect((await visit(await click(await begin()))).status).toBe(200)
})

test.each([
  ['another error', { error: 'server_error', error_description: '<b>planted</b>' }],
  ['no code', {}],
  ['a code that is none', { code: 'x' }],
])('S24 an answer with %s connects nothing', async (_, query) => {
  const state = new URL(await begin()).searchParams.get('state') ?? ''

  const answer = await callback({ state, ...query })

  expect(answer.status).toBe(400)
  expect(await answer.text()).not.toContain('planted')
  expect(await stateOf('references-sr')).toBe('disconnected')
})

test('S24 a code that was used leaves the grant it gave as it was', async () => {
  const back = await click(await begin())
  await visit(back)
  const state = new URL(await begin()).searchParams.get('state') ?? ''

  const answer = await callback({ state, code: back.searchParams.get('code') ?? '' })

  expect([answer.status, await stateOf('references-sr')]).toEqual([400, 'connected'])
})

test('a vendor that is away is told apart, and the log names the reason', async () => {
  const back = await click(await begin())
  await sandbox.close()

  const answer = await visit(back)

  expect(answer.status).toBe(502)
  expect(await answer.text()).toContain(answer.headers.get('x-request-id'))
  expect(served.log()).toContain('grant failed')
  expect(served.log()).not.toContain(back.searchParams.get('code'))
})

test('a look at the address only does not use the state up', async () => {
  const back = await click(await begin())

  expect((await visit(back, 'HEAD')).status).toBe(405)
  expect((await visit(back)).status).toBe(200)
})

test('a parameter that is given twice is given not at all', async () => {
  const back = await click(await begin())
  back.searchParams.append('state', 'x'.repeat(43))

  expect((await visit(back)).status).toBe(400)
})

test('who tries states is told to wait, and who has one is not', async () => {
  for (let count = 0; count < 20; count++) await callback({ state: 'x'.repeat(43) })

  expect((await callback({ state: 'x'.repeat(43) })).status).toBe(429)
  expect((await visit(await click(await begin()))).status).toBe(200)
})
