import { expect } from 'vitest'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { fileNames, requests } from '../references.ts'
import { applicationsNow, triggersOf } from './applications-now.ts'
import { isWrite } from './crash-scenario.ts'
import { firstSeenOf, type MadeRow, madeOf, unclear } from './reference-ledger.ts'
import { momentOf, type ReferenceMoment } from './reference-moments.ts'
import type { ReferenceStory } from './reference-story.ts'

/** Before a run: what it must not touch, and what it has to go by. */
export interface BeforeRun {
  readonly moment: ReferenceMoment
  readonly calls: { readonly crosschq: number; readonly ashby: number }
  readonly requests: ReadonlySet<string>
  readonly others: string
}

export async function lookBefore(story: ReferenceStory, isStale: boolean): Promise<BeforeRun> {
  const { crosschq, ashby } = story.world
  return {
    moment: await momentOf(story, isStale),
    calls: { crosschq: crosschq.server.calls.length, ashby: ashby.server.calls.length },
    requests: new Set(crosschq.state.requests.keys()),
    others: otherThings(story),
  }
}

/** From what the vendors' sandboxes know to be true; only what a request was made for is our ledger's word. */
export async function checkRun(story: ReferenceStory, before: BeforeRun): Promise<void> {
  checkAllowed(story, before)
  expect(otherThings(story)).toBe(before.others)
  const ours = requests(story.world).filter(({ startedIn }) => startedIn === 'api')
  for (const { id } of ours) if (!before.requests.has(id)) story.moments.set(id, before.moment)
  const made = await madeOf(story)
  expect(made.map(({ request }) => request)).toEqual([...new Set(made.map(({ request }) => request))])
  expect(made.map(({ key }) => key)).toEqual([...new Set(made.map(({ key }) => key))])
  for (const one of made) checkRequest(story, one, made)
  const known = new Set(made.map(({ request }) => request))
  const unknown = (await unclear(story)).filter(({ action }) => action === 'request.create')
  expect(ours.filter(({ id }) => !known.has(id)).length).toBeLessThanOrEqual(unknown.length)
  const asked = story.world.crosschq.state.invitations.filter(({ type }) => type === 'candidate')
  expect(asked).toHaveLength(requests(story.world).length)
  checkShown(story, made)
  await forgetTriggers(story)
}

export function writesSince({ world: { crosschq, ashby } }: ReferenceStory, { calls }: BeforeRun): LoggedCall[] {
  return [...crosschq.server.calls.slice(calls.crosschq), ...ashby.server.calls.slice(calls.ashby)].filter(isWrite)
}

const allowed = [
  'POST /partners/reference-request/',
  'POST /partners/reference-request/{id}/cancel/',
  'PATCH /partners/reference-request/{id}/',
  ...['assessment.update', 'candidate.createNote', 'customField.setValue'].map((call) => `POST /${call}`),
  ...['file.createFileUploadHandle', 'candidate.uploadFile', 'files/{id}'].map((call) => `POST /${call}`),
]

/** The only writes there are. */
function checkAllowed(story: ReferenceStory, before: BeforeRun): void {
  for (const { method, path } of writesSince(story, before))
    expect(allowed).toContain(`${method} ${path.replace(/[0-9a-f-]{36}/g, '{id}')}`)
}

/** Judged by what was true in the run that made it, which may be an earlier one than the run that learnt of it. */
function checkRequest(story: ReferenceStory, one: MadeRow, made: readonly MadeRow[]): void {
  const moment = story.moments.get(one.request)
  if (story.checked.has(one.request) || !moment) return
  story.checked.add(one.request)
  const isRival = ({ application, template, request, key }: MadeRow) =>
    application === one.application &&
    template === one.template &&
    request !== one.request &&
    (story.moments.get(request) === moment || isInTheWay(story, moment, request, key))
  expect(made.filter(isRival)).toEqual([])
  const visit = one.key.startsWith(`${one.template}:`) ? one.key.slice(one.template.length + 1) : undefined
  const application = moment.applications.get(one.application)!
  if (visit === undefined) return
  expect([...application.visits]).toContain(visit)
  if (moment.isStale) return
  const { candidate } = story.world.crosschq.state.requests.get(one.request)!
  expect([application.visit.id, application.email]).toEqual([visit, candidate.email])
  const triggers = triggersOf(application, moment.mapped).filter(({ template }) => template === one.template)
  const isAfter = triggers.some(({ name }) => application.visit.enteredAt > moment.mappedAt.get(name)!)
  expect([triggers.length > 0, story.rules.backfill || isAfter]).toEqual([true, true])
}

/** Whether it stood against another request of its template (R9). */
function isInTheWay({ rules }: ReferenceStory, { states, calledOff }: ReferenceMoment, request: string, key: string) {
  const state = states.get(request)
  const isRepeatable = state === 'completed' && rules.allowRepeat
  return state !== undefined && state !== 'cancelled' && !isRepeatable && !calledOff.has(key)
}

/** One file or note for a request; of an assessment nothing comes after its end but the same once more. */
function checkShown({ world }: ReferenceStory, made: readonly MadeRow[]): void {
  const notes = [...world.ashby.state.notes.all()]
  const files = [...world.ashby.state.files.all()]
  for (const { request } of made) {
    expect(notes.filter(({ content }) => content.includes(request)).length).toBeLessThanOrEqual(1)
    expect(files.filter(({ name }) => name.endsWith(fileEnding(request))).length).toBeLessThanOrEqual(1)
  }
  for (const { updates } of world.ashby.state.assessments.all()) {
    const times = updates.map(({ timestamp }) => timestamp)
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    const end = updates.findIndex((update) => update.assessment_result || update.cancelled_reason)
    const after = updates.slice(end === -1 ? updates.length : end).map(({ timestamp: _, ...update }) => update)
    expect(new Set(after.map((update) => JSON.stringify(update))).size).toBeLessThanOrEqual(1)
  }
}

