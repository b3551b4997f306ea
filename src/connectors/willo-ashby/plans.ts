import type { Page } from '../../record/record.ts'
import type { Collection, Mirror } from '../mirror.ts'
import { type PlanRow, stageRow } from './rows.ts'
import type { Systems } from './systems.ts'

const hour = 60 * 60_000

/**
 * Interview plans with their stages, which Ashby gives a plan at a time. In between hourly reads only a plan that is new
 * or has another name is asked for its stages, so that a cycle costs one call.
 */
export function plans(systems: Systems): Collection<PlanRow> {
  return {
    name: 'ashby.plans',
    read: (since, mirror) => readPlans(systems, since ? mirror : undefined),
    async look(id) {
      for await (const { rows } of readPlans(systems)) {
        const plan = rows.find((row) => row.id === id)
        if (plan) return plan
      }
      return undefined
    },
    essence: ({ id, ...plan }) => ({ ...plan, stages: plan.stages.map((stage) => ({ ...stage })) }),
    fullRead: { everyMs: hour, alwaysBelow: 0 },
  }
}

/** The list has no token of its own; ours only says that there was a full read. */
export async function* readPlans({ ashby, now }: Systems, mirror?: Mirror): AsyncGenerator<Page<PlanRow>> {
  const known = new Map((mirror ? await mirror.rows<PlanRow>('ashby.plans') : []).map((plan) => [plan.id, plan]))
  const token = now().toISOString()
  for await (const { rows: listed, rejected } of ashby.interviewPlans()) {
    const rows: PlanRow[] = []
    for (const { id, title, isArchived } of listed) {
      const before = known.get(id)
      const stages = before?.title === title ? before.stages : (await ashby.planStages(id)).map(stageRow)
      rows.push({ id, title, isArchived, stages })
    }
    yield { rows, rejected }
  }
  yield { rows: [], rejected: [], token }
}
