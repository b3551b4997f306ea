import { describe, expect, test } from 'vitest'
import { createInterviewWorld } from '../../../test/interviews.ts'
import { ASHBY_KEY, createReferenceWorld, S3_PERMISSIONS } from '../../../test/references.ts'
import { createLeverWorld } from '../../../test/references-lever.ts'
import { createSmartRecruitersWorld } from '../../../test/references-smartrecruiters.ts'
import { createWorld } from '../../../test/world.ts'
import type { Connection, Finding } from '../../connectors/connector.ts'
import type { PermissionLine } from '../../connectors/permission.ts'
import { PERMISSIONS } from '../../systems/ashby/sandbox/permissions.ts'
import { SANDBOX_SCOPES } from '../../systems/smartrecruiters/sandbox/scopes.ts'
import { connectionOf, enabled, serve } from '../fixtures/served.ts'

interface Checked {
  readonly data: readonly Finding[]
  readonly permissions: readonly PermissionLine[]
  readonly readAt: string
  readonly next: null
}

async function checked(connection: Connection): Promise<Checked> {
  await using served = await serve({ connections: new Map([[connection.id, enabled(connection)]]) })
  const { status, json } = await served.call(`/api/v1/connections/${connection.id}/check`, { as: 'read' })
  expect(status).toBe(200)
  return json
}

const named = (lines: readonly PermissionLine[]) => lines.map(({ system, name }) => `${system} ${name}`)
const missing = ({ permissions }: Checked) => named(permissions.filter(({ needed, had }) => needed && had === false))
const excess = ({ permissions }: Checked) => named(permissions.filter(({ needed, had }) => !needed && had === true))
const untold = ({ permissions }: Checked) => named(permissions.filter(({ had }) => had === null))
const failures = ({ data }: Checked) => data.filter(({ ok }) => !ok).map(({ subject }) => subject)

const BASE = [
  ...['jobsRead', 'jobsWrite', 'hiringProcessMetadataRead', 'hiringProcessMetadataWrite', 'candidatesRead'],
  ...['candidatesWrite', 'offersRead', 'organizationRead', 'apiKeysRead'],
]

describe('ChartHop and Ashby', () => {
  test('S82 a key with what is needed lacks nothing and has nothing too much', async () => {
    await using world = await createWorld({ ashby: { apiKeys: [{ key: ASHBY_KEY, permissions: BASE }] } })

    const answer = await checked(world.connection)

    expect([missing(answer), excess(answer), untold(answer), failures(answer)]).toEqual([[], [], [], []])
    expect(named(answer.permissions)).toContain('ashby offersRead')
    expect(answer.next).toBeNull()
  })

  test('S82 what a key lacks is missing in the matrix and in the findings', async () => {
    const permissions = BASE.filter((name) => name !== 'offersRead' && name !== 'jobsWrite')
    await using world = await createWorld({ ashby: { apiKeys: [{ key: ASHBY_KEY, permissions }] } })

    const answer = await checked(world.connection)

    expect(missing(answer)).toEqual(['ashby jobsWrite', 'ashby offersRead'])
    expect(failures(answer)).toEqual(['permission jobsWrite', 'permission offersRead'])
  })

  test('S82 what a key may do without need is excess', async () => {
    await using world = await createWorld({ ashby: { apiKeys: [{ key: ASHBY_KEY, permissions: PERMISSIONS }] } })

    const answer = await checked(world.connection)

    expect(missing(answer)).toEqual([])
    expect(excess(answer)).toEqual([
      ...['ashby candidatesDelete', 'ashby interviewsRead', 'ashby interviewsWrite', 'ashby organizationWrite'],
      ...['ashby offersWrite', 'ashby approvalsRead', 'ashby approvalsWrite'],
    ])
  })

  test('S82 of a key that cannot describe itself, only what can be tried is told', async () => {
    const permissions = BASE.filter((name) => name !== 'apiKeysRead' && name !== 'offersRead')
    await using world = await createWorld({ ashby: { apiKeys: [{ key: ASHBY_KEY, permissions }] } })

    const answer = await checked(world.connection)

    expect(missing(answer)).toEqual(['ashby offersRead'])
    expect(untold(answer)).toEqual(['ashby jobsWrite', 'ashby hiringProcessMetadataWrite', 'ashby candidatesWrite'])
  })

  test.each([
    ['VIEW', ['charthop Org Editor (PRIMARY)'], []],
    ['PRIMARY', [], []],
    ['OWNER', [], ['charthop OWNER']],
  ] as const)("S81 ChartHop's access %s", async (access, lacking, tooMuch) => {
    await using world = await createWorld({
      charthop: { tokens: [{ token: 'a-token', access }] },
      ashby: { apiKeys: [{ key: ASHBY_KEY, permissions: BASE }] },
    })

    const answer = await checked(world.connection)

    expect([missing(answer), excess(answer)]).toEqual([lacking, tooMuch])
  })

  test('S81 a key that is not set is asked for, and no vendor is', async () => {
    await using world = await createWorld({ config: { ashby: { apiKey: '' } } })

    const answer = await checked(world.connection)

    expect(failures(answer)).toEqual(['Ashby key'])
    expect(answer.permissions.every(({ needed, had }) => needed && had === null)).toBe(true)
    expect([world.charthop.server.calls, world.ashby.server.calls]).toEqual([[], []])
  })

  test('S81 a key that is refused has nothing told of it, and the finding says why', async () => {
    await using world = await createWorld({ config: { charthop: { token: 'not-the-token' } } })

    const answer = await checked(world.connection)

    expect(failures(answer)).toContain('ChartHop token')
    expect(untold(answer)).toEqual(['charthop Org Editor (PRIMARY)'])
    expect(JSON.stringify(answer)).not.toContain('not-the-token')
  })
})

