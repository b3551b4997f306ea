import { expect, test } from 'vitest'
import { ORDER_MS } from '../../src/connectors/crosschq/ashby/wants.ts'
import {
  addCandidate,
  createReferenceWorld,
  press,
  type ReferenceWorld,
  requests,
  standing,
  started,
  toldOf,
  writesDuring,
} from '../references.ts'

const CREATE = { method: 'POST', match: '/partners/reference-request/' }

test('S13 a second press within minutes gets the same assessment', async () => {
  await using world = await createReferenceWorld()
  const { applicationId, assessmentId } = await started(world)

  const again = await press(world, applicationId)

  expect(again).toMatchObject({ status: 200, body: { results: { assessment_id: assessmentId } } })
  expect(requests(world)).toHaveLength(1)
})

test('S13 two presses at once are one request', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = addCandidate(world)

  const answers = await Promise.all([press(world, applicationId), press(world, applicationId)])

  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(answers[0]!.body).toEqual(answers[1]!.body)
  expect(requests(world)).toHaveLength(1)
})

test('S13 a lost answer of Crosschq is looked up', async () => {
  await using world = await createReferenceWorld({ answerMs: 500 })
  const { applicationId } = addCandidate(world)
  world.crosschq.server.faults.add({ ...CREATE, times: 1, fault: { type: 'timeoutAfterApply' } })

  const answer = await press(world, applicationId)

  expect(answer.status).toBe(200)
  expect(requests(world)).toHaveLength(1)
})

test('S13 without a list nobody guesses, and nobody is asked twice', async () => {
  await using world = await createReferenceWorld({ crosschq: { hasRequestList: false } })
  const { applicationId } = addCandidate(world)
  world.crosschq.server.faults.add({ ...CREATE, times: 1, fault: { type: 'timeoutAfterApply' } })

  const answers = [await press(world, applicationId), await press(world, applicationId)]
  await world.sync()

  expect(answers.map(({ status }) => status)).toEqual([503, 503])
  expect(requests(world)).toHaveLength(1)
})

test.each([
  ['fails', { type: 'status', status: 503 }],
  ['cuts the line', { type: 'resetBeforeApply' }],
] as const)('S13 a Crosschq that %s leaves nothing behind', async (_, fault) => {
  await using world = await createReferenceWorld({ clientSleep: async () => {} })
  const { applicationId } = addCandidate(world)
  const rule = world.crosschq.server.faults.add({ ...CREATE, fault })

  const failed = await press(world, applicationId)
  rule.remove()
  world.passHours(1)
  const end = await world.sync()
  const later = await writesDuring(world, world.sync)

  expect(failed.status).toBe(503)
  expect(end.state).toBe('success')
  expect([...later, ...requests(world)]).toEqual([])
})

test('S13 what failed may be started again', async () => {
  await using world = await createReferenceWorld({ clientSleep: async () => {} })
  const { applicationId } = addCandidate(world)
  const rule = world.crosschq.server.faults.add({ ...CREATE, fault: { type: 'status', status: 503 } })
  await press(world, applicationId)
  rule.remove()

  const answer = await press(world, applicationId)

  expect(answer.status).toBe(200)
  expect(requests(world)).toHaveLength(1)
})

test('S13 a process that dies after the call makes no second request', async () => {
  let dies = true
  const checkpoint = async (point: string) => {
    if (point === 'afterCall' && dies) throw new Error('killed')
  }
  await using world = await createReferenceWorld({ engine: { checkpoint } })
  const { applicationId } = addCandidate(world)
  const killed = await press(world, applicationId)
  dies = false

  const answer = await press(world, applicationId)

  expect(killed.status).toBe(503)
  expect(answer.status).toBe(200)
  expect(requests(world)).toHaveLength(1)
})

test('S13 Crosschq’s own words reach whoever pressed start, and no log', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = addCandidate(world)
  const body = { candidate: { email: ['ada@example.com may not be asked.'] } }
  world.crosschq.server.faults.add({ ...CREATE, fault: { type: 'status', status: 400, body } })

  const answer = await press(world, applicationId)

  expect(answer.status).toBe(422)
  expect((answer.body as { message: string }).message).toContain('ada@example.com may not be asked.')
  expect((await standing(world, 'requests', applicationId)).message).not.toContain('ada@example.com')
  expect(world.log()).not.toContain('ada@example.com')
  await expectQuiet(world)
})

test('S13 a request that Ashby has no answer to is shown to people, and taken over', async () => {
  await using world = await createReferenceWorld()
  const { applicationId, assessmentId } = await started(world)
  await forgetAnswer(world, assessmentId)
  const end = await world.sync()

  expect(end.state).toBe('partial')
  expect(await standing(world, 'requests', applicationId)).toMatchObject({
    ...{ state: 'attention', reason: 'unanswered_start' },
    message: expect.stringContaining(requests(world)[0]!.id),
  })

  const again = await press(world, applicationId)
  const after = await world.sync()

  expect(again).toMatchObject({ status: 200, body: { results: { assessment_id: assessmentId } } })
  expect(after.state).toBe('success')
  expect(toldOf(world, assessmentId)).toEqual(['Started'])
})

test('S13 whom a request is about is forgotten once it is made', async () => {
  await using world = await createReferenceWorld()
  await started(world)

  const [order] = await world.engine.db('snapshots').where({ collection: 'partner.orders' })
  expect(order.body).toMatchObject({ state: 'started', team: [] })
  expect(order.body).not.toHaveProperty('person')
})

/** As if we had died, ten minutes and more ago, right before the answer. */
async function forgetAnswer({ engine }: ReferenceWorld, assessmentId: string): Promise<void> {
  const long = new Date(Date.now() - ORDER_MS - 1_000).toISOString()
  const changes = JSON.stringify({ state: 'wanted', at: long, askedAt: long })
  const rows = engine.db('snapshots').where({ collection: 'partner.orders', id: assessmentId })
  await rows.update({ body: engine.db.raw('body || ?::jsonb', [changes]) })
  await engine.db('records').update({ due_at: new Date(0) })
}

/** What was refused is not tried again by itself: Ashby was told that nothing came of it. */
async function expectQuiet(world: ReferenceWorld): Promise<void> {
  world.crosschq.server.faults.clear()
  world.passHours(12)
  expect(await writesDuring(world, world.sync)).toEqual([])
}
