import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../test/database.ts'
import { createKeyring } from '../../../lib/crypt.ts'
import { DisconnectedError, FatalError } from '../../../lib/errors.ts'
import { closeLater } from '../../../lib/fixtures/scripted-http.ts'
import { fixedClock } from '../../../sandbox/clock.ts'
import { openCredentials } from '../../../store/credentials.ts'
import { type Database, openDatabase } from '../../../store/database.ts'
import { isKeyRefused } from '../../../sync/outcome.ts'
import { clientOf } from '../../../systems/smartrecruiters/fixtures/scripted-smartrecruiters.ts'
import { SANDBOX_REDIRECT_URI, startSmartRecruitersSandbox } from '../../../systems/smartrecruiters/sandbox.ts'
import { type AccessOptions, openAccess } from './access.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const keyring = createKeyring(['some-key-0123456789abcdef0123456789ab'])

let databases: readonly [TestDatabase, Database]
beforeAll(async () => {
  const database = await testDatabase()
  databases = [database, await openDatabase({ url: database.connectionString, dataDir: '' })]
})
afterAll(async () => {
  for (const database of databases.toReversed()) await database.close()
})

/** SmartRecruiters, and processes that share a database; each has a client of its own. */
async function world() {
  const clock = fixedClock('2026-03-02T09:00:00Z')
  const sandbox = await startSmartRecruitersSandbox({ clock, limits: undefined })
  const connection = `c-${randomUUID()}`
  const process = (options: Partial<AccessOptions> = {}, { knex }: Database = databases[0]) => {
    const access = openAccess({
      ...{ connection, baseUrl: sandbox.url, auth: { type: 'oauth', ...sandbox.app }, onCall: () => {} },
      ...{ now: () => new Date(clock.now()), credentials: openCredentials(knex, keyring, connection) },
      ...options,
    })
    // As many at once as the tests make: here a wait takes no time, so nobody may have to wait for a place.
    const client = clientOf(sandbox, { auth: access.auth, rate: { perSecond: 10_000, inFlight: 20 } })
    closeLater(access)
    closeLater(client)
    return { access, client }
  }
  const codeFor = (page: string) => new URL(sandbox.allowAccess(page)).searchParams.get('code') ?? ''
  const tokenCalls = () => sandbox.server.calls.filter(({ path }) => path === '/identity/oauth/token').length
  return { clock, sandbox, process, codeFor, tokenCalls, connection, [Symbol.asyncDispose]: () => sandbox.close() }
}

/** Two processes, and a grant that the first one took. */
async function granted() {
  const it = await world()
  const [one, two] = [it.process(), it.process({}, databases[1])]
  const { grant } = one.access
  await grant?.finish(it.codeFor(grant.startUrl('s1', SANDBOX_REDIRECT_URI)), SANDBOX_REDIRECT_URI)
  return { ...it, one, two, [Symbol.asyncDispose]: () => it.sandbox.close() }
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as Error,
  )