describe('Willo and Ashby', () => {
  const NEEDED = ['jobsRead', 'interviewsRead', 'candidatesRead', 'candidatesWrite', 'apiKeysRead']

  test('S82 too little and too much are told apart', async () => {
    const permissions = [...NEEDED.filter((name) => name !== 'candidatesWrite'), 'offersRead']
    await using world = await createInterviewWorld({ ashby: { apiKeys: [{ key: ASHBY_KEY, permissions }] } })

    const answer = await checked(world.connection)

    expect([missing(answer), excess(answer)]).toEqual([['ashby candidatesWrite'], ['ashby offersRead']])
    expect(answer.permissions).toContainEqual({ system: 'willo', name: 'the API key', needed: true, had: true })
  })
})

describe('Crosschq', () => {
  test("S3 with Ashby, all that Crosschq's page asks for is no excess", async () => {
    const permissions = [...S3_PERMISSIONS.filter((name) => name !== 'candidatesWrite'), 'offersRead']
    await using world = await createReferenceWorld({ ashby: { apiKeys: [{ key: ASHBY_KEY, permissions }] } })

    const answer = await checked(world.connection)

    expect([missing(answer), excess(answer)]).toEqual([['ashby candidatesWrite'], ['ashby offersRead']])
    expect(failures(answer)).toEqual(['permission candidatesWrite'])
  })

  test('S52 with Lever, what cannot be read is missing, and writing is not told', async () => {
    await using world = await createLeverWorld()
    const permissions = [
      'users:read',
      'opportunities:read',
      'opportunities:write',
      'postings:read',
      'archive_reasons:read',
    ]
    const { key } = world.lever.addKey({ permissions })

    const answer = await checked(world.reopen({ lever: { ...world.config.lever, apiKey: key } }))

    expect([missing(answer), untold(answer)]).toEqual([['lever stages:read'], ['lever opportunities:write']])
    expect(failures(answer)).toContain('stage')
  })

  test('S49 with Lever, a key that sees confidential data without need is excess', async () => {
    await using world = await createLeverWorld()
    const { key } = world.lever.addKey({ confidential: true })

    const answer = await checked(world.reopen({ lever: { ...world.config.lever, apiKey: key } }))

    expect(excess(answer)).toEqual(['lever access to confidential data'])
  })

  test('S30 with SmartRecruiters, "Company Settings" is missing by its scope', async () => {
    const auth = { type: 'clientCredentials', clientId: 'narrow', clientSecret: 'narrow-secret' }
    await using world = await createSmartRecruitersWorld({ config: { smartrecruiters: { auth } } })
    world.smartRecruiters.addClient({
      ...{ id: 'narrow', secret: 'narrow-secret', kind: 'credential', userId: world.smartRecruiters.adminId },
      scopes: SANDBOX_SCOPES.filter((scope) => scope !== 'configuration_read'),
    })

    const answer = await checked(world.connection)

    expect(missing(answer)).toEqual(['smartrecruiters configuration_read'])
    expect(untold(answer)).toEqual(['smartrecruiters candidates_create', 'smartrecruiters messages_write'])
  })
})

test('findings and permissions of one reading are shared by who asks meanwhile', async () => {
  let readings = 0
  const check = async () => {
    readings += 1
    return []
  }
  const connection = connectionOf('headcount', { check })
  await using served = await serve({ connections: new Map([['headcount', enabled(connection)]]) })
  const path = '/api/v1/connections/headcount/check'

  const answers = await Promise.all([served.call(path), served.call(path)])

  expect(answers.map(({ json }) => [json.data, json.permissions])).toEqual([
    [[], []],
    [[], []],
  ])
  expect(readings).toBe(1)
})
