import { expect } from 'vitest'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { requests } from '../references.ts'
import type { ArrivalMoment, ArrivalStory } from './arrival-story.ts'
import { firstSeenOf, type MadeRow, madeOf, unclear } from './reference-ledger.ts'

/** Before a run: what it must not touch, and what it has to go by. */
export interface BeforeRun {
  readonly moment: ArrivalMoment
  readonly calls: { readonly crosschq: number; readonly ats: number }
  readonly requests: ReadonlySet<string>
  readonly others: string
}

export function lookBefore({ ats, world }: ArrivalStory): BeforeRun {
  const { server, state } = world.crosschq
  return {
    moment: {
      applications: ats.now(),
      states: new Map([...state.requests.values()].map((request) => [request.id, request.state])),
    },
    calls: { crosschq: server.calls.length, ats: ats.server.calls.length },
    requests: new Set(state.requests.keys()),
    others: ats.others(),
  }
}

/** From what the vendors' sandboxes know to be true; only what a request was made for is our ledger's word. */
export async function checkRun(story: ArrivalStory, before: BeforeRun, isQuiet: boolean): Promise<void> {
  const { ats, world, moments } = story
  for (const call of writesSince(story, before))
    expect([...ats.allowed, ...allowedInCrosschq]).toContain(described(call))
  expect(ats.others()).toBe(before.others)
  const ours = requests(world).filter(({ startedIn }) => startedIn === 'api')
  for (const { id } of ours) if (!before.requests.has(id)) moments.set(id, before.moment)
  const made = await madeOf(story)
  expect(made.map(({ request }) => request)).toEqual([...new Set(made.map(({ request }) => request))])
  // An arrival is one whatever template it led to.
  expect(made.map(arrivalIn)).toEqual([...new Set(made.map(arrivalIn))])
  const seen = (await firstSeenOf(story)).get(ats.trigger)
  for (const one of made) checkRequest(story, { one, made, seen })
  const known = new Set(made.map(({ request }) => request))
  const unknown = (await unclear(story)).filter(({ action }) => action === 'request.create')
  expect(ours.filter(({ id }) => !known.has(id)).length).toBeLessThanOrEqual(unknown.length)
  const asked = world.crosschq.state.invitations.filter(({ type }) => type === 'candidate')
  expect(asked).toHaveLength(requests(world).length)
  for (const { request, application } of made) {
    const { links, files } = ats.shown(request, application)
    expect([links, files].map((count) => count <= 1)).toEqual([true, true])
  }
  // What may be said twice is said again where its answer was lost.
  if (isQuiet) checkEcho(story, before, made)
}

const allowedInCrosschq = [
  'POST /partners/reference-request/',
  'POST /partners/reference-request/{id}/cancel/',
  'PATCH /partners/reference-request/{id}/',
]

export function writesSince({ ats, world }: ArrivalStory, { calls }: Pick<BeforeRun, 'calls'>): LoggedCall[] {
  const { server } = world.crosschq
  const all = [...server.calls.slice(calls.crosschq), ...ats.server.calls.slice(calls.ats)]
  return all.filter(({ method }) => method !== 'GET')
}

function described({ method, path }: LoggedCall): string {
  return `${method} ${path.replace(/[0-9a-f-]{36}/g, '{id}')}`
}

function arrivalIn({ template, key }: MadeRow): string {
  return key.slice(template.length + 1)
}

interface Judged {
  readonly one: MadeRow
  readonly made: readonly MadeRow[]
  readonly seen: number | undefined
}

/** Judged by what was true in the run that made it, which may be an earlier one than the run that learnt of it. */
function checkRequest({ moments, checked, rules, world }: ArrivalStory, { one, made, seen }: Judged): void {
  const moment = moments.get(one.request)
  if (checked.has(one.request) || !moment) return
  checked.add(one.request)
  const isInTheWay = (request: string) => {
    const state = moment.states.get(request)
    return state !== undefined && state !== 'cancelled' && !(state === 'completed' && rules.allowRepeat)
  }
  const isRival = ({ application, template, request }: MadeRow) =>
    application === one.application &&
    template === one.template &&
    request !== one.request &&
    (moments.get(request) === moment || isInTheWay(request))
  expect(made.filter(isRival)).toEqual([])
  const { standing, isInPlace, arrivedAt = 0, ...application } = moment.applications.get(one.application)!
  const { candidate, requestor } = world.crosschq.state.requests.get(one.request)!
  expect({ standing, isInPlace, arrival: `${one.application}:${arrivedAt}` }).toEqual({
    ...{ standing: 'active', isInPlace: true, arrival: arrivalIn(one) },
  })
  expect([application.tag, application.email, application.owner]).toEqual([one.template, candidate.email, requestor])
  expect(rules.backfill || arrivedAt > seen!).toBe(true)
}

