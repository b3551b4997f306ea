import { grantNeeded, grantStart } from '../../lib/grant-path.ts'
import { loadConnection } from '../../store/connections.ts'
import { listHolds } from '../../store/holds.ts'
import { lastDeliveries } from '../../store/hooks.ts'
import { countByReason, listRecords, oldestPending, skippedExamples } from '../../store/records.ts'
import { lastRun, type StoredRun, waitingRuns } from '../../store/runs.ts'
import type { HttpParts, ServedConnection } from '../parts.ts'
import { connectionState, flowProblems, missingPermissions } from './connection-state.ts'
import { type Counts, viewFirstSync } from './first-sync.ts'
import { viewRecord } from './records.ts'
import { viewRun } from './run.ts'
import { viewWebhooks } from './webhook-view.ts'

/** All an admin asks first, from the database and from what the connection says of itself. */
export async function viewConnection(
  parts: HttpParts,
  { connection, isEnabled, switched, schedule }: ServedConnection,
) {
  const { id, connector } = connection
  const facts = await loadFacts(parts, id)
  const countsOf = (flow: string) => sumByState(facts.counts.filter((one) => one.flow === flow))
  const grant = await viewGrant(connection)
  const lacksGrant = grant?.state === 'disconnected'
  const problems = new Map(flowProblems(facts.lastFull).map(({ flow, problem }) => [flow, problem]))
  return {
    id,
    connector,
    systems: [...connection.systems] as [string, string],
    enabled: isEnabled,
    enabledBy: switched ? { ...switched } : null,
    schedule,
    nextRun: (isEnabled && parts.nextRun?.(id)?.toISOString()) || null,
    state: connectionState({ isEnabled, lacksGrant, ...facts, waitingHolds: facts.holds.length }),
    problem: facts.stored.problem ?? null,
    problems: [...connection.problems(), ...(lacksGrant ? [grantNeeded(id)] : [])],
    grant,
    missingPermissions: missingPermissions(facts.lastFull),
    lastSuccess: facts.stored.lastSuccessAt ?? null,
    oldestUnsynced: facts.oldest ? ageOf(facts.oldest) : null,
    firstSync: await viewFirstSync(parts, connection, { passed: facts.stored.passed, countsOf }),
    flows: connection.flows.map((flow) => ({
      name: flow.name,
      problem: flow.blocked?.() ?? problems.get(flow.name) ?? null,
      counts: countsOf(flow.name),
    })),
    records: facts.counts.map((count) => viewCount(count, facts.skipped)),
    attention: facts.attention.map(viewRecord),
    holds: facts.holds.map(({ digest, flow, heldAt, reasons }) => ({
      ...{ digest, flow, heldAt },
      reasons: reasons.map(({ message }) => message),
    })),
    runs: { running: viewOne(facts.running), queued: viewOne(facts.queued), last: viewOne(facts.last) },
    webhooks: viewWebhooks(parts, connection, facts.deliveries),
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
    skipped: await skippedExamples(db, connection),
    attention: await listRecords(db, { connection, states: ['attention', 'failed'], limit: 100 }),
    holds: await listHolds(db, { connection, states: ['waiting'] }),
    deliveries: await lastDeliveries(db, connection),
  }
}

type Facts = Awaited<ReturnType<typeof loadFacts>>

function sumByState(counts: Facts['counts']): Counts {
  const all = { pending: 0, synced: 0, skipped: 0, attention: 0, failed: 0, held: 0 }
  for (const { state, count } of counts) all[state] += count
  return all
}

function viewCount({ reason, ...count }: Facts['counts'][number], skipped: Facts['skipped']) {
  const isOne = (one: Facts['skipped'][number]) => one.flow === count.flow && one.reason === reason
  const example = count.state === 'skipped' ? skipped.find(isOne) : undefined
  return { ...count, reason: reason ?? null, example: example ? { id: example.id, message: example.message } : null }
}

async function viewGrant({ id, grant }: ServedConnection['connection']) {
  return grant ? { state: await grant.state(), start: grantStart(id) } : null
}

function ageOf(since: Date) {
  return { since: since.toISOString(), seconds: Math.max(0, Math.floor((Date.now() - since.getTime()) / 1000)) }
}

function viewOne(run: StoredRun | undefined) {
  return run ? viewRun(run) : null
}
