import { RetryableError } from '../../lib/errors.ts'
import type { Page } from '../../record/record.ts'
import { type Ask, factsOf, lookUp, type Question } from './call.ts'
import { type AshbyJob, type AshbyPlan, type AshbyStage, Job, JobStages, Plan, PlanStages } from './job-schema.ts'
import { pagesOf } from './paging.ts'

export interface JobCalls {
  /** Drafts, closed and archived ones too: one that leaves a filtered status might never be reported again. */
  jobs(since?: string): AsyncIterable<Page<AshbyJob>>
  job(id: string): Promise<AshbyJob | undefined>
  /** In their order; none where there is no such job, or no plan for it yet. */
  jobStages(jobId: string): Promise<readonly AshbyStage[]>
  /** Archived ones too. */
  interviewPlans(): AsyncIterable<Page<AshbyPlan>>
  /** In their order; none where there is no such plan. */
  planStages(planId: string): Promise<readonly AshbyStage[]>
}

export function jobCalls(ask: Ask): JobCalls {
  return {
    jobs: (since) => pagesOf(ask, { endpoint: 'job.list', row: Job, parameters: EVERY_STATUS, since }),
    job: (id) => lookUp(ask, { endpoint: 'job.info', effect: 'read', body: { id } }, id, Job),
    jobStages: async (jobId) => {
      const question: Question = { endpoint: 'jobInterviewPlan.info', effect: 'read', body: { jobId } }
      return (await lookUp(ask, question, jobId, JobStages)) ?? []
    },
    interviewPlans: () =>
      pagesOf(ask, { endpoint: 'interviewPlan.list', row: Plan, parameters: { includeArchived: true } }),
    planStages: (planId) => planStages(ask, planId),
  }
}

/** Drafts are listed only where they are asked for, and who asks for one status must ask for each. */
const EVERY_STATUS = { status: ['Draft', 'Open', 'Closed', 'Archived'] }

/** This list takes no cursor: an answer that says there is more cannot be gone on with. */
async function planStages(ask: Ask, interviewPlanId: string): Promise<readonly AshbyStage[]> {
  const question: Question = { endpoint: 'interviewStage.list', effect: 'read', body: { interviewPlanId } }
  const whole: Ask = async () => {
    const reply = await ask(question)
    if (reply.type === 'failure' || !reply.hasMore) return reply
    throw new RetryableError('Ashby holds stages of the plan back', factsOf(question, reply))
  }
  return (await lookUp(whole, question, interviewPlanId, PlanStages)) ?? []
}
