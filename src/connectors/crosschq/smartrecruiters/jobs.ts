import { inParallel } from '../../../lib/in-parallel.ts'
import { tagsIn } from '../../../systems/smartrecruiters/job-fields.ts'
import type { SmartRecruitersJob } from '../../../systems/smartrecruiters/jobs.ts'
import type { JobLine } from '../../connector.ts'
import { templatesFor } from '../tagged-templates.ts'
import type { CrosschqSmartRecruitersConfig } from './config.ts'
import type { Systems } from './systems.ts'

const OVER = ['FILLED', 'CANCELLED']
const WIDTH = 4

/** Jobs that people can still be moved in, each with the steps of all hiring processes: none says which it follows. */
export async function jobLines(
  { smartRecruiters, mapping }: Systems,
  { jobField, trigger }: CrosschqSmartRecruitersConfig,
): Promise<readonly JobLine[]> {
  const stages = await stepsOf(smartRecruiters)
  const jobs: SmartRecruitersJob[] = []
  for await (const { rows } of smartRecruiters.jobs())
    jobs.push(...rows.filter(({ status = '' }) => !OVER.includes(status)))
  const triggers = new Map<string, readonly string[]>()
  await inParallel(jobs, WIDTH, async ({ id }) => {
    const [template] = templatesFor(
      tagsIn((await smartRecruiters.job(id))?.fields ?? [], jobField),
      mapping().templates,
    )
    if (template) triggers.set(id, [`${trigger.step}: asks for "${template.id}"`])
  })
  return jobs.map(({ id, title, status = '' }) => ({ id, title, status, stages, triggers: triggers.get(id) ?? [] }))
}

async function stepsOf(smartRecruiters: Systems['smartRecruiters']): Promise<JobLine['stages']> {
  const processes = await smartRecruiters.hiringProcesses()
  const names = processes.filter(({ isActive }) => isActive).flatMap(({ steps }) => steps.map(({ name }) => name))
  return [...new Set(names)].map((name) => ({ id: name, title: name }))
}
