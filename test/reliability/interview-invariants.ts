import { expect } from 'vitest'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { participants } from '../interviews.ts'
import { applicationsNow, triggersOf } from './applications-now.ts'
import { isWrite } from './crash-scenario.ts'
import { type Moment, momentOf } from './interview-moments.ts'
import type { InterviewStory } from './interview-story.ts'

/** Before a run: what it must not touch, and what it has to go by. */
export interface BeforeRun {
  readonly moment: Moment
  readonly calls: { readonly willo: number; readonly ashby: number }
  readonly participants: ReadonlySet<string>
  readonly notes: ReadonlySet<string>
  readonly others: string
}

export function lookBefore(story: InterviewStory, isStale: boolean): BeforeRun {
  const { willo, ashby } = story.world
  return {
    moment: momentOf(story, isStale),
    calls: { willo: willo.server.calls.length, ashby: ashby.server.calls.length },
    participants: new Set(willo.state.participants.keys()),
    notes: new Set([...ashby.state.notes.all()].map(({ id }) => id)),
    others: otherThings(story),
  }
}

/** From what the vendors' sandboxes know to be true; only whom an invitation was meant for is our ledger's word. */
export async function checkRun(story: InterviewStory, before: BeforeRun): Promise<void> {
  checkAllowed(story, before)
  expect(otherThings(story)).toBe(before.others)
  for (const { key } of participants(story.world))
    if (!before.participants.has(key)) story.moments.set(key, before.moment)
  const given = await givenOf(story)
  checkOnce(story, given)
  for (const one of given) checkInvitation(story, one, given)
  await checkAttributed(story, given)
  checkNotes(story, before, given)
  await forgetTriggers(story)
}

/** An invitation that our ledger knows to have been sent. */
export interface GivenRow {
  readonly id: string
  readonly application: string
  readonly participant: string
  readonly interview: string
  readonly entry: string
}

export async function givenOf({ world }: InterviewStory): Promise<readonly GivenRow[]> {
  const rows = await world.database
    .knex('changes')
    .where({ connection: world.connection.id, flow: 'invitations' })
    .whereIn('state', ['applied', 'verified'])
    .orderBy('intended_at')
    .select('id', 'record', 'target', 'input')
  return rows.map(({ id, record, target, input }) => {
    const { interview, entry } = input as { interview: string; entry: string }
    return { id, application: record, participant: target, interview, entry }
  })
}

export function writesSince({ world: { willo, ashby } }: InterviewStory, { calls }: BeforeRun): readonly LoggedCall[] {
  return [...willo.server.calls.slice(calls.willo), ...ashby.server.calls.slice(calls.ashby)].filter(isWrite)
}

/** The only writes there are. */
function checkAllowed(story: InterviewStory, before: BeforeRun): void {
  for (const { method, path } of writesSince(story, before))
    expect(`${method} ${path}`).toMatch(/^POST (\/api\/integrations\/v2\/participants\/|\/candidate\.createNote)$/)
}

/** One invitation for a stay in a stage. Where Willo takes nobody twice, somebody who came back keeps the first one. */
function checkOnce({ rules, world }: InterviewStory, given: readonly GivenRow[]): void {
  const stays = given.map(({ application, interview, entry }) => `${application} ${interview} ${entry}`)
  expect(stays).toEqual([...new Set(stays)])
  const targets = given.map(({ participant }) => participant)
  if (rules.duplicates === 'second') expect(targets).toEqual([...new Set(targets)])
  expect(world.willo.state.invitations).toHaveLength(participants(world).length)
}

/** Judged by what was true in the run that sent it, which may be an earlier one than the run that learnt of it. */
function checkInvitation(story: InterviewStory, one: GivenRow, given: readonly GivenRow[]): void {
  const moment = story.moments.get(one.participant)
  // The first participant of somebody who came back stands for both stays.
  const isFirst = given.find(({ participant }) => participant === one.participant) === one
  if (story.checked.has(one.id) || !moment || !isFirst) return
  story.checked.add(one.id)
  const participant = story.world.willo.state.participants.get(one.participant)!
  expect([participant.cameBy, participant.interviewKey]).toEqual(['api', one.interview])
  const isAnswered = given.some(
    ({ application, interview, participant: key }) =>
      application === one.application && interview === one.interview && moment.answered.has(key),
  )
  expect(isAnswered, `${one.application} had answered`).toBe(false)
  const application = moment.applications.get(one.application)!
  expect([...application.visits]).toContain(one.entry)
  if (moment.isStale) return
  expect([application.visit.id, application.email]).toEqual([one.entry, participant.email])
  const triggers = triggersOf(application, moment.mapped).filter(({ interview }) => interview === one.interview)
  const isAfter = triggers.some(({ name }) => application.visit.enteredAt > moment.mappedAt.get(name)!)
  expect([triggers.length > 0, story.rules.backfill || isAfter]).toEqual([true, true])
}

