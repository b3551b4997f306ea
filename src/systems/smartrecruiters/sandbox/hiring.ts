import type { Event, EventName } from './events.ts'
import type { Application, Candidate, Job, SourceUse, Status } from './model.ts'
import { invalid } from './refusal.ts'
import { put, type State, tell } from './state.ts'

export type By = Event['by']

/** The person's jobs, the primary one first. */
export function applicationsOf(state: State, candidateId: string): readonly Application[] {
  const own = [...state.applications.values()].filter((each) => each.candidateId === candidateId)
  return state.settings.primaryJob === 'latest' ? own.toReversed() : own
}

export function applicationFor(state: State, candidateId: string, jobId: string): Application | undefined {
  return [...state.applications.values()].find((each) => each.candidateId === candidateId && each.jobId === jobId)
}

export type CandidateDraft = Omit<Candidate, 'id' | 'createdAt' | 'updatedAt'>

export function addCandidate(state: State, draft: CandidateDraft, by: By): Candidate {
  const at = state.clock.now()
  const candidate = put(state.candidates, { ...draft, id: state.ids.uuid('candidate'), createdAt: at, updatedAt: at })
  tellOfCandidate(state, 'candidate.created', candidate.id, by)
  return candidate
}

export function changeCandidate(state: State, candidate: Candidate, changes: Partial<Candidate>, by: By): Candidate {
  const changed = put(state.candidates, { ...candidate, ...changes, updatedAt: state.clock.now() })
  tellOfCandidate(state, 'candidate.updated', candidate.id, by)
  return changed
}

export interface Standing {
  readonly status: Status
  readonly step?: string
  readonly startsOn?: string
  readonly reasonId?: string
}

/** A person stands on a job once. */
export function addApplication(
  state: State,
  { candidateId, jobId, source, ...standing }: Standing & Pick<Application, 'candidateId' | 'jobId' | 'source'>,
  by: By,
): Application {
  const known = applicationFor(state, candidateId, jobId)
  if (known !== undefined) return known
  checkStep(state, standing)
  const createdAt = state.clock.now()
  const application: Application = {
    ...{ id: state.ids.uuid('application'), candidateId, jobId, source, createdAt },
    ...{ ...standing, history: [{ at: createdAt, status: standing.status, step: standing.step }] },
  }
  put(state.applications, application)
  touch(state, candidateId)
  tellOfApplication(state, 'application.created', application, by)
  return application
}

export function move(state: State, application: Application, to: Standing, by: By): Application {
  checkStep(state, to)
  const isSameStatus = application.status === to.status
  const moved = { status: to.status, step: to.step, startsOn: to.startsOn, reasonId: to.reasonId }
  const history = [...application.history, { at: state.clock.now(), status: to.status, step: to.step }]
  const changed = put(state.applications, { ...application, ...moved, history })
  if (state.settings.statusMovesCandidate) touch(state, application.candidateId)
  if (!isSameStatus || state.settings.stepIsToldOf) tellOfApplication(state, 'application.status.updated', changed, by)
  return changed
}

export function changeSource(state: State, application: Application, source: SourceUse, by: By): Application {
  const changed = put(state.applications, { ...application, source })
  tellOfApplication(state, 'application.source.updated', changed, by)
  return changed
}

export function changeJob(
  state: State,
  job: Job,
  changes: Partial<Job>,
  name: 'job.updated' | 'job.hiring-team.updated',
) {
  const changed = put(state.jobs, { ...job, ...changes, updatedAt: state.clock.now() })
  tell(state, { name, body: { id: job.id }, path: `/jobs/${job.id}`, by: 'person' })
  return changed
}

export function tellOfCandidate(state: State, name: EventName, id: string, by: By): void {
  tell(state, { name, body: { id }, path: `/candidates/${id}`, by })
}

export function tellOfApplication(
  state: State,
  name: EventName,
  { id, candidateId, jobId }: Application,
  by: By,
  more: Readonly<Record<string, string>> = {},
): void {
  const body = { job_id: jobId, candidate_id: candidateId, application_id: id, ...more }
  tell(state, { name, body, path: `/candidates/${candidateId}/jobs/${jobId}`, by })
}

/** Steps go by their names. The code of this refusal is undocumented. */
function checkStep({ processes }: State, { status, step }: Standing): void {
  if (step === undefined) return
  const isKnown = [...processes.values()].some(({ steps }) => {
    return (steps as Readonly<Record<string, readonly string[]>>)[status]?.includes(step)
  })
  if (!isKnown) throw invalid(`subStatus is no step of ${status}`, 'UNKNOWN_SUB_STATUS')
}

function touch(state: State, candidateId: string): void {
  const candidate = state.candidates.get(candidateId)
  if (candidate !== undefined) put(state.candidates, { ...candidate, updatedAt: state.clock.now() })
}