describe('S24 a grant', () => {
  test('S24 is taken up once, and every process of the connection is let in', async () => {
    await using it = await granted()

    expect(await it.two.access.grant?.state()).toBe('connected')
    expect(await it.two.client.company()).toMatchObject({ identifier: 'AcmeInc' })
    expect(await it.one.client.company()).toMatchObject({ identifier: 'AcmeInc' })
    expect(it.tokenCalls()).toBe(1)
  })

  test('S24 is not there before, and the message says who can help where', async () => {
    await using it = await world()
    const error = await failure(it.process().client.company())

    expect(error).toBeInstanceOf(DisconnectedError)
    expect(error?.message).toContain(`an operator allows it at /oauth/${it.connection}/start`)
    expect(it.sandbox.server.calls).toHaveLength(0)
  })

  test('S24 a code that was used is refused, and the grant it gave stays', async () => {
    await using it = await world()
    const { access, client } = it.process()
    const code = it.codeFor(access.grant!.startUrl('s1', SANDBOX_REDIRECT_URI))
    await access.grant!.finish(code, SANDBOX_REDIRECT_URI)

    await expect(access.grant!.finish(code, SANDBOX_REDIRECT_URI)).rejects.toThrow(DisconnectedError)
    expect(await client.company()).toBeDefined()
  })

  test('S24 an access token past its end is refreshed once, by twenty calls of two processes', async () => {
    await using it = await granted()
    it.clock.advance(31 * MINUTE)

    const calls = [it.one, it.two].flatMap(({ client }) => Array.from({ length: 10 }, () => client.company()))

    expect(await Promise.all(calls)).toHaveLength(20)
    expect(it.tokenCalls()).toBe(2)
  })

  test('S24 an access token that is refused is refreshed once, by twenty calls of two processes', async () => {
    await using it = await granted()
    await Promise.all([it.one.client.company(), it.two.client.company()])
    it.sandbox.expireAccessTokens()

    const calls = [it.one, it.two].flatMap(({ client }) => Array.from({ length: 10 }, () => client.company()))

    expect(await Promise.all(calls)).toHaveLength(20)
    expect(it.tokenCalls()).toBe(2)
  })

  test('S24 goes on for months when it is used every few weeks', async () => {
    await using it = await granted()

    for (const _ of [1, 2, 3, 4]) {
      it.clock.advance(27 * DAY)
      expect(await it.two.client.company()).toBeDefined()
    }
    expect(it.tokenCalls()).toBe(5)
  })

  test('S24 that lay idle for four weeks is over, and only a person can help', async () => {
    await using it = await granted()
    it.clock.advance(28 * DAY)

    for (const { client, access } of [it.one, it.two]) {
      const error = await failure(client.company())
      expect([error?.message, isKeyRefused(error)]).toEqual([expect.stringContaining('lay idle too long'), true])
      expect(await access.grant?.state()).toBe('disconnected')
    }
    expect(it.tokenCalls()).toBe(2)
  })

  test('S25 that was taken back is told at the next call', async () => {
    await using it = await granted()
    expect(await it.one.client.company()).toBeDefined()
    it.sandbox.revokeGrants()

    const error = await failure(it.one.client.company())

    expect([error?.message, isKeyRefused(error)]).toEqual([expect.stringContaining('/start'), true])
    expect(await it.two.access.grant?.state()).toBe('disconnected')
  })

  test('S24 that was over is replaced by a new one without a restart', async () => {
    await using it = await granted()
    it.sandbox.revokeGrants()
    await failure(it.two.client.company())
    const { grant } = it.one.access
    await grant!.finish(it.codeFor(grant!.startUrl('s2', SANDBOX_REDIRECT_URI)), SANDBOX_REDIRECT_URI)

    expect(await it.two.client.company()).toBeDefined()
    expect(await it.one.client.company()).toBeDefined()
  })

  test('S24 is lost where a process dies between the answer and its being kept, and that is told', async () => {
    await using it = await granted()
    it.clock.advance(31 * MINUTE)
    const real = openCredentials(databases[0].knex, keyring, it.connection)
    const dying = it.process({
      credentials: {
        ...real,
        exclusively: (name, act) =>
          real.exclusively(name, (held) => act({ ...held, save: () => Promise.reject(new Error('killed')) })),
      },
    })
    await expect(dying.client.company()).rejects.toThrow('killed')

    await expect(it.two.client.company()).rejects.toThrow(DisconnectedError)
  })

  test('S24 is kept where nobody can read it', async () => {
    await using it = await granted()
    const rows = await databases[0].knex('credentials').where({ connection: it.connection })

    const tokens = [...it.sandbox.access.accessTokens.keys(), ...it.sandbox.access.refreshTokens.keys()]
    expect([rows.length, tokens.length]).toEqual([1, 2])
    for (const token of tokens) expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe('instead of a grant', () => {
  test('S24 a key lets us in as its owner, and there is nothing to grant', async () => {
    await using it = await world()
    const { access, client } = it.process({ auth: { type: 'apiKey', key: it.sandbox.apiKey }, credentials: undefined })

    expect(await client.company()).toBeDefined()
    expect([access.grant, access.missing]).toEqual([undefined, []])
  })

  test("S24 a credential of the company's own lets us in, and is asked for a token again by itself", async () => {
    await using it = await world()
    const auth = { type: 'clientCredentials', ...it.sandbox.credential } as const
    const { access, client } = it.process({ auth, credentials: undefined })

    await Promise.all([client.company(), client.company()])
    it.clock.advance(31 * MINUTE)
    await client.company()

    expect([access.grant, access.missing, it.tokenCalls()]).toEqual([undefined, [], 2])
  })
})

const client = { clientId: 'c', clientSecret: 's' }

test.each<[string, Partial<AccessOptions>, string]>([
  ['the key', { auth: { type: 'apiKey', key: '' } }, 'smartrecruiters.auth.key is not set'],
  ['the secret', { auth: { type: 'clientCredentials', ...client, clientSecret: '' } }, 'smartrecruiters.auth.clientId'],
  ['the client', { auth: { type: 'oauth', ...client, clientId: '' } }, 'smartrecruiters.auth.clientId'],
  ['the key that encrypts', { auth: { type: 'oauth', ...client }, credentials: undefined }, 'encryptionKey is not set'],
])('%s that is not set is named, and no grant can be begun', async (_, options, message) => {
  await using it = await world()
  const { access } = it.process(options)

  expect(access.missing).toMatchObject([{ ok: false, message: expect.stringContaining(message) }])
  expect(access.grant).toBeUndefined()
})

test('without a key that encrypts, no call is made', async () => {
  await using it = await world()
  const error = await failure(it.process({ credentials: undefined }).client.company())

  expect([error instanceof FatalError, error?.message]).toEqual([true, expect.stringContaining('encryptionKey')])
  expect(it.sandbox.server.calls).toHaveLength(0)
})
