import { didYouMean } from '../lib/nearest.ts'

export interface Trigger {
  /** Id or title. */
  readonly job: string
  /** Id or title. */
  readonly stage: string
  /** `file:line:column` of the entry. */
  readonly at: string
}

export interface TriggerJob {
  readonly id: string
  readonly title: string
  readonly isOpen: boolean
  /** Of all interview plans of the job. */
  readonly stages: readonly TriggerStage[]
}

export interface TriggerStage {
  readonly id: string
  readonly title: string
  readonly planId?: string
}

/** The trigger with the ATS's own ids. */
export type Resolved<T extends Trigger> = T & { readonly jobId: string; readonly stageId: string }

export interface TriggerProblem {
  readonly at: string
  readonly message: string
}

type Found<T> = { readonly one: T } | { readonly problem: string }

/**
 * Which job and stage each trigger means: by id, else by title without regard to case. What may mean two things means
 * none of them. Two triggers may resolve to the same place, one by id and one by title.
 */
export function resolveTriggers<T extends Trigger>(
  triggers: readonly T[],
  jobs: readonly TriggerJob[],
): { readonly resolved: readonly Resolved<T>[]; readonly problems: readonly TriggerProblem[] } {
  const found = triggers.map((trigger) => ({ trigger, place: findPlace(trigger, jobs) }))
  return {
    resolved: found.flatMap(({ trigger, place }) => ('one' in place ? [{ ...trigger, ...place.one }] : [])),
    problems: found.flatMap(({ trigger: { at }, place }) => ('one' in place ? [] : [{ at, message: place.problem }])),
  }
}

/** People see neither the case nor the spaces around a title. */
export function foldTitle(title: string): string {
  return title.normalize('NFC').trim().toLowerCase()
}

function findPlace({ job, stage }: Trigger, jobs: readonly TriggerJob[]): Found<{ jobId: string; stageId: string }> {
  const where = findJob(job, jobs)
  if ('problem' in where) return where
  const what = findStage(stage, where.one, jobs)
  return 'problem' in what ? what : { one: { jobId: where.one.id, stageId: what.one.id } }
}

function findJob(wanted: string, jobs: readonly TriggerJob[]): Found<TriggerJob> {
  const matches = matching(wanted, jobs)
  const open = matches.filter(({ isOpen }) => isOpen)
  // A title is used again once its first job is closed: then the open one is meant.
  const meant = open.length > 0 ? open : matches
  if (meant[0] === undefined) return { problem: `no job has the id or the title "${wanted}"${jobHint(wanted, jobs)}` }
  if (meant.length === 1) return { one: meant[0] }
  return { problem: `${meant.length} jobs have the title "${wanted}"; write the id of one: ${listed(meant)}` }
}

function findStage(wanted: string, job: TriggerJob, jobs: readonly TriggerJob[]): Found<TriggerStage> {
  const matches = matching(wanted, job.stages)
  if (matches[0] === undefined) {
    return { problem: `the job "${job.title}" has no stage "${wanted}"${stageHint(wanted, job, jobs)}` }
  }
  if (matches.length === 1) return { one: matches[0] }
  const message = `${matches.length} stages of the job "${job.title}" have the title "${wanted}"`
  return { problem: `${message}; write the id of one: ${listed(matches)}` }
}

function matching<T extends { readonly id: string; readonly title: string }>(wanted: string, known: readonly T[]): T[] {
  const byId = known.find(({ id }) => id === wanted)
  return byId ? [byId] : known.filter(({ title }) => foldTitle(title) === foldTitle(wanted))
}

function listed(found: readonly { readonly id: string; readonly planId?: string }[]): string {
  return found.map(({ id, planId }) => (planId === undefined ? id : `${id} (interview plan ${planId})`)).join(', ')
}

function jobHint(wanted: string, jobs: readonly TriggerJob[]): string {
  const titles = [...new Set(jobs.map(({ title }) => title))]
  return didYouMean(wanted, titles) || '; "hirewire jobs" lists them'
}

/** A stage of another interview plan is the usual mistake: the names look alike on the screen of the ATS. */
function stageHint(wanted: string, job: TriggerJob, jobs: readonly TriggerJob[]): string {
  const titles = job.stages.map(({ title }) => title)
  const all = titles.length > 0 ? `; its stages are ${titles.join(', ')}` : '; it has none'
  const own = didYouMean(wanted, titles) || all
  return elsewhere(wanted, job, jobs) + own
}

function elsewhere(wanted: string, job: TriggerJob, jobs: readonly TriggerJob[]): string {
  const others = jobs.filter((other) => other !== job && matching(wanted, other.stages).length > 0)
  if (others[0] === undefined) return ''
  const stage = matching(wanted, others[0].stages)[0]
  return `; "${stage?.title}" is on the interview plan of "${others[0].title}"${andMore(others.length)}`
}

function andMore(count: number): string {
  return count > 1 ? ` and of ${count - 1} more` : ''
}
