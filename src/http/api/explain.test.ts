import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addActiveJob, addField, openingOf, ticking } from '../../../test/headcount.ts'
import { createWorld } from '../../../test/world.ts'
import { enabled, serve } from '../fixtures/served.ts'
import type { HttpParts } from '../parts.ts'

/** Both vendors' sandboxes, a run over them, and our server over its database. */
async function explained(changes: Partial<HttpParts> = {}) {
  const world = await createWorld({
    mapping: ticking(['costCenter', 'Cost center'], ['baseSalary', 'Base salary'], ['notes', 'Notes']),
  })
  addField(world, { code: 'costCenter', label: 'Cost center' })
  addField(world, { code: 'baseSalary', label: 'Base salary', type: 'MONEY' })
  addField(world, { code: 'notes', label: 'Notes' })
  const salary = { amount: 123_456, currency: 'EUR' }
  const notes = 'ask planted.person@example.com'
  const job = addActiveJob(world, { custom: { costCenter: 'CC-7', baseSalary: salary, notes } })
  await world.sync()
  const connections = new Map([['headcount', enabled(world.connection)]])
  const served = await serve({ db: world.engine.db, connections, ...changes })
  return {
    ...{ world, served, job },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await world[Symbol.asyncDispose]()
    },
  }
}

describe('explain', () => {
  let story: Awaited<ReturnType<typeof explained>>
  let { world, served, job } = {} as typeof story
  beforeAll(async () => {
    story = await explained()
    ;({ world, served, job } = story)
  })
  afterAll(() => story[Symbol.asyncDispose]())

  test('says what a record is, what would be done, and every write', async () => {
    const { status, json } = await served.call(`/api/v1/explain/headcount/${job}`)

    expect(status).toBe(200)
    expect(json.data).toHaveLength(1)
    const { id } = await openingOf(world, job)
    expect(json.data[0]).toMatchObject({
      ...{ connection: 'headcount', flow: 'openings', record: job, state: 'synced', isGone: false, issues: [] },
      link: { target: id, origin: 'created' },
      decision: { type: 'inStep', target: id },
    })
    expect(json.data[0].history.map(({ action }: { action: string }) => action)).toContain('opening.create')
  })

  test('follows one field from value to write', async () => {
    const { json } = await served.call(`/api/v1/explain/headcount/openings%2F${job}?field=COSTCENTER`)

    expect(json.data[0].fields).toMatchObject([
      {
        ...{ from: 'costCenter', to: 'Cost center', raw: 'CC-7', transformed: 'CC-7', written: 'CC-7', isEqual: true },
        ...{ problem: null, planned: null },
        history: [{ action: 'opening.setValues', outcome: 'verified' }],
      },
    ])
  })

  test('masks pay and addresses for a reader, in values, writes and what is acknowledged', async () => {
    const { json, text } = await served.call(`/api/v1/explain/headcount/${job}`, { as: 'read' })

    const fields = json.data[0].fields.map(({ to, raw, written }: Record<string, string>) => [to, raw, written])
    expect(fields).toEqual([
      ['Cost center', 'CC-7', 'CC-7'],
      ['Base salary', '•••', '•••'],
      ['Notes', '•••', '•••'],
    ])
    expect(json.data[0].acknowledged.values).toMatchObject([{ value: 'CC-7' }, { value: '•••' }, { value: '•••' }])
    for (const planted of ['123456', 'planted.person']) expect(text).not.toContain(planted)
  })

  test('shows them to who may see them, and notes that', async () => {
    const { text } = await served.call(`/api/v1/explain/headcount/${job}?values=shown`, { as: 'operate' })

    for (const planted of ['123456', 'planted.person']) expect(text).toContain(planted)
    const { json } = await served.call('/api/v1/audit?limit=1')
    expect(json.data).toMatchObject([{ by: 'operateer', action: 'values_shown', place: `/explain/headcount/${job}` }])
  })

  test("leads to both vendors' own pages", async () => {
    const { json } = await served.call(`/api/v1/explain/headcount/${job}`, { as: 'read' })

    expect(json.data[0].pages).toEqual({
      source: `https://app.charthop.com/${world.charthop.org.slug}/org?job=${job}`,
      target: 'https://app.ashbyhq.com/openings',
    })
  })

  test.each([
    ['a record that nobody knows', 'nobody', 404, 'unknown_record'],
    ['a field that it has not', '{job}?field=shoeSize', 404, 'unknown_field'],
    ['another connection', '../other/{job}', 404, 'unknown_connection'],
    ['no id', '%00', 400, 'invalid'],
  ])('of %s is refused', async (_what, path, status, code) => {
    const address = new URL(`/api/v1/explain/headcount/${path.replace('{job}', job)}`, served.url)

    expect((await served.call(address.pathname + address.search)).json).toMatchObject({ status, code })
  })

  test.each([
    ['refuses', { type: 'status', status: 403, body: { success: false } }, /403/],
    ['does not answer', { type: 'latency', ms: 5_000 }, /did not answer within 1 s/],
  ] as const)('says that nothing can be decided where a vendor %s', async (_what, fault, problem) => {
    await using story = await explained({ timeouts: { explainMs: 1_000 } })
    story.world.ashby.server.faults.add({ fault })

    const { status, json } = await story.served.call(`/api/v1/explain/headcount/${story.job}`)
    story.world.ashby.server.faults.clear()

    expect(status).toBe(200)
    expect(json.data[0].decision).toEqual({ type: 'undecided', problem: expect.stringMatching(problem) })
    expect(json.data[0].history.length).toBeGreaterThan(0)
  })
})
