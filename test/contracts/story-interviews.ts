import { expect } from 'vitest'
import { startReceiver } from '../../src/sandbox/receiver.ts'
import { startReceiver as startAshbyReceiver } from '../../src/systems/ashby/sandbox/testing.ts'
import { waiting } from '../headcount.ts'
import {
  addCandidate,
  arrive,
  createInterviewWorld,
  type InterviewWorld,
  interviewEntry,
  invited,
  inviting,
  notes,
  participants,
} from '../interviews.ts'
import { hooksOf, rawHooksOf } from './hook.ts'
import type { Told } from './story.ts'

/** Interviews between Willo and Ashby, with the engine: whatever makes it send another kind of request. */
export async function tellInterviews(): Promise<{ readonly ashby: Told; readonly willo: Told }> {
  await using fromAshby = await startAshbyReceiver()
  await using fromWillo = await startReceiver()
  await using world = await createInterviewWorld({
    mapping: ({ interview }) => inviting(interview, COOKS),
    ashby: { pageSize: 2 },
    config: { willo: { webhookToken: 'token' }, ashby: { webhookSecret: 'secret' } },
    clientSleep: async () => {},
  })
  const addressOf = (event: string) => (event === 'new_response' ? fromWillo.url : fromAshby.url)
  await setUp(world, addressOf)
  await isInvitedAndAnswers(world)
  await isInvitedToSeveral(world)
  await answersAreLost(world)
  await world.ashby.deliveries.settled()
  await world.willo.webhooks.settled()
  return {
    ashby: { calls: [...world.ashby.server.calls], hooks: rawHooksOf(fromAshby) },
    willo: { calls: [...world.willo.server.calls], hooks: hooksOf(fromWillo) },
  }
}

const COOKS = ['Cook', 'Interview'] as const

async function setUp({ connection, sync, plan }: InterviewWorld, addressOf: (event: string) => string): Promise<void> {
  const twice = [...(await connection.registerHooks!(addressOf)), ...(await connection.registerHooks!(addressOf))]
  const findings = [...twice, ...(await connection.check())]
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  await connection.checkKeys!()
  expect(await connection.jobs!()).not.toEqual([])
  await plan()
  await sync()
}

async function isInvitedAndAnswers(world: InterviewWorld): Promise<void> {
  const { candidateId, participant } = await invited(world, { phone: '+12025550100' })
  world.willo.complete(participant)
  await run(world)

  expect(notes(world, candidateId)).toHaveLength(1)
}

async function isInvitedToSeveral(world: InterviewWorld): Promise<void> {
  const second = world.willo.addInterview({ title: 'Chefs' }).key
  world.map(inviting(world.interview, COOKS) + interviewEntry(second, COOKS))
  const before = participants(world).length
  const { applicationId } = await arrive(world, { name: 'Bo Two', email: 'bo@example.com' })
  world.ashby.moveToStage(applicationId, 'Interview')
  await run(world)

  expect(participants(world)).toHaveLength(before + 2)
  // More open participants of an interview than are looked at one by one.
  const many = Array.from({ length: 12 }, (_, at) => addCandidate(world, { email: `guest-${at}@example.com` }))
  await run(world)
  for (const guest of many) world.ashby.moveToStage(guest.applicationId, 'Interview')
  await run(world)
  world.passHours(25)
  await run(world)

  expect(participants(world)).toHaveLength(before + 2 + 2 * many.length)
}

async function answersAreLost(world: InterviewWorld): Promise<void> {
  const lost = { times: 1, fault: { type: 'timeoutAfterApply' } } as const
  const before = participants(world).length
  await arrive(world, { name: 'Lost Found', email: 'lost@example.com' })
  world.willo.server.faults.add({ match: '/participants/', method: 'POST', ...lost })
  await world.sync()
  await run(world)
  const made = participants(world)
  const { key } = made.find(({ email }) => email === 'lost@example.com')!
  world.ashby.server.faults.add({ match: '/candidate.createNote', ...lost })
  world.willo.complete(key)
  await world.sync()
  await run(world)

  expect(made).toHaveLength(before + 2)
  expect(notes(world).filter((note) => note.includes(key))).toHaveLength(1)
}

async function run(world: InterviewWorld): Promise<void> {
  const { state } = await world.sync()
  expect((await waiting(world)).map(({ flow, reason, message }) => [flow, reason, message])).toEqual([])
  expect(state).toBe('success')
}