function fileEnding(request: string): string {
  return ` ${request.replaceAll('-', '').slice(0, 8)}.pdf`
}

/** A run that saw the mapping without a trigger has forgotten it: from then on its return is news. */
async function forgetTriggers(story: ReferenceStory): Promise<void> {
  const seen = await firstSeenOf(story)
  for (const [name, at] of seen) expect(at, name).toBeGreaterThanOrEqual(story.mappedAt.get(name)!)
  const mapped = new Set(story.mapped.map(({ name }) => name))
  for (const name of [...story.mappedAt.keys()]) if (!mapped.has(name) && !seen.has(name)) story.mappedAt.delete(name)
}

/** What is to be so and is not, in words. */
export async function differences(story: ReferenceStory): Promise<readonly string[]> {
  const made = await madeOf(story)
  return [...(await missing(story, made)), ...(await unshown(story, made)), ...(await untold(story, made))]
}

/** Who came to a trigger's stage and is not asked, though no request of the template was in the way by then (R9). */
async function missing(story: ReferenceStory, made: readonly MadeRow[]): Promise<string[]> {
  const seen = await firstSeenOf(story)
  const { calledOff, applications } = await momentOf(story, false)
  return [...applications].flatMap(([id, application]) =>
    triggersOf(application, story.mapped).flatMap(({ name, template }) => {
      const { visit } = application
      const isDue = story.rules.backfill || visit.enteredAt > seen.get(name)!
      const isAnswered = made
        .filter((one) => one.application === id && one.template === template)
        .some((one) => one.key === `${template}:${visit.id}` || inTheWayUntil(story, one, calledOff) >= visit.enteredAt)
      return isDue && !isAnswered ? [`${id} is not asked for ${template}`] : []
    }),
  )
}

/** What came while it ran stays answered by it, whatever becomes of it. */
function inTheWayUntil({ world, rules }: ReferenceStory, { request, key }: MadeRow, calledOff: ReadonlySet<string>) {
  const { state, stateChangedAt = 0 } = world.crosschq.state.requests.get(request)!
  const isOver = state === 'cancelled' || calledOff.has(key) || (state === 'completed' && rules.allowRepeat)
  return isOver ? stateChangedAt : Number.POSITIVE_INFINITY
}

/** Completed, and not shown in Ashby in the way it was asked for. */
async function unshown({ world }: ReferenceStory, made: readonly MadeRow[]): Promise<string[]> {
  const orders = await ordersById(world)
  return made.flatMap(({ request, application, key, template }) => {
    const { state, report, score } = world.crosschq.state.requests.get(request)!
    const order = orders.get(key)
    if (state !== 'completed' || (order && order !== 'wanted')) return []
    const { candidateId } = world.ashby.state.applications.get(application)!
    const notes = [...world.ashby.state.notes.all()].filter(
      (note) => note.candidateId === candidateId && note.content.includes(request),
    )
    const files = fileNames(world, candidateId).filter((name) => name.endsWith(fileEnding(request)))
    const wanted = order ? { notes: report === 'pdf' ? 0 : 1 } : { notes: 1 }
    const isShown = notes.length === wanted.notes && files.length === (report === 'pdf' ? 1 : 0)
    const result = world.ashby.state.assessments.get(key)?.result?.value
    const isTold = !order || result === (score ?? 'Complete')
    return isShown && isTold ? [] : [`${request} of ${application} (${template}) is not shown: ${result}`]
  })
}

async function ordersById({ database, connection }: ReferenceStory['world']): Promise<ReadonlyMap<string, string>> {
  const place = { connection: connection.id, collection: 'partner.orders' }
  const bodies: { id: string; state: string }[] = await database.knex('snapshots').where(place).pluck('body')
  return new Map(bodies.map(({ id, state }) => [id, state]))
}

/** What became of a candidate in Ashby, and Crosschq does not know. */
async function untold({ world, rules }: ReferenceStory, made: readonly MadeRow[]): Promise<string[]> {
  const orders = await ordersById(world)
  const applications = applicationsNow(world.ashby)
  return made.flatMap(({ request, application, key }) => {
    const { state, hiringStatus } = world.crosschq.state.requests.get(request)!
    const { status } = applications.get(application)!
    const isRunning = state !== 'cancelled' && state !== 'completed'
    const isOff = orders.get(key) === 'cancelled' || (status === 'Archived' && rules.cancelOnReject)
    const hiring = status === 'Archived' ? 'rejected' : status === 'Hired' ? 'hired' : 'pending'
    return [
      ...(isRunning && isOff ? [`${request} of ${application} still runs`] : []),
      ...(hiringStatus === hiring ? [] : [`${request} of ${application} is ${hiringStatus}, not ${hiring}`]),
    ]
  })
}

/** Everything that is people's: no run may touch it. */
function otherThings({ world: { crosschq, ashby }, fields }: ReferenceStory): string {
  const ours: ReadonlySet<string> = new Set(Object.values(fields))
  const applications = [...ashby.state.applications.all()].map(({ customFields, updatedAt: _, ...application }) => {
    return { ...application, customFields: customFields.filter(({ id }) => !ours.has(id)) }
  })
  const candidates = [...ashby.state.candidates.all()].map(({ fileHandles: _f, updatedAt: _u, ...one }) => one)
  const kept = [ashby.state.jobs, ashby.state.stages, ashby.state.users, ashby.state.fields].map((one) => [
    ...one.all(),
  ])
  const byHand = requests({ crosschq } as ReferenceStory['world']).filter(({ startedIn }) => startedIn === 'crosschq')
  return JSON.stringify([applications, candidates, kept, byHand])
}
