import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { mayWriteJob, seesJob } from './access.ts'
import {
  accessOf,
  bodyOf,
  type Call,
  created,
  dayOf,
  effectiveDay,
  fieldsOf,
  noContent,
  ok,
  type Route,
  readingOf,
} from './call.ts'
import { enterChange } from './changes.ts'
import { matchesJob } from './job-filter.ts'
import type { JobView } from './model.ts'
import { pageOf, readPage } from './paging.ts'
import { type Condition, parseQuery } from './query.ts'
import { forbidden, invalid, notFound } from './refusal.ts'
import { jobRow, type Reading } from './rows.ts'
import { laterOf } from './settings.ts'
import { jobAsOf, readJob, type State } from './state.ts'
import { viewAsOf } from './timeline.ts'
import { object } from './values.ts'

export const JOB_ROUTES: readonly Route[] = [
  ['GET', '/v2/org/:org/job', listJobs],
  ['POST', '/v2/org/:org/job', postJob],
  ['POST', '/v2/org/:org/job/bulkupdate', updateManyJobs],
  ['GET', '/v2/org/:org/job/count', countJobs],
  ['GET', '/v2/org/:org/job/:id', getJob],
  ['PATCH', '/v2/org/:org/job/:id', patchJob],
  ['DELETE', '/v2/org/:org/job/:id', deleteJob],
]

function listJobs(call: Call): SandboxAnswer {
  const { state, request } = call
  const { from, limit } = readPage(request.query, state.settings)
  const reading = readingOf(call)
  const fields = fieldsOf(request.query)
  const { rows, next } = pageOf(findJobs(call, reading, from), limit, state.settings.cursor)
  const access = accessOf(
    call,
    (action) => mayWriteJob(call.access, undefined) && /^(create|update|delete)$/.test(action),
  )
  return ok({ data: rows.map((view) => jobRow(reading, view, fields)), next, ...access })
}

function countJobs(call: Call): SandboxAnswer {
  const views = [...findJobs(call, readingOf(call), '')]
  const count = (isCounted: (view: JobView) => boolean): number => views.filter(isCounted).length
  return ok({
    jobCount: views.length,
    personCount: count(({ filledOn }) => filledOn !== undefined),
    startingCount: count(({ state }) => state === 'START'),
    departingCount: count(({ state }) => state === 'DEPART'),
  })
}

function getJob(call: Call): SandboxAnswer {
  const reading = readingOf(call)
  return ok(jobRow(reading, visibleJob(call, reading), fieldsOf(call.request.query)))
}

function postJob(call: Call): SandboxAnswer {
  if (!mayWriteJob(call.access, undefined)) throw forbidden()
  const { state, actor } = call
  const change = enterChange(state, actor, 'CREATE', { date: effectiveDay(call), job: { fields: bodyOf(call) } })
  const job = state.jobs.get(change.jobId)!
  return created(jobRow(readingOf(call), viewAsOf(job, change.date), []))
}

function patchJob(call: Call): SandboxAnswer {
  const view = visibleJob(call, readingOf(call))
  if (!mayWriteJob(call.access, view)) throw forbidden()
  const date = laterOf(effectiveDay(call), view.createDate)
  enterChange(call.state, call.actor, 'UPDATE', { jobId: view.id, date, update: { fields: bodyOf(call) } })
  return noContent()
}

function deleteJob(call: Call): SandboxAnswer {
  const view = visibleJob(call, readingOf(call))
  if (!mayWriteJob(call.access, view)) throw forbidden()
  enterChange(call.state, call.actor, 'DELETE', { jobId: view.id, date: laterOf(effectiveDay(call), view.createDate) })
  return noContent()
}

/** Runs at once, but says so only when the process is asked for, as an asynchronous one would. */
function updateManyJobs(call: Call): SandboxAnswer {
  if (!mayWriteJob(call.access, undefined)) throw forbidden()
  const { updates, date } = bodyOf(call)
  if (!Array.isArray(updates)) throw invalid('updates: missing')
  const errors = updates.flatMap((one) => {
    const { jobId, update, date: own = date } = object(one)
    return attempt(() => enterChange(call.state, call.actor, 'UPDATE', changeOf(jobId, own, update)))
  })
  return ok(call.processes.start('Bulk update', call.token.userId, errors))
}

export function attempt(act: () => void): readonly string[] {
  try {
    act()
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

function changeOf(jobId: unknown, date: unknown, update: unknown) {
  if (typeof jobId !== 'string') throw invalid('jobId: missing')
  return { jobId, date: date as string, update: { fields: update } }
}

/** A write also reaches a job that exists from a later day on; it then takes effect on that day. */
function visibleJob({ state, params, access, request }: Call, reading: Reading): JobView {
  const id = params.id!
  const job = state.jobs.get(id)
  const isRead = request.method === 'GET'
  const view = isRead ? readJob(state, id, reading.day) : job && jobAsOf(state, job, reading.day)
  const found = view ?? (isRead || !job ? undefined : viewAsOf(job, laterOf(reading.day, job.createDate)))
  if (!found?.exists || !seesJob(access, found)) throw notFound('job')
  return found
}

/** Candidates come from the narrowest index there is; each is judged only when the page asks for it. */
function* findJobs(call: Call, reading: Reading, from: string): Generator<JobView> {
  const { state, request, access } = call
  const conditions = parseQuery(request.query.get('q') ?? '')
  const existing = windowOf(request.query) ?? { startDate: reading.day, endDate: reading.day }
  const isToday = existing.startDate === existing.endDate && reading.day === state.settledDay
  for (const id of candidates(state, request.query, conditions, from, isToday)) {
    const view = viewWithin(state, id, reading.day, existing)
    if (view && seesJob(access, view) && matchesJob(reading, view, conditions)) yield view
  }
}

function candidates(
  state: State,
  query: URLSearchParams,
  conditions: readonly Condition[],
  from: string,
  isToday: boolean,
): Iterable<string> {
  const named = conditions.find(({ field, operator, isNegated }) => isJobId(field) && operator !== '!=' && !isNegated)
  const ids =
    query
      .get('ids')
      ?.split(',')
      .map((id) => id.trim()) ?? named?.values
  if (ids) return [...new Set(ids)].filter((id) => id >= from).sort()
  const isOpenOnly = conditions.some(
    ({ field, values, isNegated }) => !isNegated && (field === 'is' || field === 'open') && values.join() === 'open',
  )
  return (isOpenOnly && isToday && !state.lag.isOn() ? state.openJobIds : state.jobIds).from(from)
}

function isJobId(field: string): boolean {
  return field === 'jobid' || field === 'id'
}

function windowOf(query: URLSearchParams): { startDate: string; endDate: string } | undefined {
  const startDate = dayOf(query, 'startDate')
  const endDate = dayOf(query, 'endDate')
  if (startDate === undefined && endDate === undefined) return undefined
  return { startDate: startDate ?? '0001-01-01', endDate: endDate ?? '9999-12-31' }
}

/** Jobs that existed at some time of the window, as of `day` or the nearest day of their own. */
function viewWithin(
  state: State,
  id: string,
  day: string,
  { startDate, endDate }: { startDate: string; endDate: string },
): JobView | undefined {
  const job = state.jobs.get(id)
  if (!job || startDate === endDate) return readJob(state, id, startDate === endDate ? startDate : day)
  const first = laterOf(startDate, job.createDate)
  if (first > endDate) return undefined
  const asked = readJob(state, id, day)
  return asked && day >= startDate && day <= endDate ? asked : jobAsOf(state, job, first)
}
