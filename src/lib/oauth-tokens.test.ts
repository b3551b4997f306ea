import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { openCredentials } from '../store/credentials.ts'
import { type Database, openDatabase } from '../store/database.ts'
import type { Credentials } from './credentials.ts'
import { createKeyring } from './crypt.ts'
import { DisconnectedError, FatalError, RetryableError, UnknownOutcomeError } from './errors.ts'
import { createOAuthTokens, type OAuthGrant } from './oauth-tokens.ts'

const MINUTE = 60_000
const START = Date.parse('2026-03-02T09:00:00Z')

class GoneError extends FatalError {}

let databases: readonly [TestDatabase, Database]
beforeAll(async () => {
  const database = await testDatabase()
  databases = [database, await openDatabase({ url: database.connectionString, dataDir: '' })]
})
afterAll(async () => {
  for (const database of databases.toReversed()) await database.close()
})

const keyring = createKeyring(['some-key-0123456789abcdef0123456789ab'])

/** A vendor whose refresh tokens work once, and processes that share a database. */
function world() {
  const it = { now: START, asked: [] as string[], good: 'r0', trouble: undefined as Error | undefined, isFull: false }
  const connection = `c-${randomUUID()}`
  const credentialsIn = ({ knex }: Database): Credentials => {
    const real = openCredentials(knex, keyring, connection)
    const exclusively: Credentials['exclusively'] = (name, act) =>
      real.exclusively(name, async (held) => {
        const result = await act(held)
        if (it.isFull) throw new Error('disk full')
        return result
      })
    return { ...real, exclusively }
  }
  let processes = 0
  const refresh = async (token: string): Promise<OAuthGrant> => {
    it.asked.push(token)
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (it.trouble) throw it.trouble
    if (token !== it.good) throw new GoneError('no such token')
    it.good = `r${it.asked.length}`
    return { accessToken: `a${it.asked.length}`, refreshToken: it.good, expiresInMs: 30 * MINUTE }
  }
  const process = () =>
    createOAuthTokens({
      ...{ vendor: 'SmartRecruiters', startPath: '/oauth/references-sr/start', refresh },
      credentials: credentialsIn(databases[processes++ % 2]!),
      isGone: (error) => error instanceof GoneError,
      clock: () => it.now,
    })
  const granted = { accessToken: 'a0', refreshToken: 'r0', expiresInMs: 30 * MINUTE }
  return Object.assign(it, { process, granted })
}

async function connected() {
  const it = world()
  const tokens = it.process()
  await tokens.accept(it.granted)
  return { it, tokens }
}

test('without a grant only a person can help, and is told where', async () => {
  const tokens = world().process()

  await expect(tokens.current()).rejects.toThrow(DisconnectedError)
  await expect(tokens.current()).rejects.toThrow('an operator allows it at /oauth/references-sr/start')
  expect(await tokens.state()).toBe('disconnected')
})

test('a token is taken until shortly before its end', async () => {
  const { it, tokens } = await connected()

  it.now = START + 28 * MINUTE
  expect([await tokens.current(), it.asked]).toEqual(['a0', []])
  it.now = START + 29 * MINUTE
  expect([await tokens.current(), it.asked]).toEqual(['a1', ['r0']])
})

test('a token that lives for seconds is taken for half of them', async () => {
  const it = world()
  const tokens = it.process()
  await tokens.accept({ ...it.granted, expiresInMs: 10_000 })

  it.now += 4_000
  expect(await tokens.current()).toBe('a0')
  it.now += 1_000
  expect(await tokens.current()).toBe('a1')
})

test('many calls of many processes refresh once', async () => {
  const { it, tokens } = await connected()
  const others = [it.process(), it.process()]
  it.now += 31 * MINUTE

  const got = await Promise.all([tokens, ...others].flatMap((one) => Array.from({ length: 8 }, () => one.current())))

  expect([new Set(got), it.asked]).toEqual([new Set(['a1']), ['r0']])
})

test('a refused token is replaced once, whoever says so', async () => {
  const { it, tokens } = await connected()
  const other = it.process()
  expect(await other.current()).toBe('a0')

  const got = await Promise.all([tokens.renew('a0'), tokens.renew('a0'), other.renew('a0'), other.current()])

  expect(got.slice(0, 3)).toEqual(['a1', 'a1', 'a1'])
  expect(await tokens.renew('a0')).toBe('a1')
  expect(it.asked).toEqual(['r0'])
})

test('a refusal that comes while the old token is being looked up is heeded', async () => {
  const { it } = await connected()
  const other = it.process()

  expect(await Promise.all([other.current(), other.renew('a0')])).toEqual(['a0', 'a1'])
  expect(it.asked).toEqual(['r0'])
})

test('a grant that is gone is asked for once, and told with the way back', async () => {
  const { it, tokens } = await connected()
  it.good = 'another'
  it.now += 31 * MINUTE

  for (const one of [tokens, it.process(), tokens])
    await expect(one.current()).rejects.toThrow('taken back, or lay idle too long, for access to SmartRecruiters')
  expect(it.asked).toEqual(['r0'])
  expect(await tokens.state()).toBe('disconnected')
  await tokens.accept({ ...it.granted, accessToken: 'b0' })
  expect([await it.process().current(), await tokens.state()]).toEqual(['b0', 'connected'])
})

test('a lost answer is no unclear write of whoever needed the token', async () => {
  const { it, tokens } = await connected()
  it.trouble = new UnknownOutcomeError('no answer', { status: 502 })
  it.now += 31 * MINUTE

  await expect(tokens.current()).rejects.toThrow(RetryableError)
  expect(await tokens.state()).toBe('connected')
  it.trouble = undefined
  expect([await tokens.current(), it.asked]).toEqual(['a2', ['r0', 'r0']])
})

test('what was got and could not be kept is used by nobody, and kept as soon as that goes again', async () => {
  const { it, tokens } = await connected()
  it.now += 31 * MINUTE
  it.isFull = true
  await expect(tokens.current()).rejects.toThrow('disk full')
  await expect(tokens.current()).rejects.toThrow('disk full')

  it.isFull = false

  expect([await tokens.current(), it.asked]).toEqual(['a1', ['r0']])
  expect(await it.process().current()).toBe('a1')
})

test('a process that got the answer late mends what another one gave up', async () => {
  const { it, tokens } = await connected()
  it.now += 31 * MINUTE
  it.isFull = true
  await expect(tokens.current()).rejects.toThrow('disk full')
  it.isFull = false
  await expect(it.process().current()).rejects.toThrow(DisconnectedError)

  expect(await tokens.current()).toBe('a1')
  expect(await it.process().current()).toBe('a1')
})

test('an error of the vendor is told as it is, and the grant stays', async () => {
  const { it, tokens } = await connected()
  it.trouble = new FatalError('clientSecret is wrong')
  it.now += 31 * MINUTE

  await expect(tokens.current()).rejects.toThrow('clientSecret is wrong')
  expect(await tokens.state()).toBe('connected')
})
