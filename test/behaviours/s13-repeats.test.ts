import { expect, test } from 'vitest'
import { ORDER_MS } from '../../src/connectors/crosschq/ashby/wants.ts'
import { createReferenceWorld, press, type ReferenceWorld, requests, started } from '../references.ts'

test('S13 while references are asked for, another start is refused', async () => {
  await using world = await createReferenceWorld()
  const { applicationId, assessmentId } = await started(world)
  await makeOlder(world, assessmentId)

  const answer = await press(world, applicationId)

  expect(answer.status).toBe(409)
  expect(requests(world)).toHaveLength(1)
})

test.each([401, 400])('S13 so it is while Crosschq does not tell how it goes (%i)', async (status) => {
  await using world = await createReferenceWorld()
  const { applicationId, assessmentId, requestId } = await started(world)
  await makeOlder(world, assessmentId)
  world.crosschq.server.faults.add({ match: new RegExp(requestId), fault: { type: 'status', status } })

  const answer = await press(world, applicationId)

  expect(answer.status).toBe(409)
  expect(requests(world)).toHaveLength(1)
})

test('S13 after completion a start needs allowRepeat', async () => {
  await using world = await createReferenceWorld()
  const { applicationId, assessmentId, requestId } = await started(world)
  await makeOlder(world, assessmentId)
  world.crosschq.complete(requestId)

  const answer = await press(world, applicationId)

  expect(answer).toMatchObject({ status: 422, body: { message: expect.stringContaining('complete') } })
  expect(requests(world)).toHaveLength(1)
})

test('S13 with allowRepeat completed references may be asked for again', async () => {
  await using world = await createReferenceWorld({ config: { requests: { allowRepeat: true } } })
  const { applicationId, assessmentId, requestId } = await started(world)
  await makeOlder(world, assessmentId)
  world.crosschq.complete(requestId)

  const answer = await press(world, applicationId)

  expect(answer.status).toBe(200)
  expect(requests(world)).toHaveLength(2)
})

test.each([
  ['in Ashby', (world: ReferenceWorld, { assessmentId }: Started) => world.tile.cancelAssessment(assessmentId)],
  ['in Crosschq', async (world: ReferenceWorld, { requestId }: Started) => world.crosschq.cancelInCrosschq(requestId)],
])('S13 after a cancel %s a start is a new request', async (_, cancel) => {
  await using world = await createReferenceWorld()
  const first = await started(world)
  await cancel(world, first)

  const answer = await press(world, first.applicationId)

  expect(answer.status).toBe(200)
  expect(answer.body).not.toMatchObject({ results: { assessment_id: first.assessmentId } })
  expect(requests(world)).toHaveLength(2)
})

test('S13 another template is another request', async () => {
  await using world = await createReferenceWorld({ mapping: `${SALES}` })
  const { applicationId } = await started(world)

  const answer = await press(world, applicationId, 'sales')

  expect(answer.status).toBe(200)
  expect(requests(world)).toHaveLength(2)
})

type Started = Awaited<ReturnType<typeof started>>

const SALES = `version: 1
templates:
  - { id: engineering, name: E, survey: software-engineer, references: { managers: 1, peers: 2 } }
  - { id: sales, name: S, survey: software-engineer, references: { managers: 2 } }
`

/** The server's clock is the real one; so the order is told to be older than it is. */
async function makeOlder({ engine }: ReferenceWorld, assessmentId: string): Promise<void> {
  const at = new Date(Date.now() - ORDER_MS - 1_000).toISOString()
  await engine
    .db('snapshots')
    .where({ collection: 'partner.orders', id: assessmentId })
    .update({ body: engine.db.raw('body || ?::jsonb', [JSON.stringify({ at })]) })
}
