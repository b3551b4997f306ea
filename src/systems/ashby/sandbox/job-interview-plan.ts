import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { uuid } from './input.ts'
import type { Stage } from './model-jobs.ts'
import { found } from './refusal.ts'
import type { World } from './world.ts'

/** https://developers.ashbyhq.com/reference/jobinterviewplaninfo; of a job's plans it is the default one. */
export const jobInterviewPlanEndpoints: Endpoints = {
  'jobInterviewPlan.info': endpoint('jobsRead', z.object({ jobId: uuid }), ({ jobId }, world) => {
    const { defaultInterviewPlanId: planId } = found(world.jobs.read(jobId), 'Job', world.settings.notFoundCode)
    const stages = [...world.stages.readAll()]
      .filter(({ interviewPlanId }) => interviewPlanId === planId)
      .toSorted((a, b) => a.orderInInterviewPlan - b.orderInInterviewPlan)
    return { results: { jobId, interviewPlanId: planId, stages: stages.map((stage) => show(world, stage)) } }
  }),
}

function show(world: World, { interviewPlanId: _unshown, ...stage }: Stage): Record<string, unknown> {
  const activities = [...world.activities.readAll()].filter(({ stageId }) => stageId === stage.id)
  return { ...stage, activities: activities.map(({ stageId: _stageId, ...activity }) => activity) }
}
