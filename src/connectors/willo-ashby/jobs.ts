import type { Page } from '../../record/record.ts'
import type { JobLine } from '../connector.ts'
import { readPlans } from './plans.ts'
import { jobRow, type PlanRow } from './rows.ts'
import type { Systems } from './systems.ts'
import { isLive, type Places, placeTriggers } from './triggers.ts'

/** Asked of both sides now, not of the mirror: people look here before anything was ever read. */
export async function livePlaces(systems: Systems): Promise<Places> {
  const { ashby, willo } = systems
  return {
    jobs: (await collected(ashby.jobs())).map(jobRow),
    plans: await collected(readPlans(systems)),
    interviews: (await collected(willo.interviews())).map(({ key, title }) => ({ id: key, title })),
  }
}

/** Jobs that people can be in, with their stages, and which interview each stage invites to (S72). */
export async function jobLines(systems: Systems): Promise<readonly JobLine[]> {
  const places = await livePlaces(systems)
  const { triggers } = placeTriggers(systems.mapping(), places)
  const plans = new Map(places.plans.map((plan) => [plan.id, plan]))
  const titles = new Map(places.interviews.map(({ id, title }) => [id, title]))
  return places.jobs
    .filter(({ status }) => isLive(status))
    .map(({ id, title, status, planIds }) => {
      const stages = planIds.flatMap((planId) => stagesOf(plans.get(planId), planIds.length > 1))
      const ours = triggers.filter(({ jobId }) => jobId === id)
      const words = ours.map(({ stageId, interview }) => {
        const stage = stages.find((one) => one.id === stageId)?.title
        return `${stage} → invites to "${titles.get(interview)}" (${interview})`
      })
      return { id, title, status, stages, triggers: words }
    })
}

/** Where a job has several plans, equal titles are told apart by the plan's. */
function stagesOf(plan: PlanRow | undefined, isOneOfSeveral: boolean): JobLine['stages'] {
  if (!plan) return []
  return plan.stages.map(({ id, title }) => ({ id, title: isOneOfSeveral ? `${title} (${plan.title})` : title }))
}

/** All rows of a list. One that cannot be read is left out. */
async function collected<T>(pages: AsyncIterable<Page<T>>): Promise<readonly T[]> {
  const rows: T[] = []
  for await (const page of pages) rows.push(...page.rows)
  return rows
}
