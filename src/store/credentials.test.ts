import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createKeyring } from '../lib/crypt.ts'
import { openCredentials, resealCredentials } from './credentials.ts'
import { type Database, openDatabase } from './database.ts'
import { beginGrant, takeGrant } from './grants.ts'

const [OLD, NEW] = ['old-key-0123456789abcdef0123456789ab', 'new-key-0123456789abcdef0123456789ab'] as const
const oldKey = createKeyring([OLD])

let database: TestDatabase
/** What a second process has: a pool of its own. */
let other: Database
beforeAll(async () => {
  database = await testDatabase()
  other = await openDatabase({ url: database.connectionString, dataDir: '' })
})
afterAll(async () => {
  await other.close()
  await database.close()
})
beforeEach(async () => {
  await database.knex('credentials').delete()
  await database.knex('begun_grants').delete()
})

const credentialsOf = ({ knex }: Database, keyring = oldKey) => openCredentials(knex, keyring, 'references-sr')

describe('credentials', () => {
  test('S24 are read by every process, and by nobody who looks into the database', async () => {
    await credentialsOf(database).save('oauth', 'refresh-1')

    expect(await credentialsOf(other).load('oauth')).toBe('refresh-1')
    expect(await credentialsOf(other).load('else')).toBeUndefined()
    expect(JSON.stringify(await database.knex('credentials'))).not.toContain('refresh-1')
  })

  test('S24 are used by one at a time, of two processes and many callers', async () => {
    await credentialsOf(database).save('oauth', 'refresh-0')
    let [spent, inside, most] = [0, 0, 0]
    const spend = (process: Database) =>
      credentialsOf(process).exclusively('oauth', async ({ text, save }) => {
        inside += 1
        most = Math.max(most, inside)
        if (text === 'refresh-0') {
          spent += 1
          await delay(50)
          await save(`refresh-${spent}`)
        }
        inside -= 1
      })

    await Promise.all(Array.from({ length: 20 }, (_, index) => spend(index % 2 ? database : other)))

    expect([spent, most, await credentialsOf(other).load('oauth')]).toEqual([1, 1, 'refresh-1'])
  })

  test('that nobody has yet are used by one at a time too', async () => {
    let made = 0
    const make = (process: Database) =>
      credentialsOf(process).exclusively('oauth', async ({ text, save }) => {
        if (text === undefined) await save(`made ${++made}`)
      })

    await Promise.all([make(database), make(other), make(database), make(other)])

    expect([made, await credentialsOf(database).load('oauth')]).toEqual([1, 'made 1'])
  })

  test('what is saved by one who fails is not kept', async () => {
    await credentialsOf(database).save('oauth', 'before')
    const failing = credentialsOf(database).exclusively('oauth', async ({ save }) => {
      await save('half')
      throw new Error('the vendor hung up')
    })

    await expect(failing).rejects.toThrow('hung up')
    expect(await credentialsOf(other).load('oauth')).toBe('before')
  })

  test('S24 who loses the database meanwhile is told, and holds up nobody', async () => {
    await credentialsOf(database).save('oauth', 'before')
    const cut = credentialsOf(database).exclusively('oauth', async ({ save }) => {
      await other.knex.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and state = 'idle in transaction'`,
      )
      await delay(50)
      await save('lost')
    })

    await expect(cut).rejects.toThrow()
    expect(await credentialsOf(other).exclusively('oauth', async ({ text }) => text)).toBe('before')
  })

  test('a new grant waits for a refresh that is going on, and wins', async () => {
    await credentialsOf(database).save('oauth', 'old')
    let granting: Promise<void> | undefined
    await credentialsOf(database).exclusively('oauth', async ({ save }) => {
      granting = credentialsOf(other).save('oauth', 'granted')
      await delay(100)
      await save('refreshed')
    })
    await granting

    expect(await credentialsOf(database).load('oauth')).toBe('granted')
  })

  test('S24 a row that was moved to another connection is of no use there', async () => {
    await credentialsOf(database).save('oauth', 'refresh-1')
    await database.knex('credentials').update({ connection: 'stolen' })

    const loading = openCredentials(database.knex, oldKey, 'stolen').load('oauth')
    await expect(loading).rejects.toThrow('"oauth" of the connection stolen was changed in the database')
  })

  test('S24 a key is changed by listing the new one first, and the old one goes after a start', async () => {
    const both = createKeyring([NEW, OLD])
    const onlyNew = createKeyring([NEW])
    await credentialsOf(database).save('oauth', 'refresh-1')
    await expect(credentialsOf(database, onlyNew).load('oauth')).rejects.toThrow('encryptionKey does not list')

    expect(await credentialsOf(database, both).load('oauth')).toBe('refresh-1')
    expect(await resealCredentials(database.knex, both)).toEqual({ resealed: 1, unreadable: 0 })
    expect(await resealCredentials(database.knex, both)).toEqual({ resealed: 0, unreadable: 0 })
    expect(await credentialsOf(database, onlyNew).load('oauth')).toBe('refresh-1')
  })

  test('what no key opens stays as it is and is counted', async () => {
    await credentialsOf(database).save('oauth', 'refresh-1')

    expect(await resealCredentials(database.knex, createKeyring([NEW]))).toEqual({ resealed: 0, unreadable: 1 })
    expect(await credentialsOf(database).load('oauth')).toBe('refresh-1')
  })
})

describe('begun grants', () => {
  const begin = (connection = 'references-sr') => beginGrant(database.knex, { connection, by: 'ops' })

  test('S24 a state is good once, for the connection it was made for', async () => {
    const [state, second] = [await begin(), await begin('other')]

    expect(state).toMatch(/^[\w-]{43}$/)
    expect(await takeGrant(database.knex, state)).toEqual({ connection: 'references-sr', by: 'ops' })
    expect(await takeGrant(database.knex, state)).toBeUndefined()
    expect(await takeGrant(database.knex, second)).toEqual({ connection: 'other', by: 'ops' })
  })

  test('S24 of many who bring the same state one gets it', async () => {
    const state = await begin()
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, index) => takeGrant((index % 2 ? database : other).knex, state)),
    )

    expect(taken.filter(Boolean)).toHaveLength(1)
  })

  test('S24 after ten minutes it is too late, and nothing of it stays', async () => {
    const state = await begin()
    const [row] = await database.knex('begun_grants')
    expect(row.expires_at.getTime() - Date.now()).toBeGreaterThan(9.8 * 60_000)
    expect(row.expires_at.getTime() - Date.now()).toBeLessThan(10.2 * 60_000)
    await database.knex('begun_grants').update({ expires_at: new Date(Date.now() - 1_000) })

    expect(await takeGrant(database.knex, state)).toBeUndefined()
    await begin()
    expect(await database.knex('begun_grants')).toHaveLength(1)
  })

  test('S24 the database does not tell a state', async () => {
    const state = await begin()

    expect(JSON.stringify(await database.knex('begun_grants'))).not.toContain(state)
    expect(await takeGrant(database.knex, (await database.knex('begun_grants'))[0].state_hash)).toBeUndefined()
  })
})
