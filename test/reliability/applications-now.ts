import type { AshbySandbox } from '../../src/systems/ashby/sandbox.ts'

/** Where an application truly is, whatever readers of the API get to see. */
export interface ApplicationNow {
  readonly status: string
  readonly job: string
  readonly stage: string
  readonly candidateId: string
  readonly email: string | undefined
  readonly visit: { readonly id: string; readonly enteredAt: number }
  /** Of all its visits. */
  readonly visits: ReadonlySet<string>
}

export function applicationsNow({ state }: AshbySandbox): ReadonlyMap<string, ApplicationNow> {
  const { applications, candidates, jobs, stages } = state
  return new Map(
    [...applications.all()].map(({ id, status, jobId, stageId, candidateId, history }) => {
      const visit = history.at(-1)!
      const now: ApplicationNow = {
        ...{ status, candidateId, job: jobs.get(jobId)!.title, stage: stages.get(stageId)!.title },
        email: candidates.get(candidateId)?.emailAddresses[0]?.value,
        visit: { id: visit.id, enteredAt: Date.parse(visit.enteredStageAt) },
        visits: new Set(history.map((one) => one.id)),
      }
      return [id, now]
    }),
  )
}

/** The triggers of the place where an application is, if it is in the race. */
export function triggersOf<Trigger extends { readonly job: string; readonly stage: string }>(
  application: ApplicationNow,
  triggers: readonly Trigger[],
): readonly Trigger[] {
  if (application.status !== 'Active') return []
  return triggers.filter(({ job, stage }) => job === application.job && stage === application.stage)
}
