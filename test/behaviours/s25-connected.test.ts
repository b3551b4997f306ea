import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connection } from '../../src/connectors/connector.ts'
import { openAccess } from '../../src/connectors/crosschq/smartrecruiters/access.ts'
import type { Flow } from '../../src/connectors/flow.ts'
import type { Collection } from '../../src/connectors/mirror.ts'
import { connectionOf, enabled, flowOf, type Served, serve } from '../../src/http/fixtures/served.ts'
import type { ServedConnection } from '../../src/http/parts.ts'
import { createKeyring } from '../../src/lib/crypt.ts'
import { closeLater } from '../../src/lib/fixtures/scripted-http.ts'
import { createLogger } from '../../src/lib/logger.ts'
import { openCredentials } from '../../src/store/credentials.ts'
import { requestRun } from '../../src/store/runs.ts'
import { execute } from '../../src/sync/execute.ts'
import { limitsOf } from '../../src/sync/limits.ts'
import { createSmartRecruiters } from '../../src/systems/smartrecruiters/client.ts'
import { type SmartRecruitersSandbox, startSmartRecruitersSandbox } from '../../src/systems/smartrecruiters/sandbox.ts'

const [ID, START] = ['references-sr', '/oauth/references-sr/start']
const REDIRECT_URI = 'https://sync.example.com/oauth/callback'

let sandbox: SmartRecruitersSandbox
let connections: Map<string, ServedConnection>
let served: Served
beforeEach(async () => {
  sandbox = await startSmartRecruitersSandbox({ limits: undefined, redirectUris: [REDIRECT_URI] })
  connections = new Map()
  served = await serve({ connections })
  connections.set(ID, enabled(reader()))
})
afterEach(async () => {
  await served[Symbol.asyncDispose]()
  await sandbox.close()
})

/** A connection that does no more than read something of SmartRecruiters in each run. */
function reader(): Connection {
  const { knex } = served.database
  const access = openAccess({
    ...{ connection: ID, baseUrl: sandbox.url, auth: { type: 'oauth', ...sandbox.app } },
    ...{ onCall: () => {}, now: () => new Date() },
    credentials: openCredentials(knex, createKeyring(['some-key-0123456789abcdef0123456789ab']), ID),
  })
  const client = createSmartRecruiters({ baseUrl: sandbox.url, auth: access.auth })
  closeLater(access)
  closeLater(client)
  const companies: Collection = {
    name: 'smartrecruiters.companies',
    async *read() {
      yield { rows: [{ id: (await client.company()).identifier }], rejected: [] }
    },
    look: async () => undefined,
    essence: ({ id }) => id,
  }
  const flow: Flow = flowOf('requests', {
    source: companies.name,
    settings: async () => 1,
    prepare: async () => undefined,
    desire: () => ({ type: 'skip', reason: 'not_asked', message: 'nobody asked', attention: false }),
  })
  return connectionOf(ID, { collections: [companies], flows: [flow], grant: access.grant })
}

async function run(): Promise<string> {
  const { knex } = served.database
  const { connection } = connections.get(ID)!
  await requestRun(knex, { connection: ID, trigger: 'schedule' })
  const executed = await execute({
    engine: {
      ...{ db: knex, logger: createLogger({ level: 'silent' }), now: () => new Date(), sleep: async () => {} },
      ...{ settleGraceMs: 0, inFlight: 4 },
    },
    ...{
      connection,
      limits: limitsOf({ maxUpdates: { percent: 25 }, maxCloses: { count: 0 } }),
      dryRun: false,
      signal: new AbortController().signal,
    },
  })
  return executed.type === 'done' ? executed.end.state : executed.type
}

/** An operator begins, an administrator of SmartRecruiters clicks, and their browser comes back. */
async function allowAccess(): Promise<number> {
  const headers = { authorization: 'Bearer operate-token-0123456789abcdef0123456789abcdef' }
  const page = (await fetch(served.url + START, { headers, redirect: 'manual' })).headers.get('location') ?? ''
  const back = sandbox.allowAccess(page).replace('https://sync.example.com', served.url)
  return (await fetch(back)).status
}

const view = async () => (await served.call(`/api/v1/connections/${ID}`)).json

test('S25 after the grant the connection is connected, by a read that succeeded', async () => {
  expect((await view()).state).toBe('disconnected')
  expect(await allowAccess()).toBe(200)

  expect(await run()).toBe('success')

  expect(await view()).toMatchObject({ state: 'connected', grant: { state: 'connected' }, problem: null })
})

test('S25 access that is taken back shows in the next run, with the way to grant it again', async () => {
  await allowAccess()
  await run()
  sandbox.revokeGrants()

  expect(await run()).toBe('failed')

  const told = await view()
  expect([told.state, told.grant]).toEqual(['disconnected', { state: 'disconnected', start: START }])
  expect(told.problem).toContain(START)

  await allowAccess()
  expect([await run(), (await view()).state]).toEqual(['success', 'connected'])
})

test('S24 a run without access asks the vendor nothing, however often it is made', async () => {
  await allowAccess()
  sandbox.revokeGrants()
  await run()
  const calls = sandbox.server.calls.length

  expect([await run(), await run()]).toEqual(['failed', 'failed'])

  expect(sandbox.server.calls).toHaveLength(calls)
})

test('S25 whose user is gone is disconnected, though tokens are still given', async () => {
  await allowAccess()
  sandbox.deactivateUser(sandbox.adminId)

  await run()

  expect((await view()).state).toBe('disconnected')
})
