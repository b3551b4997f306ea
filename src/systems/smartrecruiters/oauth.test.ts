import { expect, test } from 'vitest'
import { FatalError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import { closeLater, type Scripted, scriptedHttp } from '../../lib/fixtures/scripted-http.ts'
import { fixedClock } from '../../sandbox/clock.ts'
import { clientOf } from './fixtures/scripted-smartrecruiters.ts'
import { createTokenClient, GrantGoneError, grantPageUrl, type TokenClient } from './oauth.ts'
import { SANDBOX_REDIRECT_URI, type SmartRecruitersSandbox, startSmartRecruitersSandbox } from './sandbox.ts'
import { rememberedTokens } from './tokens.ts'

const START = '2026-03-02T09:00:00Z'
const MINUTE = 60_000

async function started(which: 'app' | 'credential' = 'app') {
  const clock = fixedClock(START)
  const sandbox = await startSmartRecruitersSandbox({ clock, limits: undefined })
  const { clientId, clientSecret } = sandbox[which]
  const tokens = createTokenClient({ baseUrl: sandbox.url, clientId, clientSecret: () => clientSecret })
  closeLater(tokens)
  return { sandbox, clock, tokens, [Symbol.asyncDispose]: () => sandbox.close() }
}

function grantPage({ url, app }: SmartRecruitersSandbox): string {
  return grantPageUrl({ baseUrl: url, clientId: app.clientId, redirectUri: SANDBOX_REDIRECT_URI, state: 's1' })
}

async function codeOf(sandbox: SmartRecruitersSandbox): Promise<string> {
  const page = await fetch(`${grantPage(sandbox)}&answer=allow`, { redirect: 'manual' })
  return new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

const company = async (sandbox: SmartRecruitersSandbox, token: string) => {
  const client = clientOf(sandbox, {
    auth: { type: 'tokens', tokens: { current: async () => token, renew: async () => token } },
  })
  return await client.company().finally(() => client.close())
}

test('a grant gives a code, the code gives tokens, once', async () => {
  await using it = await started()
  const code = await codeOf(it.sandbox)

  const grant = await it.tokens.exchangeCode(code)

  expect(grant.expiresInMs).toBe(30 * MINUTE)
  expect(await company(it.sandbox, grant.accessToken)).toMatchObject({ identifier: 'AcmeInc' })
  await expect(it.tokens.exchangeCode(code)).rejects.toThrow(GrantGoneError)
})

test('state comes back, and a denial is told', async () => {
  await using it = await started()
  const page = await fetch(grantPage(it.sandbox))
  const denied = new URL(it.sandbox.denyAccess(grantPage(it.sandbox))).searchParams

  expect(await page.text()).toContain('Allow Access')
  expect(new URL(it.sandbox.allowAccess(grantPage(it.sandbox))).searchParams.get('state')).toBe('s1')
  expect([denied.get('error'), denied.get('code')]).toEqual(['access_denied', null])
})

test('a refresh token works once, and its successor goes on', async () => {
  await using it = await started()
  const first = await it.tokens.exchangeCode(await codeOf(it.sandbox))
  it.clock.advance(31 * MINUTE)
  await expect(company(it.sandbox, first.accessToken)).rejects.toThrow(FatalError)

  const second = await it.tokens.refresh(first.refreshToken)

  expect(await company(it.sandbox, second.accessToken)).toBeDefined()
  await expect(it.tokens.refresh(first.refreshToken)).rejects.toThrow(GrantGoneError)
  expect((await it.tokens.refresh(second.refreshToken)).refreshToken).not.toBe(second.refreshToken)
})

test('four weeks of rest end a grant', async () => {
  await using it = await started()
  const { refreshToken } = await it.tokens.exchangeCode(await codeOf(it.sandbox))
  it.clock.advance(28 * 24 * 60 * MINUTE)

  await expect(it.tokens.refresh(refreshToken)).rejects.toThrow(GrantGoneError)
})

test.each([
  ['is withdrawn', (sandbox: SmartRecruitersSandbox) => sandbox.revokeGrants()],
  ['loses its user', (sandbox: SmartRecruitersSandbox) => sandbox.deactivateUser(sandbox.adminId)],
])('a grant that %s lets nobody in', async (_, happen) => {
  await using it = await started()
  const { accessToken } = await it.tokens.exchangeCode(await codeOf(it.sandbox))

  happen(it.sandbox)

  await expect(company(it.sandbox, accessToken)).rejects.toThrow('access granted again')
})

test('client credentials need no person and no storage', async () => {
  await using it = await started('credential')
  const client = clientOf(it.sandbox, {
    auth: { type: 'tokens', tokens: rememberedTokens(it.tokens.clientCredentials, it.clock.now) },
  })
  closeLater(client)

  await client.company()
  await client.company()
  it.clock.advance(40 * MINUTE)
  await client.company()
  it.sandbox.expireAccessTokens()
  await Promise.all([client.company(), client.me()])

  expect(it.sandbox.server.calls.filter(({ path }) => path === '/identity/oauth/token')).toHaveLength(3)
})

test('a refused token is replaced once for many calls', async () => {
  await using it = await started('credential')
  let asked = 0
  const tokens = rememberedTokens(async () => ({ accessToken: `t${++asked}`, expiresInMs: 30 * MINUTE }), it.clock.now)

  expect(await tokens.current()).toBe('t1')
  expect(await Promise.all([tokens.renew('t1'), tokens.renew('t1')])).toEqual(['t2', 't2'])
  expect(await tokens.renew('t1')).toBe('t2')
})

test('wrong credentials name the place to look', async () => {
  await using it = await started()
  const other = createTokenClient({ baseUrl: it.sandbox.url, clientId: 'x', clientSecret: () => 'planted-secret' })
  closeLater(other)

  const error = await other.clientCredentials().catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(FatalError)
  expect(error).toMatchObject({
    message: expect.stringContaining('smartrecruiters.auth'),
    facts: { code: 'invalid_client' },
  })
  expect(`${(error as Error).stack}${JSON.stringify(error)}`).not.toContain('planted-secret')
  await expect(it.tokens.clientCredentials()).rejects.toThrow('clientId')
})

test.each<[string, Scripted, new (...all: never[]) => Error]>([
  ['no answer', 'hang up', UnknownOutcomeError],
  ['a failing server', { status: 502 }, UnknownOutcomeError],
  ['a web page', { body: '<html>' }, UnknownOutcomeError],
  ['no refresh token', { body: { access_token: 'a' } }, UnknownOutcomeError],
  ['"come again"', { status: 408 }, RetryableError],
])('a refresh that meets %s is not repeated', async (_, scripted, kind) => {
  const { url, asked } = await scriptedHttp(() => scripted)
  const tokens: TokenClient = createTokenClient({ baseUrl: url, clientId: 'c', clientSecret: () => 's' })
  closeLater(tokens)

  await expect(tokens.refresh('r1')).rejects.toThrow(kind)
  expect(asked).toHaveLength(1)
})

test('people sign in on another host than the API', () => {
  const page = new URL(
    grantPageUrl({
      ...{
        baseUrl: 'https://api.smartrecruiters.com',
        clientId: 'c',
        redirectUri: 'https://us.example/cb',
        state: 's&1',
      },
    }),
  )

  expect(page.host).toBe('www.smartrecruiters.com')
  expect(page.search).not.toContain('+')
  expect(Object.fromEntries(page.searchParams)).toMatchObject({ state: 's&1', redirect_uri: 'https://us.example/cb' })
  expect(page.searchParams.get('scope')?.split(' ')).toContain('configuration_read')
})