/** What one side has by itself, or from the other, is not told to it again; a hire is written once for each time it is said. */
function checkEcho(story: ArrivalStory, before: BeforeRun, made: readonly MadeRow[]): void {
  const sent = writesSince(story, before)
  const patched = sent.filter(({ method }) => method === 'PATCH').map(({ path }) => path)
  expect(patched).toEqual([...new Set(patched)])
  for (const { path } of sent.filter(({ method }) => method === 'PUT')) {
    story.hires.push(path)
    const said = story.hired.filter((id) => made.some((one) => one.request === id && path.includes(one.application)))
    expect(story.hires.filter((one) => one === path).length, path).toBeLessThanOrEqual(said.length)
  }
}

/** What is to be so and is not, in words. */
export async function differences(story: ArrivalStory): Promise<readonly string[]> {
  const made = await madeOf(story)
  return [...(await missing(story, made)), ...unshown(story, made), ...untold(story, made)]
}

/** Who came to the place and is not asked, though no request of the template was in the way by then (R9). */
async function missing(story: ArrivalStory, made: readonly MadeRow[]): Promise<string[]> {
  const { ats, rules } = story
  const seen = (await firstSeenOf(story)).get(ats.trigger)!
  return [...ats.now()].flatMap(([id, { standing, arrivedAt, tag }]) => {
    if (standing !== 'active' || arrivedAt === undefined || tag === undefined) return []
    const own = made.filter(({ application }) => application === id)
    const isAnswered = own.some(
      (one) =>
        arrivalIn(one) === `${id}:${arrivedAt}` || (one.template === tag && inTheWayUntil(story, one) >= arrivedAt),
    )
    return (rules.backfill || arrivedAt > seen) && !isAnswered ? [`${id} is not asked for ${tag}`] : []
  })
}

/** What came while it ran stays answered by it, whatever becomes of it. */
function inTheWayUntil({ world, rules }: ArrivalStory, { request }: MadeRow): number {
  const { state, stateChangedAt = 0 } = world.crosschq.state.requests.get(request)!
  const isOver = state === 'cancelled' || (state === 'completed' && rules.allowRepeat)
  return isOver ? stateChangedAt : Number.POSITIVE_INFINITY
}

/** Completed, and not shown in the ATS; or shown before. */
function unshown({ ats, world }: ArrivalStory, made: readonly MadeRow[]): string[] {
  return made.flatMap(({ request, application }) => {
    const { state, report } = world.crosschq.state.requests.get(request)!
    const { links, files, takesFile } = ats.shown(request, application)
    const isDone = state === 'completed'
    const isRight = links === Number(isDone) && files === Number(isDone && takesFile && report === 'pdf')
    return isRight ? [] : [`${request} (${state}, ${report}) of ${application} is shown as ${links} and ${files}`]
  })
}

/** What became of a candidate, and one side does not know. */
function untold({ ats, world, rules, hired }: ArrivalStory, made: readonly MadeRow[]): string[] {
  const applications = ats.now()
  return made.flatMap(({ request, application }) => {
    const { state, hiringStatus } = world.crosschq.state.requests.get(request)!
    const { standing } = applications.get(application)!
    const isRunning = state !== 'cancelled' && state !== 'completed'
    // Taken back in the ATS, what people said in Crosschq stays.
    const isOwnWord = standing === 'active' && hiringStatus === 'hired' && hired.includes(request)
    const isTold = isOwnWord || hiringStatus === (standing === 'active' ? 'pending' : standing)
    return [
      ...(isRunning && standing === 'rejected' && rules.cancelOnReject ? [`${request} still runs`] : []),
      ...(isTold ? [] : [`${request} of ${application}, which is ${standing}, is ${hiringStatus}`]),
    ]
  })
}
