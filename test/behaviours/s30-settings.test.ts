import { describe, expect, test } from 'vitest'
import { SANDBOX_SCOPES } from '../../src/systems/smartrecruiters/sandbox/scopes.ts'
import {
  arrived,
  asked,
  createSmartRecruitersWorld,
  notes,
  requests,
  type SmartRecruitersWorld,
  type SmartRecruitersWorldOptions,
} from '../references-smartrecruiters.ts'

/** A connection with a credential of the company's own, which lacks these scopes. */
function without(lacking: readonly string[], options: SmartRecruitersWorldOptions = {}) {
  const auth = { type: 'clientCredentials', clientId: 'narrow', clientSecret: 'narrow-secret' }
  return createSmartRecruitersWorld({ ...options, config: { smartrecruiters: { auth } } }).then((world) => {
    const scopes = SANDBOX_SCOPES.filter((scope) => !lacking.includes(scope))
    const { smartRecruiters } = world
    smartRecruiters.addClient({
      id: 'narrow',
      secret: 'narrow-secret',
      kind: 'credential',
      scopes,
      userId: smartRecruiters.adminId,
    })
    return world
  })
}

async function failing(world: SmartRecruitersWorld) {
  return (await world.connection.check()).filter(({ ok }) => !ok)
}

describe('S30 "Company Settings"', () => {
  test('S30 missing, it is named, and references are asked for all the same', async () => {
    await using world = await without(['configuration_read'])
    const { candidateId, requestId } = await asked(world)
    world.crosschq.complete(requestId)
    const end = await world.sync()

    expect([requests(world).length, notes(world, candidateId).length]).toEqual([1, 1])
    expect(end.state).toBe('partial')
    expect(end.problem).toContain('"Company Settings" (permission configuration_read)')
    expect((await failing(world)).map(({ subject }) => subject)).toEqual(['permission configuration_read'])
  })

  test('S30 granted later, the report of it ends', async () => {
    await using world = await without(['configuration_read'])
    expect((await world.sync()).state).toBe('partial')
    const { clients, accessTokens } = world.smartRecruiters.access
    clients.set('narrow', { ...clients.get('narrow')!, scopes: SANDBOX_SCOPES })
    accessTokens.clear()

    expect((await world.sync()).state).toBe('success')
  })

  test.each([
    ['candidates_read', 'permission candidates_read'],
    ['jobs_read', 'permission jobs_read'],
    ['users_read', 'permission users_read'],
  ])('S30 without %s the check names it', async (scope, subject) => {
    await using world = await without([scope])

    expect((await failing(world)).map((finding) => finding.subject)).toEqual([subject])
  })

  test('S30 with everything nothing is missing, and it says Connected', async () => {
    await using world = await createSmartRecruitersWorld()
    const findings = await world.connection.check()

    expect(findings.filter(({ ok }) => !ok)).toEqual([])
    expect(findings.map(({ message }) => message)).toContain('Connected to Acme Inc. (AcmeInc)')
  })

  test('S30 a refused write names its scope, and the run goes on', async () => {
    await using world = await without(['messages_write'])
    const { requestId } = await asked(world)
    world.crosschq.complete(requestId)
    arrived(world)
    const end = await world.sync()

    expect(end.problem).toContain('permission messages_write')
    expect(requests(world)).toHaveLength(2)
  })
})

test('S25 a key that was taken back shows in the next run', async () => {
  await using world = await createSmartRecruitersWorld()
  expect((await world.sync()).state).toBe('success')
  world.smartRecruiters.access.apiKeys.clear()

  expect((await world.sync()).state).toBe('failed')
  expect((await failing(world)).map(({ subject }) => subject)).toEqual(['SmartRecruiters access'])
})

test.each([
  ['no key', { auth: { type: 'apiKey', key: '' } }, 'smartrecruiters.auth.key is not set'],
  ['no place for tokens', { auth: { type: 'oauth', clientId: 'a', clientSecret: 'b' } }, 'encryptionKey is not set'],
])('S25 with %s nothing runs, and it is said what is missing', async (_, smartrecruiters, message) => {
  await using world = await createSmartRecruitersWorld({ config: { smartrecruiters } })
  const end = await world.sync()

  expect([end.state, world.smartRecruiters.server.calls]).toEqual(['failed', []])
  expect((await failing(world)).map((finding) => finding.message)).toEqual([expect.stringContaining(message)])
})

test('S32 the jobs are listed with what their tag asks for', async () => {
  await using world = await createSmartRecruitersWorld()
  world.smartRecruiters.addJob({ title: 'Filled', status: 'FILLED' })
  world.smartRecruiters.addJob({ title: 'Untagged' })

  const lines = await world.connection.jobs!()

  expect(lines.map(({ title, triggers }) => [title, triggers])).toEqual([
    ['Engineer', ['Crosschq: asks for "engineering"']],
    ['Untagged', []],
  ])
  expect(lines[0]?.stages.map(({ title }) => title)).toEqual(['Crosschq', 'Phone screen'])
})

test('S42 where notes may not be read, one whose answer was lost is not written twice', async () => {
  await using world = await createSmartRecruitersWorld()
  const { users } = world.smartRecruiters.state
  users.set(world.smartRecruiters.adminId, { ...users.get(world.smartRecruiters.adminId)!, role: 'STANDARD' })
  const { candidateId, requestId } = await asked(world)
  world.crosschq.complete(requestId)
  world.smartRecruiters.server.faults.add({ match: '/messages/shares', times: 1, fault: { type: 'timeoutAfterApply' } })
  const end = await world.sync()
  await world.sync()

  expect([end.state, notes(world, candidateId).length]).toEqual(['partial', 1])
})
