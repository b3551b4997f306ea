import { loadConnection } from '../../store/connections.ts'
import { listHolds } from '../../store/holds.ts'
import { lastDeliveries } from '../../store/hooks.ts'
import { countByReason, listRecords, oldestPending } from '../../store/records.ts'
import { lastRun, type StoredRun, waitingRuns } from '../../store/runs.ts'
import type { HttpParts, ServedConnection } from '../parts.ts'
import { connectionState, flowProblems, missingPermissions } from './connection-state.ts'
import { viewRecord } from './records.ts'
import { viewRun } from './run.ts'

/** All an admin asks first, from the database and from what the connection says of itself. */
export async function viewConnection(parts: HttpParts, { connection, isEnabled, schedule }: ServedConnection) {
  const { id, connector } = connection
  const facts = await loadFacts(parts, id)
  const problems = new Map(flowProblems(facts.lastFull).map(({ flow, problem }) => [flow, problem]))
  return {
    id,
    connector,
    enabled: isEnabled,
    schedule,
    state: connectionState({ isEnabled, ...facts, waitingHolds: facts.holds.length }),
    problem: facts.stored.problem ?? null,
    problems: [...connection.problems()],
    missingPermissions: missingPermissions(facts.lastFull),
    lastSuccess: facts.stored.lastSuccessAt ?? null,
    oldestUnsynced: facts.oldest ? ageOf(facts.oldest) : null,
    flows: connection.flows.map((flow) => ({
      name: flow.name,
      problem: flow.blocked?.() ?? problems.get(flow.name) ?? null,
    })),
    records: facts.counts.map(({ reason, ...count }) => ({ ...count, reason: reason ?? null })),
    attention: facts.attention.map(viewRecord),
    holds: facts.holds.map(({ digest, flow, heldAt, reasons }) => ({
      ...{ digest, flow, heldAt },
      reasons: reasons.map(({ message }) => message),
    })),
    runs: { running: viewOne(facts.running), queued: viewOne(facts.queued), last: viewOne(facts.last) },
    webhooks: { ...addressOf(parts, id), deliveries: facts.deliveries },
  }
}

async function loadFacts({ db }: HttpParts, connection: string) {
  const waiting = (await waitingRuns(db)).filter((run) => run.connection === connection)
  return {
    stored: await loadConnection(db, connection),
    last: await lastRun(db, connection, { isFull: false }),
    lastFull: await lastRun(db, connection, { isFull: true }),
    running: waiting.find(({ state }) => state === 'running'),
    queued: waiting.find(({ state }) => state === 'queued'),
    oldest: await oldestPending(db, connection),
    counts: await countByReason(db, connection),
    attention: await listRecords(db, { connection, states: ['attention', 'failed'], limit: 100 }),
    holds: await listHolds(db, { connection, states: ['waiting'] }),
    deliveries: await lastDeliveries(db, connection),
  }
}

function ageOf(since: Date) {
  return { since: since.toISOString(), seconds: Math.max(0, Math.floor((Date.now() - since.getTime()) / 1000)) }
}

function viewOne(run: StoredRun | undefined) {
  return run ? viewRun(run) : null
}

/** Without secrets: where a vendor signs nothing, the token is added by whoever sets the webhook up. */
function addressOf({ publicUrl }: HttpParts, id: string) {
  const path = `/hooks/${id}/{event}`
  return { path, url: publicUrl ? `${publicUrl.replace(/\/+$/, '')}${path}` : null }
}
