import { isObjectId } from './ids.ts'
import { changeTypeOf, fromJobUpdate, parseJobBody } from './job-values.ts'
import { CHANGE_TYPES, type ChangeType, type Day, type Effect, type Job, type JobView, type Values } from './model.ts'
import { invalid, notFound, unsupported } from './refusal.ts'
import { isDay, laterOf } from './settings.ts'
import { createJob, currentJob, jobAsOf, putEntries, type State } from './state.ts'
import { object } from './values.ts'

/** CreateChange of https://api.charthop.com/swagger, as far as the sandbox reads it. */
export interface ChangeInput {
  readonly jobId?: string
  readonly personId?: string
  readonly otherJobId?: string
  readonly date?: Day
  readonly announceDate?: Day
  readonly job?: unknown
  readonly update?: unknown
}

/** A change found acceptable: whom it concerns, and what it does once it is entered. */
export interface Acceptable {
  readonly type: ChangeType
  readonly jobId: string
  readonly personId?: string
  readonly otherJobId?: string
  readonly date: Day
  readonly announceDate?: Day
  readonly update?: Values
  readonly apply: (changeId: string) => void
}

/** Checks a change against the timeline and throws the refusal ChartHop would answer; changes nothing. */
export function accept(state: State, type: ChangeType, input: ChangeInput): Acceptable {
  const rule = RULES[type]
  if (!rule) throw unsupported(`changes of type ${type}`)
  if (!isDay(input.date)) throw invalid('date: missing, or not a date (YYYY-MM-DD)')
  if (input.announceDate !== undefined && !isDay(input.announceDate)) throw invalid('announceDate: not a date')
  return rule(state, input, input.date)
}

export function isChangeType(text: string): text is ChangeType {
  return (CHANGE_TYPES as readonly string[]).includes(text)
}

type Rule = (state: State, input: ChangeInput, date: Day) => Acceptable

const RULES: Partial<Record<ChangeType, Rule>> = {
  CREATE: acceptCreate,
  UPDATE: acceptUpdate,
  DATA: acceptUpdate,
  DELETE: acceptDelete,
  HIRE: acceptHire,
  MOVE: acceptMove,
  DEPART: acceptDepart,
}

function acceptCreate(state: State, input: ChangeInput, date: Day): Acceptable {
  if (input.jobId !== undefined && !isObjectId(input.jobId)) throw invalid('jobId: not an id')
  if (input.jobId !== undefined && state.jobs.has(input.jobId)) throw invalid('jobId: exists already')
  const update = parseJobBody(state, fromJobUpdate(input.job), undefined)
  const jobId = input.jobId ?? state.nextId('job')
  const apply = (changeId: string): void =>
    putEntries(state, createJob(state, jobId, date), [{ date, changeId, effect: { type: 'set', values: update } }])
  return { type: 'CREATE', jobId, date, update, apply }
}

function acceptUpdate(state: State, input: ChangeInput, date: Day): Acceptable {
  const { job, view } = requireJob(state, input.jobId, date)
  const update = parseJobBody(state, fromJobUpdate(input.update), view)
  return {
    ...{ type: changeTypeOf(update), jobId: job.id, personId: view.filledOn && view.personId, date, update },
    apply: putting(state, job, date, { type: 'set', values: update }),
  }
}

function acceptDelete(state: State, input: ChangeInput, date: Day): Acceptable {
  const { job } = requireJob(state, input.jobId, date)
  return { type: 'DELETE', jobId: job.id, date, apply: putting(state, job, date, { type: 'delete' }) }
}

/** The rule of the create date: docs.charthop.com, add a new person to your org. The rest is unverified. */
function acceptHire(state: State, input: ChangeInput, date: Day): Acceptable {
  const { job, personId } = requireVacancy(state, input, date)
  if (holdsJobFrom(state, personId, date)) throw invalid('the person holds a job already: a transfer is a MOVE')
  const { announceDate } = input
  const apply = (changeId: string): void => {
    const fill = { date, changeId, effect: { type: 'fill', cause: 'HIRE', personId, announceDate } } as const
    putEntries(state, job, [fill, ...pendingRecruit(state, job, date, changeId)])
  }
  return { type: 'HIRE', jobId: job.id, personId, date, announceDate, apply }
}

