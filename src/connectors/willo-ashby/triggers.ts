import { resolveTriggers, type Trigger, type TriggerJob, type TriggerProblem } from '../../mapping/triggers.ts'
import type { WilloMapping } from '../../mapping/willo-load.ts'
import type { Mirror } from '../mirror.ts'
import type { InterviewRow, JobRow, PlanRow } from './rows.ts'

/** Whoever arrives in this stage of this job is invited to this interview. */
export interface PlacedTrigger {
  /** As the mapping writes it: under this name the engine remembers since when it is waited for. */
  readonly name: string
  readonly interview: string
  readonly jobId: string
  readonly stageId: string
}

export interface Places {
  readonly jobs: readonly JobRow[]
  readonly plans: readonly PlanRow[]
  readonly interviews: readonly InterviewRow[]
}

export interface Placed {
  readonly triggers: readonly PlacedTrigger[]
  readonly problems: readonly TriggerProblem[]
}

export function triggerNames({ interviews }: WilloMapping): readonly string[] {
  return interviews.flatMap(({ interview, triggers }) => triggers.map((trigger) => nameOf(interview, trigger)))
}

export async function mirroredPlaces(mirror: Mirror): Promise<Places> {
  return {
    jobs: await mirror.rows<JobRow>('ashby.jobs'),
    plans: await mirror.rows<PlanRow>('ashby.plans'),
    interviews: await mirror.rows<InterviewRow>('willo.interviews'),
  }
}

/** What the mapping means now. What it cannot mean is told, and the other triggers go on (S73). */
export function placeTriggers({ interviews }: WilloMapping, places: Places): Placed {
  const jobs = triggerJobs(places)
  const known = new Set(places.interviews.map(({ id }) => id))
  const placed = interviews.map(({ interview, triggers, at }): Placed => {
    if (!known.has(interview)) return { triggers: [], problems: [{ at, message: unknownInterview(interview) }] }
    const { resolved, problems } = resolveTriggers(triggers, jobs)
    return { triggers: resolved.map((one) => placedTrigger(interview, one)), problems }
  })
  return {
    triggers: placed.flatMap(({ triggers }) => triggers),
    problems: placed.flatMap(({ problems }) => problems),
  }
}

/** Those of the place where an application is. */
export function triggersAt(
  triggers: readonly PlacedTrigger[],
  { jobId, stageId }: { readonly jobId?: string; readonly stageId?: string },
): readonly PlacedTrigger[] {
  return triggers.filter((trigger) => trigger.jobId === jobId && trigger.stageId === stageId)
}

function placedTrigger(interview: string, trigger: Trigger & { readonly jobId: string; readonly stageId: string }) {
  const { jobId, stageId } = trigger
  return { name: nameOf(interview, trigger), interview, jobId, stageId }
}

function nameOf(interview: string, { job, stage }: Trigger): string {
  return `${interview}|${job}|${stage}`
}

/** A job may have several interview plans; each application is in one of them. */
function triggerJobs({ jobs, plans }: Places): readonly TriggerJob[] {
  const byId = new Map(plans.map((plan) => [plan.id, plan]))
  return jobs.map(({ id, title, status, planIds }) => ({
    ...{ id, title, isOpen: isLive(status) },
    stages: planIds.flatMap((planId) => (byId.get(planId)?.stages ?? []).map((stage) => ({ ...stage, planId }))),
  }))
}

export function isLive(status: string): boolean {
  return status !== 'Closed' && status !== 'Archived'
}

function unknownInterview(interview: string): string {
  return `Willo has no interview with the key ${interview} that this API key may see; copy the key from the interview's address`
}
