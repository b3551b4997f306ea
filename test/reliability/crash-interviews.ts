import { expect } from 'vitest'
import type { TestDatabase } from '../database.ts'
import {
  addCandidate,
  createInterviewWorld,
  type InterviewWorld,
  interviewEntry,
  inviting,
  notes,
  participants,
} from '../interviews.ts'
import { checkLedger, type Scenario, withConfigFile } from './crash-scenario.ts'

/** How often one run of it comes to each checkpoint: four changes of three records. */
export const expectedPasses = {
  beforeIntend: 4,
  afterIntend: 4,
  afterCall: 4,
  afterSettle: 4,
  beforeVerify: 3,
  afterVerify: 3,
  afterAcknowledge: 3,
} as const

/** Somebody to be invited to two interviews, one who came back to be invited again, and an answer to be noted. */
export async function startInterviews(database: TestDatabase, id: string): Promise<Scenario> {
  // Pages of two, so that there is something between two pages.
  const world = await createInterviewWorld({
    ...{ database, config: { id } },
    ...{ willo: { pageSize: 2 }, ashby: { pageSize: 2 } },
  })
  const { ashby, willo, interview } = world
  const waiter = ashby.addJob({ title: 'Waiter' }).id
  const other = willo.addInterview({ title: 'Waiters' }).key
  const ofWaiters = ['Waiter', 'Interview'] as const
  world.map(inviting(interview, ['Cook', 'Interview'], ofWaiters) + interviewEntry(other, ofWaiters))
  expect((await world.sync()).state).toBe('success')

  const answered = addCandidate(world, { name: 'Bea', email: 'bea@example.com' })
  const back = addCandidate(world, { name: 'Cleo', email: 'cleo@example.com' })
  for (const { applicationId } of [answered, back]) ashby.moveToStage(applicationId, 'Interview')
  expect((await world.sync()).state).toBe('success')
  const participant = participants(world).find(({ email }) => email === 'bea@example.com')!.key
  willo.complete(participant)
  ashby.moveToStage(back.applicationId, 'Offer')
  ashby.moveToStage(back.applicationId, 'Interview')
  const twice = addCandidate(world, { name: 'Ada', email: 'ada@example.com', jobId: waiter })
  ashby.moveToStage(twice.applicationId, 'Interview')

  const vendors = { willo: willo.server, ashby: ashby.server }
  return withConfigFile(world, vendors, () => checkTruth(world, { interview, other, answered, participant }))
}

interface Expected {
  readonly interview: string
  readonly other: string
  readonly answered: { readonly candidateId: string }
  readonly participant: string
}

/** What went out to people, not what was made of it. */
async function checkTruth(world: InterviewWorld, { interview, other, answered, participant }: Expected) {
  const sent = world.willo.state.invitations.map(({ email, interviewKey }) => [email, interviewKey])
  expect(sent.sort()).toEqual(
    [
      ['ada@example.com', interview],
      ['ada@example.com', other],
      ['bea@example.com', interview],
      ['cleo@example.com', interview],
      ['cleo@example.com', interview],
    ].sort(),
  )
  expect(notes(world)).toEqual([expect.stringContaining(participant)])
  expect(notes(world, answered.candidateId)).toHaveLength(1)
  await checkLedger(world)
}
