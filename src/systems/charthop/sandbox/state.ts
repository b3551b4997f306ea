import type { SandboxClock } from '../../../sandbox/clock.ts'
import { createFields, type Fields } from './fields.ts'
import { ascendingIds, type NextId } from './ids.ts'
import { createLag, type Lag } from './lag.ts'
import type { Change, Day, Entry, Group, Job, JobView, Org, OrgEvent, Person } from './model.ts'
import { type Settings, today } from './settings.ts'
import { createSortedIds, type SortedIds } from './sorted-ids.ts'
import { addEntry, viewAsOf } from './timeline.ts'
import type { References } from './values.ts'

/** Everything one organisation holds. Writes go through `putEntries` and `dropEntries`, which keep the indexes true. */
export interface State {
  readonly settings: Settings
  readonly clock: SandboxClock
  readonly nextId: NextId
  readonly org: Org
  readonly fields: Fields
  readonly jobs: Map<string, Job>
  readonly jobIds: SortedIds
  /** Jobs nobody holds, as of today. */
  readonly openJobIds: SortedIds
  readonly persons: Map<string, Person>
  readonly personIds: SortedIds
  readonly groups: Map<string, Group>
  /** A cancelled change keeps its id here, without a value. */
  readonly changes: Map<string, Change | undefined>
  readonly changeIdsByJob: Map<string, string[]>
  readonly events: OrgEvent[]
  readonly lag: Lag
  readonly references: References
  readonly listeners: ((event: OrgEvent) => void)[]
  /** Jobs that look different from a day on. */
  readonly due: Map<Day, Set<string>>
  settledDay: Day
}

export function createState(settings: Settings, clock: SandboxClock, org: Org): State {
  const nextId = ascendingIds()
  const jobs = new Map<string, Job>()
  const persons = new Map<string, Person>()
  const groups = new Map<string, Group>()
  return {
    settings,
    clock,
    nextId,
    org,
    fields: createFields(nextId),
    jobs,
    jobIds: createSortedIds(),
    openJobIds: createSortedIds(),
    persons,
    personIds: createSortedIds(),
    groups,
    changes: new Map(),
    changeIdsByJob: new Map(),
    events: [],
    lag: createLag(clock, () => settings.staleReadsMs),
    references: {
      hasJob: (id) => jobs.has(id),
      hasPerson: (id) => persons.has(id),
      groupId: (fieldName, idOrName) => findGroup(groups, fieldName, idOrName)?.id,
    },
    listeners: [],
    due: new Map(),
    settledDay: today(clock),
  }
}

/** Lets what was planned for today, and for the days since the last call, take effect. */
export function catchUp(state: State): void {
  const day = today(state.clock)
  if (day === state.settledDay) return
  state.settledDay = day
  for (const [dueDay, jobIds] of state.due) {
    if (dueDay > day) continue
    state.due.delete(dueDay)
    for (const id of jobIds) refresh(state, state.jobs.get(id)!)
  }
}

export function createJob(state: State, id: string, createDate: Day): Job {
  const job: Omit<Job, 'now'> = { id, createDate, entries: [] }
  const created: Job = { ...job, now: viewAsOf(job, state.settledDay) }
  state.jobs.set(id, created)
  state.jobIds.add(id)
  return created
}

export function putEntries(state: State, job: Job, entries: readonly Omit<Entry, 'seq'>[]): void {
  noteBefore(state, job)
  for (const entry of entries) {
    addEntry(job, { ...entry, seq: job.entries.reduce((most, { seq }) => Math.max(most, seq), 0) + 1 })
    if (entry.effect.type === 'fill') state.persons.get(entry.effect.personId)?.jobIds.add(job.id)
  }
  refresh(state, job)
}

export function dropEntries(state: State, job: Job, isDropped: (entry: Entry) => boolean): readonly Entry[] {
  const dropped = job.entries.filter(isDropped)
  noteBefore(state, job)
  job.entries.splice(0, job.entries.length, ...job.entries.filter((entry) => !isDropped(entry)))
  refresh(state, job)
  return dropped
}

/** The job as of a day, or undefined where it does not exist then. */
export function jobAsOf(state: State, job: Job, day: Day): JobView | undefined {
  const view = day === state.settledDay ? job.now : viewAsOf(job, day)
  return view.exists ? view : undefined
}

/** What a reader of the API gets: as `jobAsOf`, but behind the last write while reads are stale. */
export function readJob(state: State, id: string, day: Day): JobView | undefined {
  const job = state.jobs.get(id)
  const view = job && jobAsOf(state, job, day)
  return day === state.settledDay ? state.lag.read(id, view) : view
}

/** Where a person sits today; an announced hire is not in the job yet. */
export function currentJob(state: State, personId: string): JobView | undefined {
  for (const id of state.persons.get(personId)?.jobIds ?? []) {
    const { now } = state.jobs.get(id)!
    if (now.exists && now.personId === personId && now.filledOn) return now
  }
  return undefined
}

export function findGroup(groups: ReadonlyMap<string, Group>, fieldName: string, idOrName: string): Group | undefined {
  const type = fieldName.toUpperCase()
  const wanted = idOrName.toLowerCase()
  for (const group of groups.values())
    if (group.type === type && (group.id === wanted || group.name.toLowerCase() === wanted)) return group
  return undefined
}

function noteBefore(state: State, job: Job): void {
  state.lag.note(job.id, job.now.exists ? job.now : undefined)
}

function refresh(state: State, job: Job): void {
  job.now = viewAsOf(job, state.settledDay)
  const isOpen = job.now.exists && job.now.filledOn === undefined
  if (isOpen) state.openJobIds.add(job.id)
  else state.openJobIds.remove(job.id)
  for (const { date, effect } of job.entries) {
    plan(state, date, job.id)
    if (effect.type === 'fill' && effect.announceDate) plan(state, effect.announceDate, job.id)
  }
}

function plan(state: State, day: Day, jobId: string): void {
  if (day <= state.settledDay) return
  const jobIds = state.due.get(day) ?? new Set()
  state.due.set(day, jobIds.add(jobId))
}
