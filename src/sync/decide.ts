import type { Decision, Flow, Foreseen, ForeseenOf, Found, Skip } from '../connectors/flow.ts'
import type { Mirror, Source } from '../connectors/mirror.ts'
import { FatalError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import type { Change, Issue } from '../plan/change.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { fingerprint } from '../record/fingerprint.ts'
import { LeaseLostError, unsettledChanges, verifyChanges } from '../store/changes.ts'
import { loadConnection, saveFlowSettings } from '../store/connections.ts'
import { adoptTarget } from '../store/links.ts'
import {
  dueRecords,
  type Finding,
  forgetRecords,
  loadRecords,
  saveFindings,
  touchAllRecords,
} from '../store/records.ts'
import { backOff, issuesAgainMs } from './back-off.ts'
import { contested } from './contested.ts'
import { type FlowRun, placeOf } from './engine.ts'
import { type Gathered, gatherAll } from './gather.ts'
import { heldAmong } from './held.ts'
import { idsFor } from './look.ts'
import { loadSources, openMirror, openMirrorFor } from './mirror.ts'
import { timed } from './steps.ts'

/** Records are decided a batch at a time, so that memory holds plans, not every record. */
const batchSize = 500

/** A record with something to write. */
export interface Work {
  readonly source: Source
  readonly desired: Json
  readonly issues: readonly Issue[]
  readonly changes: readonly Change[]
  readonly adopt?: string
}

export interface Decided {
  readonly plan: Plan
  readonly works: readonly Work[]
  readonly context: unknown
}

/** Steps 4 to 6 for every due record. Records with nothing to write are recorded here; in a dry run nothing is. */
export async function decide(flowRun: FlowRun): Promise<Decided> {
  const { engine, flow, connection, run } = flowRun
  const mirror = openMirror(engine.db, connection.id)
  await touchAfterNewSettings(flowRun, fingerprint(await flow.settings(mirror)))

  const found: Work[] = []
  let context: unknown
  for await (const ids of dueBatches(flowRun)) {
    context ??= await flow.prepare(mirror, run.dryRun ? foreseenIn(flowRun) : undefined)
    const findings: Finding[] = []
    const sources = await loadDue(flowRun, ids)
    const targets = await openMirrorFor(engine.db, connection.id, flow, sources)
    for (const gathered of await gatherAll(flowRun, sources, context)) {
      const result = await decideRecord(flowRun, gathered, context, targets)
      if ('changes' in result) found.push(result)
      else findings.push(result)
    }
    if (!run.dryRun) await keep(flowRun, findings)
  }
  const works = inOrder(flow, await timed(flowRun, 'match', () => uncontested(flowRun, found)))
  const changes = works.flatMap((work) => work.changes)
  const plan = await timed(flowRun, 'plan', () => planOf(connection.id, flow.name, changes))
  Object.assign(flowRun.tally.planned, plan.counts)
  return { plan, works, context }
}

/** Sorting keeps the order of what is equal, which is that of the ids. */
function inOrder({ order }: Flow, works: readonly Work[]): readonly Work[] {
  if (!order) return works
  return works.toSorted(({ source: a }, { source: b }) => (order(a) < order(b) ? -1 : Number(order(a) > order(b))))
}

async function uncontested(flowRun: FlowRun, works: readonly Work[]): Promise<readonly Work[]> {
  const problems = await contested(flowRun, works)
  const findings: Finding[] = []
  for (const [{ source, issues }, message] of problems) {
    const finding = { id: source.id, state: 'attention', reason: 'ambiguous_match', message, issues } as const
    findings.push(await again(flowRun, source.id, finding))
  }
  if (!flowRun.run.dryRun) await saveFindings(flowRun.engine.db, placeOf(flowRun), findings)
  return works.filter((work) => !problems.has(work))
}

async function keep(flowRun: FlowRun, findings: readonly Finding[]): Promise<void> {
  const { db } = flowRun.engine
  // What a process found before it was paused would take back what its successor noted as due.
  if (!flowRun.holdsLease()) throw new LeaseLostError(flowRun.connection.id)
  const inOrder = findings.filter(({ acknowledged }) => acknowledged !== undefined).map(({ id }) => id)
  await verifyChanges(db, placeOf(flowRun), inOrder)
  await saveFindings(db, placeOf(flowRun), findings)
}

/** A changed mapping or rule makes every record due: what they should be may be different now. */
async function touchAfterNewSettings({ engine, connection, flow, run }: FlowRun, settings: string): Promise<void> {
  const known = (await loadConnection(engine.db, connection.id)).settings[flow.name]
  if (known === settings || run.records) return
  await touchAllRecords(engine.db, { connection: connection.id, flow: flow.name })
  if (!run.dryRun) await saveFlowSettings(engine.db, connection.id, flow.name, settings)
}

async function* dueBatches(flowRun: FlowRun): AsyncGenerator<readonly string[]> {
  const { engine, flow, run, tally } = flowRun
  if (run.records) {
    const ids = idsFor(flow.name, run.records)
    tally.due += ids.length
    if (ids.length > 0) yield ids
    return
  }
  let last = ''
  for (;;) {
    const ids = await dueRecords(engine.db, placeOf(flowRun), engine.now(), last, batchSize)
    if (ids.length === 0) return
    last = ids.at(-1)!
    tally.due += ids.length
    yield ids
  }
}

/**
 * Sources of a batch, without records whose last write is still unclear: planning over those could write twice. Nor those
 * that are held, where single ones are looked at.
 */
async function loadDue(flowRun: FlowRun, ids: readonly string[]): Promise<readonly Source[]> {
  const { engine, connection, flow, run } = flowRun
  const unclear = new Set((await unsettledChanges(engine.db, placeOf(flowRun))).map(({ record }) => record))
  const held = await heldAmong(flowRun, ids)
  const sources = await loadSources(engine.db, connection.id, flow, ids)
  const known = new Set(sources.map(({ id }) => id))
  const orphans = ids.filter((id) => !known.has(id))
  if (!run.dryRun && orphans.length > 0) await forgetRecords(engine.db, placeOf(flowRun), orphans)
  return sources.filter(({ id }) => !unclear.has(id) && !held.has(id))
}

async function decideRecord(
  flowRun: FlowRun,
  { source, error: failure }: Gathered,
  context: unknown,
  mirror: Mirror,
): Promise<Work | Finding> {
  try {
    if (failure !== undefined) throw failure
    return await work(flowRun, source, context, mirror)
  } catch (error) {
    // A key that is refused concerns every record alike; anything else concerns this one, and the others go on (X4).
    if (error instanceof FatalError) throw error
    flowRun.tally.failed += 1
    flowRun.logger.warn({ record: source.id, error }, 'record could not be decided')
    const message = error instanceof Error ? error.message : String(error)
    return again(flowRun, source.id, { id: source.id, state: 'failed', reason: 'not_decided', message })
  }
}

async function work(flowRun: FlowRun, source: Source, context: unknown, mirror: Mirror): Promise<Work | Finding> {
  const { flow, engine, run } = flowRun
  const decision: Decision<Json> = flow.desire(source, context)
  if (decision.type === 'skip') return skipped(flowRun, source.id, decision)
  const { desired, issues } = decision
  const found: Found<Source['row']> = await timed(flowRun, 'match', () => flow.find(source, desired, context, mirror))
  if (found.type === 'skip') return skipped(flowRun, source.id, found)

  const actual = found.type === 'object' ? found.actual : undefined
  const changes = await timed(flowRun, 'plan', () => flow.plan(source, desired, actual, context))
  const adopt = found.type === 'object' && found.origin === 'adopted' ? found.id : undefined
  if (run.dryRun) foresee(flowRun, { record: source.id, changes, ...(adopt && { adopt }) })
  if (changes.length > 0) return { source, desired, issues, changes, ...(adopt && { adopt }) }
  if (adopt && !run.dryRun)
    await adoptTarget(engine.db, { ...placeOf(flowRun), source: flow.source }, { record: source.id, target: adopt })
  return inStep(flowRun, source.id, desired, issues)
}

function foreseenIn({ foreseen }: FlowRun): ForeseenOf {
  return (flow) => foreseen.get(flow) ?? []
}

function foresee({ flow, foreseen }: FlowRun, record: Foreseen): void {
  if (record.changes.length === 0 && record.adopt === undefined) return
  const own = foreseen.get(flow.name)
  if (own) own.push(record)
  else foreseen.set(flow.name, [record])
}

/** Both sides agree. Issues keep it visible, and due again later: what they name may have been mended elsewhere. */
export function inStep({ engine }: FlowRun, id: string, desired: Json, issues: readonly Issue[]): Finding {
  const attention = issues.find((issue) => issue.attention)
  return {
    id,
    state: attention ? 'attention' : 'synced',
    ...(attention && { reason: attention.reason, message: attention.message }),
    issues,
    acknowledged: desired,
    ...(issues.length > 0 && { dueAt: new Date(engine.now().getTime() + issuesAgainMs) }),
  }
}

async function skipped(flowRun: FlowRun, id: string, skip: Skip): Promise<Finding> {
  const { reason, message, attention } = skip
  const finding: Finding = { id, state: attention ? 'attention' : 'skipped', reason, message }
  if (skip.again === 'nextRun') return { ...finding, dueAt: flowRun.engine.now() }
  if (skip.again) return { ...finding, dueAt: skip.again }
  return attention ? again(flowRun, id, finding) : finding
}

/** With the next attempt's number and time (R19). */
export async function again({ engine, connection, flow }: FlowRun, id: string, finding: Finding): Promise<Finding> {
  const known = (await loadRecords(engine.db, { connection: connection.id, flow: flow.name }, [id])).get(id)
  const attempts = (known?.attempts ?? 0) + 1
  return { ...finding, attempts, dueAt: new Date(engine.now().getTime() + backOff(attempts)) }
}
