import { guard, type Verdict } from '../plan/guard.ts'
import { isEmpty, type Plan } from '../plan/plan.ts'
import { loadConnection } from '../store/connections.ts'
import { expireHolds, holdState, spendHold } from '../store/holds.ts'
import { countLinks } from '../store/links.ts'
import { recentCloses, writtenByWebhooks } from '../store/recent-changes.ts'
import { noteApproved } from '../store/runs.ts'
import { type FlowRun, placeOf } from './engine.ts'

/**
 * Step 7. A held plan runs once a person approved exactly this digest; if the world moved, it is another plan. A plan with
 * nothing in it says so too: an approval that waited for what is no longer wanted must not let it through another day.
 */
export async function judge(flowRun: FlowRun, plan: Plan): Promise<Verdict> {
  const { engine, connection, flow, limits, run } = flowRun
  const verdict: Verdict = isEmpty(plan) ? { type: 'clear' } : guard(plan, await facts(flowRun, plan), limits)
  // A run for single records decides about no plan that waits: what it finds is a part of it at most.
  if (run.dryRun || run.records) return verdict
  if (verdict.type === 'clear') {
    // One that waited, or was approved, for what lately was too much: it runs now, so it is not void.
    await spendHold(engine.db, plan, ['waiting', 'approved'])
    await expireHolds(engine.db, connection.id, flow.name)
    return verdict
  }
  if ((await holdState(engine.db, connection.id, plan.digest)) !== 'approved') return verdict
  await spendHold(engine.db, plan, ['approved'])
  await noteApproved(engine.db, run.id)
  return { type: 'clear' }
}

async function facts(flowRun: FlowRun, plan: Plan) {
  const { engine, connection, flow } = flowRun
  const place = placeOf(flowRun)
  const records = plan.changes.map(({ record }) => record)
  return {
    linked: await countLinks(engine.db, place),
    firstRunPassed: Boolean((await loadConnection(engine.db, connection.id)).passed[flow.name]),
    // A record that is written again is still one.
    recentCloses: await recentCloses(engine.db, place, records),
    byWebhooks: await writtenByWebhooks(engine.db, place, records),
  }
}
