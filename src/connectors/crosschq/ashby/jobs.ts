import { resolveTriggers } from '../../../mapping/triggers.ts'
import type { JobLine } from '../../connector.ts'
import { jobsWithStages } from './check.ts'
import type { Systems } from './collections.ts'

/** Open jobs with their stages, and those that a trigger names whatever their status. */
export async function jobLines(systems: Systems): Promise<readonly JobLine[]> {
  const { triggers } = systems.mapping()
  const jobs = await jobsWithStages(systems, ({ id, title, status }) => {
    return status === 'Open' || triggers.some(({ job }) => job === id || job === title)
  })
  const { resolved } = resolveTriggers(triggers, jobs)
  return jobs.map(({ id, title, status, stages }) => ({
    ...{ id, title, status },
    stages: stages.map((stage) => ({ id: stage.id, title: stage.title })),
    triggers: resolved
      .filter(({ jobId }) => jobId === id)
      .map(({ stageId, template }) => `${stages.find((stage) => stage.id === stageId)?.title}: asks for "${template}"`),
  }))
}
