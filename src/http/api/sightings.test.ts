import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerOf } from '../../../test/headcount.ts'
import { type UnclearOpening, unclearOpening } from '../../../test/unclear.ts'
import { listAudit } from '../../store/audit.ts'
import { listRuns } from '../../store/runs.ts'
import { enabled, post, type Served, serve } from '../fixtures/served.ts'

describe('an unclear write', () => {
  let story: UnclearOpening
  let served: Served
  beforeAll(async () => {
    story = await unclearOpening()
    served = await serving(story)
  })
  afterAll(async () => {
    await served[Symbol.asyncDispose]()
    await story[Symbol.asyncDispose]()
  })

  test.each([
    ['a made object without its id', { outcome: 'applied' }, 422, 'target_missing'],
    ['an id of what is absent', { outcome: 'absent', target: 'opening-1' }, 400, 'invalid'],
    ['another outcome', { outcome: 'verified' }, 400, 'invalid'],
    ['a target that is a path', { outcome: 'applied', target: '../opening' }, 400, 'invalid'],
    ["a person's address", { outcome: 'applied', target: 'ada@example.com' }, 400, 'invalid'],
  ])('takes no %s', async (_what, body, status, code) => {
    const answer = await post(served, `/changes/${story.write}/settle`, body)

    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect(await ledgerOf(story.world, 'openings', story.job)).toMatchObject([{ state: 'unknown', sightings: [] }])
  })

  test('is judged by who may approve only', async () => {
    const answer = await post(served, `/changes/${story.write}/settle`, { outcome: 'absent' }, 'operate')

    expect([answer.status, answer.json.code]).toEqual([403, 'role'])
  })

  test('that nobody knows is not found', async () => {
    const path = '/changes/00000000-0000-4000-8000-000000000000/settle'
    const answer = await post(served, path, { outcome: 'absent' })

    expect([answer.status, answer.json.code]).toEqual([404, 'unknown_change'])
  })

  test('keeps what is said, notes who said it, and asks for a run of its record', async () => {
    const { db } = story.world.engine
    const body = { outcome: 'applied', target: story.made }

    const answer = await post(served, `/changes/${story.write}/settle`, body)
    const [run] = await listRuns(db, { limit: 1 })
    const shown = await served.call(`/api/v1/records/headcount/openings/${story.job}`, { as: 'read' })

    expect([answer.status, answer.json]).toMatchObject([202, { connection: 'headcount', runId: run!.id }])
    expect(run).toMatchObject({ trigger: 'request', records: [`openings/${story.job}`] })
    expect(served.woken).toEqual(['headcount'])
    expect(shown.json.history.data[0]).toMatchObject({
      ...{ id: story.write, outcome: 'unknown' },
      sightings: [{ outcome: 'applied', target: story.made, by: 'approveer' }],
    })
    expect(await listAudit(db, { limit: 1 })).toMatchObject([
      { by: 'approveer', action: 'write_said_applied', place: `/changes/${story.write}/settle` },
    ])
  })

  test('is judged once', async () => {
    await story.world.sync()

    const answer = await post(served, `/changes/${story.write}/settle`, { outcome: 'absent' })

    expect([answer.status, answer.json.code]).toEqual([409, 'not_unclear'])
    expect(answer.json.detail).toContain('verified')
  })
})

function serving({ world }: UnclearOpening): Promise<Served> {
  return serve({ db: world.engine.db, connections: new Map([['headcount', enabled(world.connection)]]) })
}