function acceptMove(state: State, input: ChangeInput, date: Day): Acceptable {
  const { job, personId } = requireVacancy(state, input, date)
  const { job: left, view } = requireJob(state, input.otherJobId, date)
  if (view.filledOn === undefined || view.personId !== personId) throw invalid('the person does not hold otherJobId')
  const apply = (changeId: string): void => {
    putting(state, job, date, { type: 'fill', cause: 'MOVE', personId })(changeId)
    putting(state, left, date, { type: 'vacate', cause: 'MOVE', personId })(changeId)
  }
  return { type: 'MOVE', jobId: job.id, personId, otherJobId: left.id, date, apply }
}

function acceptDepart(state: State, input: ChangeInput, date: Day): Acceptable {
  const { job, view } = requireJob(state, input.jobId ?? currentJob(state, input.personId ?? '')?.id, date)
  const { personId } = view
  if (personId === undefined || view.filledOn === undefined) throw invalid('nobody holds the job on that date')
  if (input.personId !== undefined && input.personId !== personId) throw invalid('the person does not hold the job')
  const apply = putting(state, job, date, { type: 'vacate', cause: 'DEPART', personId })
  return { type: 'DEPART', jobId: job.id, personId, date, announceDate: input.announceDate, apply }
}

function putting(state: State, job: Job, date: Day, effect: Effect): (changeId: string) => void {
  return (changeId) => putEntries(state, job, [{ date, changeId, effect }])
}

function requireJob(state: State, jobId: string | undefined, date: Day): { job: Job; view: JobView } {
  if (jobId === undefined) throw invalid('jobId: missing')
  const job = state.jobs.get(jobId)
  if (!job) throw notFound('job')
  if (date < job.createDate) throw invalid('the date is before the create date of the job')
  const view = jobAsOf(state, job, date)
  if (!view) throw notFound('job')
  return { job, view }
}

function requireVacancy(state: State, input: ChangeInput, date: Day): { job: Job; personId: string } {
  const { job, view } = requireJob(state, input.jobId, date)
  const { personId } = input
  if (personId === undefined) throw invalid('personId: missing')
  if (!state.persons.has(personId)) throw notFound('person')
  if (view.filledOn !== undefined) throw invalid('the job is filled on that date')
  if (view.upcoming.some(({ type }) => type !== 'DEPART')) throw invalid('the job has an upcoming hire')
  return { job, personId }
}

function holdsJobFrom(state: State, personId: string, date: Day): boolean {
  return [...state.persons.get(personId)!.jobIds].some((id) => {
    const view = jobAsOf(state, state.jobs.get(id)!, date)
    const isAhead = view?.upcoming.some((ahead) => ahead.type !== 'DEPART' && ahead.personId === personId)
    return isAhead || (view?.filledOn !== undefined && view.personId === personId)
  })
}

/** "Pending" is the recruiting status of a job somebody is hired to start; whether a HIRE sets it is not documented. */
function pendingRecruit(state: State, job: Job, date: Day, changeId: string) {
  if (!state.settings.hireSetsRecruit || date <= state.settledDay) return []
  const from = laterOf(job.createDate, state.settledDay)
  return [{ date: from, changeId, effect: { type: 'set', values: { recruit: 'PENDING' } } }] as const
}

/** Text ids only: a client that sends something else is told so. */
export function toChangeInput(body: unknown): ChangeInput {
  const { jobId, personId, otherJobId } = object(body)
  for (const [key, id] of Object.entries({ jobId, personId, otherJobId }))
    if (id !== undefined && id !== null && !isObjectId(id)) throw invalid(`${key}: not an id`)
  const kept = Object.entries(object(body)).filter(([, value]) => value !== null)
  return Object.fromEntries(kept) as ChangeInput
}