/** Everybody whom we invited is somebody's, or is known to be unclear. */
async function checkAttributed({ world }: InterviewStory, given: readonly GivenRow[]): Promise<void> {
  const known = new Set(given.map(({ participant }) => participant))
  const strange = participants(world).filter(({ key, cameBy }) => cameBy === 'api' && !known.has(key))
  expect(strange.length).toBeLessThanOrEqual((await unclear(world)).length)
}

export function unclear({ database, connection }: InterviewStory['world']): Promise<{ record: string }[]> {
  const open = { connection: connection.id }
  return database.knex('changes').where(open).whereIn('state', ['intended', 'unknown']).select('record')
}

/** Each on the candidate whose application it is, about somebody of ours who has answered, and only one of them. */
function checkNotes(story: InterviewStory, before: BeforeRun, given: readonly GivenRow[]): void {
  const notes = [...story.world.ashby.state.notes.all()]
  for (const { participant } of given)
    expect(notes.filter(({ content }) => content.includes(participant)).length).toBeLessThanOrEqual(1)
  for (const { id, content, candidateId } of notes.filter((note) => !before.notes.has(note.id))) {
    const one = given.find(({ participant }) => content.includes(participant))
    expect([...before.moment.answered], id).toContain(one?.participant)
    if (!before.moment.isStale) expect(candidateId).toBe(before.moment.applications.get(one!.application)!.candidateId)
  }
}

/** A run that saw the mapping without a trigger has forgotten it: from then on its return is news. */
async function forgetTriggers(story: InterviewStory): Promise<void> {
  const seen = await firstSeenOf(story)
  for (const [name, at] of seen) expect(at, name).toBeGreaterThanOrEqual(story.mappedAt.get(name)!)
  const mapped = new Set(story.mapped.map(({ name }) => name))
  for (const name of [...story.mappedAt.keys()]) if (!mapped.has(name) && !seen.has(name)) story.mappedAt.delete(name)
}

export async function firstSeenOf({ world }: InterviewStory): Promise<ReadonlyMap<string, number>> {
  const rows = await world.database.knex('first_seen').where({ connection: world.connection.id, flow: 'invitations' })
  return new Map(rows.map(({ name, seen_at }) => [name, seen_at.getTime()]))
}

/** Who is to have an invitation or a note and has none, in words. */
export async function differences(story: InterviewStory): Promise<readonly string[]> {
  const given = await givenOf(story)
  const seen = await firstSeenOf(story)
  const answered = momentOf(story, false).answered
  const notes = [...story.world.ashby.state.notes.all()]
  const missing = [...applicationsNow(story.world.ashby)].flatMap(([id, application]) =>
    triggersOf(application, story.mapped).flatMap(({ name, interview }) => {
      const isDue = story.rules.backfill || application.visit.enteredAt > seen.get(name)!
      const own = given.filter((one) => one.application === id && one.interview === interview)
      const isThere = own.some(({ entry, participant }) => entry === application.visit.id || answered.has(participant))
      return isDue && !isThere ? [`${id} is not invited to ${interview}`] : []
    }),
  )
  const unnoted = given.flatMap(({ application, participant }) => {
    if (!answered.has(participant)) return []
    const { candidateId } = applicationsNow(story.world.ashby).get(application)!
    const own = notes.filter((note) => note.candidateId === candidateId && note.content.includes(participant))
    return own.length === 1 ? [] : [`${participant} of ${application} has ${own.length} notes`]
  })
  return [...missing, ...unnoted]
}

/** Everything that is people's: no run may touch it. */
function otherThings({ world: { willo, ashby } }: InterviewStory): string {
  const { applications, candidates, jobs, stages, users, offers, files, fields } = ashby.state
  const kept = [applications, candidates, jobs, stages, users, offers, files, fields].map((one) => [...one.all()])
  const guests = participants({ willo } as InterviewStory['world']).filter(({ cameBy }) => cameBy !== 'api')
  return JSON.stringify([kept, guests, [...willo.state.interviews.values()], [...willo.state.webhooks.values()]])
}
