import { type Acceptable, accept, type ChangeInput } from './change-rules.ts'
import { type Actor, emit, emitChange } from './events.ts'
import type { Change, ChangeType } from './model.ts'
import { invalid, notFound, Refusal, unsupported } from './refusal.ts'
import { isDay } from './settings.ts'
import { dropEntries, putEntries, type State } from './state.ts'
import { object } from './values.ts'

/** Enters a change on the timeline and tells everybody who listens. */
export function enterChange(state: State, actor: Actor, type: ChangeType, input: ChangeInput): Change {
  const acceptable = accept(state, type, input)
  const change = toChange(state, actor, acceptable, input)
  acceptable.apply(change.id)
  state.lag.note(change.id, undefined)
  state.changes.set(change.id, change)
  for (const jobId of jobsOf(change)) state.changeIdsByJob.set(jobId, [...idsOf(state, jobId), change.id])
  emitChange(state, actor, 'CREATE', change)
  emitJob(state, actor, change)
  return change
}

/** The change a repeated call would make again: the same person into the same job, by the same kind of change. */
export function findSame(state: State, type: ChangeType, { jobId, personId }: ChangeInput): Change | undefined {
  const changes = idsOf(state, jobId ?? '').map((id) => state.changes.get(id))
  return changes.find((change) => change?.type === type && change.jobId === jobId && change.personId === personId)
}

export function cancelChange(state: State, actor: Actor, id: string): void {
  const change = requireChange(state, id)
  if (change.type === 'CREATE') throw invalid('the creation of a job is not cancelled; delete the job')
  lift(state, change)
  state.lag.note(id, change)
  state.changes.set(id, undefined)
  emitChange(state, actor, 'DELETE', change)
}

/** A new date is judged as if the change were entered anew. */
export function amendChange(state: State, actor: Actor, id: string, body: unknown): void {
  const change = requireChange(state, id)
  const amended = { ...change, ...amendments(body), updateId: actor.userId, updateAt: now(state) }
  if (amended.date !== change.date || amended.announceDate !== change.announceDate) replace(state, change, amended)
  state.lag.note(id, change)
  state.changes.set(id, amended)
  emitChange(state, actor, 'UPDATE', amended)
}

export function requireChange(state: State, id: string): Change {
  const change = state.changes.get(id)
  if (!change) throw notFound('change')
  return change
}

export function idsOf(state: State, jobId: string): readonly string[] {
  return state.changeIdsByJob.get(jobId) ?? []
}

const NOTES = ['note', 'reason', 'departType', 'departRegret', 'promotionType'] as const

function toChange(state: State, actor: Actor, acceptable: Acceptable, input: ChangeInput): Change {
  const { apply: _, ...facts } = acceptable
  const id = state.nextId('change')
  return {
    id,
    orgId: state.org.id,
    ...facts,
    ...pickNotes(input),
    status: 'ACTIVE',
    sort: Number.parseInt(id.slice(8), 16),
    createId: actor.userId,
    createAt: now(state),
  }
}

function pickNotes(body: unknown): Readonly<Record<string, string>> {
  const notes = NOTES.map((key) => [key, object(body)[key]] as const)
  return Object.fromEntries(
    notes.filter((note): note is [(typeof NOTES)[number], string] => typeof note[1] === 'string'),
  )
}

function amendments(body: unknown): Partial<Change> {
  const { date, announceDate, status, job, update } = object(body)
  if (status !== undefined || job !== undefined || update !== undefined)
    throw unsupported('amending the status, job or update of a change')
  for (const day of [date, announceDate]) if (day !== undefined && !isDay(day)) throw invalid('not a date (YYYY-MM-DD)')
  return { ...pickNotes(body), ...(isDay(date) ? { date } : {}), ...(isDay(announceDate) ? { announceDate } : {}) }
}

function replace(state: State, change: Change, amended: Change): void {
  if (change.type !== 'HIRE' && change.type !== 'MOVE' && change.type !== 'DEPART')
    throw unsupported(`a new date for changes of type ${change.type}`)
  const lifted = lift(state, change)
  try {
    accept(state, change.type, amended).apply(change.id)
  } catch (error) {
    if (error instanceof Refusal)
      for (const [jobId, entries] of lifted) putEntries(state, state.jobs.get(jobId)!, entries)
    throw error
  }
}

function lift(state: State, change: Change): Map<string, ReturnType<typeof dropEntries>> {
  const lifted = new Map<string, ReturnType<typeof dropEntries>>()
  for (const jobId of jobsOf(change))
    lifted.set(
      jobId,
      dropEntries(state, state.jobs.get(jobId)!, ({ changeId }) => changeId === change.id),
    )
  return lifted
}

function jobsOf({ jobId, otherJobId }: Change): readonly string[] {
  return otherJobId ? [jobId, otherJobId] : [jobId]
}

const JOB_EVENTS: Partial<Record<ChangeType, string>> = {
  CREATE: 'CREATE',
  UPDATE: 'UPDATE',
  DATA: 'UPDATE',
  DELETE: 'DELETE',
}

function emitJob(state: State, actor: Actor, { type, jobId, personId, date, update }: Change): void {
  const event = JOB_EVENTS[type]
  if (!event) return
  const fields = Object.keys(update ?? {})
  const payload = { jobId, fields }
  emit(state, actor, { type: event, entityType: 'JOB', entityId: jobId, jobId, personId, date, fields, payload })
}

function now(state: State): string {
  return new Date(state.clock.now()).toISOString()
}
