import { expect, test } from 'vitest'
import type { SandboxAnswer } from '../../src/sandbox/exchange.ts'
import type { AshbySandbox } from '../../src/systems/ashby/sandbox.ts'
import { arrive, createInterviewWorld, invitationOf, participants } from '../interviews.ts'
import { addCandidate, createReferenceWorld, requests, standing, TRIGGERED, triggered } from '../references.ts'

test('S74 whose history does not tell of the arrival yet is invited by the next run', async () => {
  await using world = await createInterviewWorld()
  const { applicationId } = await arrive(world)
  const late = hideHistory(world)
  await world.sync()
  const before = await invitationOf(world, applicationId)
  late.remove()

  await world.sync()

  expect(before).toMatchObject({ state: 'skipped', reason: 'arrival_unclear' })
  expect(participants(world)).toHaveLength(1)
})

test('S13 whose history does not tell of the arrival yet is asked by the next run', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  await world.sync()
  const { applicationId } = addCandidate(world)
  world.ashby.moveToStage(applicationId, 'Interview')
  const late = hideHistory(world)
  await world.sync()
  const before = await standing(world, 'requests', applicationId)
  late.remove()

  await world.sync()

  expect(before).toMatchObject({ state: 'skipped', reason: 'arrival_unclear' })
  expect(requests(world)).toHaveLength(1)
})

test('S13 so is whoever comes back, within two hours', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED })
  const { applicationId, requestId } = await triggered(world)
  world.crosschq.cancelInCrosschq(requestId)
  world.ashby.moveToStage(applicationId, 'Offer')
  world.ashby.moveToStage(applicationId, 'Interview')
  const late = hideHistory(world)
  await world.sync()
  late.remove()

  world.passHours(2)
  await world.sync()

  expect(requests(world)).toHaveLength(2)
})

function hideHistory({ ashby }: { readonly ashby: AshbySandbox }) {
  const change = ({ status, body }: SandboxAnswer): SandboxAnswer => {
    const { results, ...rest } = body as { results: object }
    return { status, body: { ...rest, results: { ...results, applicationHistory: [] } } }
  }
  return ashby.server.faults.add({ match: '/application.info', fault: { type: 'answer', change } })
}
