import { describe, expect, test } from 'vitest'
import { createInterviewWorld } from '../../../test/interviews.ts'
import { createReferenceWorld } from '../../../test/references.ts'
import { createLeverWorld } from '../../../test/references-lever.ts'
import { createSmartRecruitersWorld } from '../../../test/references-smartrecruiters.ts'
import type { Connection } from '../../connectors/connector.ts'
import { connectionOf, enabled, type Served, serve } from '../fixtures/served.ts'

function servedWith(connection: Connection): Promise<Served> {
  return serve({ connections: new Map([[connection.id, enabled(connection)]]) })
}

function choicesOf(served: Served, { id }: Connection, query = '') {
  return served.call(`/api/v1/connections/${id}/choices${query}`, { as: 'read' })
}

test('S73 interviews are those of Willo now', async () => {
  await using world = await createInterviewWorld()
  const { key } = world.willo.addInterview({ title: 'Waiters' })
  await using served = await servedWith(world.connection)

  const { status, json } = await choicesOf(served, world.connection)

  expect(status).toBe(200)
  expect(json).toMatchObject({ surveys: null, references: null, jobFunctions: null })
  expect(json.interviews).toContainEqual({ id: key, title: 'Waiters' })
  expect(json.interviews).toContainEqual({ id: world.interview, title: 'Cooks & Co' })
})

test('S72 an interview made a moment ago is there when a fresh list is asked for', async () => {
  await using world = await createInterviewWorld()
  await using served = await servedWith(world.connection)
  const titles = async (query = '') =>
    (await choicesOf(served, world.connection, query)).json.interviews.map(({ title }: { title: string }) => title)

  await titles()
  world.willo.addInterview({ title: 'Waiters' })

  expect(await titles()).toEqual(['Cooks & Co'])
  expect(await titles('?fresh=true')).toContain('Waiters')
})

describe("Crosschq's", () => {
  test.each([
    ['Ashby', createReferenceWorld],
    ['Lever', createLeverWorld],
    ['SmartRecruiters', createSmartRecruitersWorld],
  ] as const)('surveys and relationships are listed for %s', async (_ats, create) => {
    await using world = await create()
    await using served = await servedWith(world.connection)

    const { status, json } = await choicesOf(served, world.connection)

    expect(status).toBe(200)
    expect(json.surveys).toContainEqual({ id: 'software-engineer', title: expect.any(String) })
    expect(json.references).toContainEqual({
      ...{ id: 'managers', title: expect.any(String) },
      ...{ min: expect.any(Number), max: expect.any(Number) },
    })
    expect([json.interviews, json.jobFunctions]).toEqual([null, null])
  })

  test('surveys that an account cannot list leave room for any text', async () => {
    await using world = await createReferenceWorld()
    world.crosschq.server.faults.add({ match: /survey|template|job-?role/i, fault: { type: 'status', status: 404 } })
    await using served = await servedWith(world.connection)

    const { status, json } = await choicesOf(served, world.connection)

    expect([status, json.surveys]).toEqual([200, null])
    expect(json.references.length).toBeGreaterThan(0)
  })

  test('refused key is said so', async () => {
    await using world = await createReferenceWorld({ config: { crosschq: { token: 'not-the-token' } } })
    await using served = await servedWith(world.connection)

    const { status, json, text } = await choicesOf(served, world.connection)

    expect([status, json.code]).toEqual([502, 'vendor_refused'])
    expect(text).not.toContain('not-the-token')
  })
})

test('S30 a vendor that does not answer may be asked again later', async () => {
  await using world = await createInterviewWorld({ clientSleep: async () => {} })
  world.willo.server.faults.add({ fault: { type: 'status', status: 503 } })
  await using served = await servedWith(world.connection)

  const { status, json, headers } = await choicesOf(served, world.connection)

  expect([status, json.code, headers.get('retry-after')]).toEqual([503, 'vendor_unavailable', '30'])
})

test('a connector whose mapping names fields only says so', async () => {
  const connection = connectionOf('headcount')
  await using served = await servedWith(connection)

  const { status, json } = await choicesOf(served, connection)

  expect([status, json.code, json.detail]).toEqual([
    404,
    'no_choices',
    'the mapping of charthop-ashby names fields only',
  ])
})
