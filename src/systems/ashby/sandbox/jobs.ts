import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { boolean, epochMs, paging, pagingByCreation, uuid } from './input.ts'
import { JOB_STATUSES, type Job } from './model-jobs.ts'
import { list } from './paging.ts'
import { found, invalidInput } from './refusal.ts'
import type { World } from './world.ts'

const expand = z.array(z.enum(['location', 'openings'])).default([])
const times = {
  openedAfter: epochMs.optional(),
  openedBefore: epochMs.optional(),
  closedAfter: epochMs.optional(),
  closedBefore: epochMs.optional(),
}
const listInput = z.object({ ...pagingByCreation, ...times, status: z.array(z.enum(JOB_STATUSES)).optional(), expand })

/** Jobs, interview plans and their stages: https://developers.ashbyhq.com/reference/joblist and others */
export const jobEndpoints: Endpoints = {
  'job.list': endpoint('jobsRead', listInput, ({ expand, status, ...input }, world) => {
    const { openedAfter, openedBefore, closedAfter, closedBefore } = input
    return list(world, world.jobs, input, {
      name: 'job',
      filters: { expand, status, openedAfter, openedBefore, closedAfter, closedBefore },
      // Drafts are shown only to those who ask for them.
      keep: (job) =>
        (status?.includes(job.status) ?? job.status !== 'Draft') &&
        isBetween(job.openedAt, openedAfter, openedBefore) &&
        isBetween(job.closedAt, closedAfter, closedBefore),
      show: (job) => show(world, job, expand),
    })
  }),

  'job.info': endpoint('jobsRead', z.object({ id: uuid, expand }), (input, world) => {
    const job = found(world.jobs.read(input.id), 'Job', world.settings.notFoundCode)
    return { results: show(world, job, input.expand) }
  }),

  'job.search': endpoint(
    'jobsRead',
    z.object({ title: z.string().optional(), requisitionId: z.string().optional() }),
    ({ title, requisitionId }, world) => {
      if (title === undefined && requisitionId === undefined)
        throw invalidInput('body: title or requisitionId is required')
      const isMatch = (job: Job) =>
        (title === undefined || job.title.toLowerCase().includes(title.toLowerCase())) &&
        (requisitionId === undefined || job.customRequisitionId === requisitionId)
      return { results: [...world.jobs.readAll().filter(isMatch)] }
    },
  ),

  'interviewPlan.list': endpoint(
    'interviewsRead',
    z.object({ ...paging, includeArchived: boolean.default(false) }),
    (input, world) =>
      list(world, world.interviewPlans, input, {
        name: 'interviewPlan',
        filters: input.includeArchived,
        keep: ({ isArchived }) => input.includeArchived || !isArchived,
        show: (plan) => plan,
      }),
  ),

  'interviewStage.list': endpoint(
    'interviewsRead',
    z.object({ interviewPlanId: uuid }),
    ({ interviewPlanId }, world) => {
      const stages = [...world.stages.readAll()].filter((stage) => stage.interviewPlanId === interviewPlanId)
      const results = stages.toSorted((a, b) => a.orderInInterviewPlan - b.orderInInterviewPlan)
      return { results, moreDataAvailable: false }
    },
  ),

  'interviewStage.info': endpoint('interviewsRead', z.object({ interviewStageId: uuid }), (input, world) => ({
    results: found(world.stages.read(input.interviewStageId), 'Interview stage', world.settings.notFoundCode),
  })),
}

function show(world: World, job: Job, expand: readonly string[]): Record<string, unknown> {
  const location = job.locationId === undefined ? undefined : world.locations.read(job.locationId)
  const isOfJob = (opening: { readonly latestVersion: { readonly jobIds: readonly string[] } }) =>
    opening.latestVersion.jobIds.includes(job.id)
  return {
    ...job,
    ...(expand.includes('location') && location !== undefined && { location }),
    ...(expand.includes('openings') && { openings: [...world.openings.readAll().filter(isOfJob)] }),
  }
}

function isBetween(at: string | null, after: number | undefined, before: number | undefined): boolean {
  if (after === undefined && before === undefined) return true
  if (at === null) return false
  return Date.parse(at) > (after ?? 0) && Date.parse(at) < (before ?? Number.POSITIVE_INFINITY)
}
