import type { Connection } from '../connectors/connector.ts'
import type { FieldTrace, Flow, Found, VendorPages } from '../connectors/flow.ts'
import type { Link, Source } from '../connectors/mirror.ts'
import { ConfigError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import type { Change, Issue } from '../plan/change.ts'
import { changesOfRecord, type StoredChange } from '../store/changes.ts'
import type { Knex } from '../store/database.ts'
import { isOutage } from '../store/outage.ts'
import { loadRecords, type RecordState, type StoredRecord } from '../store/records.ts'
import { idsFor } from './look.ts'
import { loadSources, openMirror } from './mirror.ts'

/** Everything about one record in one flow: where it stands, why, and each write that was ever meant for it. */
export interface Explanation {
  readonly flow: string
  readonly record: string
  /** Absent where no run has looked at it yet. */
  readonly state?: RecordState
  readonly reason?: string
  readonly message?: string
  readonly issues: readonly Issue[]
  readonly attempts: number
  readonly dueAt?: string
  readonly isGone: boolean
  readonly link?: Link
  readonly acknowledged?: Json
  readonly decision: ExplainedDecision
  readonly fields: readonly ExplainedField[]
  /** Newest first. */
  readonly history: readonly StoredChange[]
  readonly pages: VendorPages
}

/** What a run would decide now, from the lists as they were last read. */
export type ExplainedDecision =
  | { readonly type: 'inStep'; readonly target: string }
  | { readonly type: 'write'; readonly changes: readonly Change[] }
  | { readonly type: 'skip'; readonly reason: string; readonly message: string; readonly attention: boolean }
  /** It could not be decided, such as when a vendor did not answer. */
  | { readonly type: 'undecided'; readonly problem: string }

/** One mapped field's way. `isEqual` is absent where nothing was compared, as when the value cannot be written. */
export interface ExplainedField extends FieldTrace {
  readonly isEqual?: boolean
  readonly planned?: { readonly before: Json; readonly after: Json }
  readonly history: readonly StoredChange[]
}

/**
 * In every flow that knows the record. Reads only; the vendors are asked what a decision needs of them, for all flows side by
 * side. One that does not answer is part of the explanation: with `lookMs`, from then on.
 */
export async function explain(
  db: Knex,
  connection: Connection,
  record: string,
  lookMs?: number,
): Promise<readonly Explanation[]> {
  const looks = connection.flows.flatMap((flow) =>
    idsFor(flow.name, [record]).map((id) =>
      explainIn({ db, connection, flow, ...(lookMs !== undefined && { lookMs }) }, id),
    ),
  )
  return (await Promise.all(looks)).filter((explanation) => explanation !== undefined)
}

interface Asked {
  readonly db: Knex
  readonly connection: Connection
  readonly flow: Flow
  readonly lookMs?: number
}

async function explainIn(asked: Asked, id: string): Promise<Explanation | undefined> {
  const { db, connection, flow } = asked
  const place = { connection: connection.id, flow: flow.name }
  const [source] = await loadSources(db, connection.id, flow, [id])
  const stored = (await loadRecords(db, place, [id])).get(id)
  if (!source && !stored) return undefined
  const history = await changesOfRecord(db, { ...place, record: id })
  const { decision, traces } = history.some(({ state }) => state === 'unknown')
    ? unclear
    : await decideInTime(asked, source)
  return {
    ...{ flow: flow.name, record: id, ...standing(stored), isGone: source?.isGone ?? true },
    ...(source?.link && { link: source.link }),
    decision,
    fields: traces.map((trace) => explainField(trace, decision, history)),
    history,
    pages: (source && (await flow.pages?.(source, openMirror(db, connection.id)))) ?? {},
  }
}

function standing(stored: StoredRecord | undefined) {
  const { state, reason, message, issues = [], attempts = 0, dueAt, acknowledged } = stored ?? {}
  return {
    ...{ issues, attempts },
    ...(state && { state }),
    ...(reason && { reason }),
    ...(message && { message }),
    ...(dueAt && { dueAt }),
    ...(acknowledged !== undefined && { acknowledged }),
  }
}

interface Decided {
  readonly decision: ExplainedDecision
  readonly traces: readonly FieldTrace[]
}

/** As a run does it: planning over a write that may have been made could make it twice. */
const unclear: Decided = {
  decision: { type: 'undecided', problem: 'a write of it is unclear, and nothing is decided before that is settled' },
  traces: [],
}

/** What is being asked then goes on and is forgotten: it only reads. */
async function decideInTime(asked: Asked, source: Source | undefined): Promise<Decided> {
  const { lookMs } = asked
  if (lookMs === undefined) return decideNow(asked, source)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Decided>((resolve) => {
    const problem = `a vendor did not answer within ${Math.round(lookMs / 1000)} s`
    timer = setTimeout(resolve, lookMs, { decision: { type: 'undecided', problem }, traces: [] })
  })
  const decided = decideNow(asked, source)
  decided.catch(() => undefined)
  return Promise.race([decided, late]).finally(() => clearTimeout(timer))
}

async function decideNow({ db, connection, flow }: Asked, source: Source | undefined): Promise<Decided> {
  const blocked = flow.blocked?.()
  if (blocked) return { decision: { type: 'undecided', problem: blocked }, traces: [] }
  if (!source)
    return { decision: { type: 'undecided', problem: 'its row is no longer known; the next run reads it' }, traces: [] }
  try {
    const context = await flow.prepare(openMirror(db, connection.id))
    const gathered = flow.gather ? await flow.gather(source, context) : source
    const traces = flow.trace?.(gathered, context) ?? []
    return { decision: await decision(db, connection, flow, gathered, context), traces }
  } catch (error) {
    return { decision: { type: 'undecided', problem: problemOf(error) }, traces: [] }
  }
}

/** Our own errors say nothing of people; another's text may quote what it choked on, and the database's the statement. */
function problemOf(error: unknown): string {
  if (isOutage(error) || (error instanceof Error && 'severity' in error)) throw error
  if (error instanceof ConfigError || (error instanceof Error && 'facts' in error)) return error.message
  return `it failed unexpectedly (${error instanceof Error ? error.name : typeof error})`
}

async function decision(
  db: Knex,
  connection: Connection,
  flow: Flow,
  source: Source,
  context: unknown,
): Promise<ExplainedDecision> {
  const decided = flow.desire(source, context)
  if (decided.type === 'skip') return skip(decided)
  const found: Found<Source['row']> = await flow.find(source, decided.desired, context, openMirror(db, connection.id))
  if (found.type === 'skip') return skip(found)
  const changes = flow.plan(source, decided.desired, found.type === 'object' ? found.actual : undefined, context)
  if (changes.length > 0) return { type: 'write', changes }
  return { type: 'inStep', target: found.type === 'object' ? found.id : '' }
}

function skip({ reason, message, attention }: Omit<Extract<ExplainedDecision, { type: 'skip' }>, 'type'>) {
  return { type: 'skip', reason, message, attention } as const
}

function explainField(
  trace: FieldTrace,
  decision: ExplainedDecision,
  history: readonly StoredChange[],
): ExplainedField {
  const own = history.filter(({ fields }) => fields.some(({ field }) => field === trace.to))
  if (trace.problem !== undefined) return { ...trace, history: own }
  if (decision.type !== 'write') return { ...trace, ...(decision.type === 'inStep' && { isEqual: true }), history: own }
  const planned = decision.changes.flatMap(({ fields }) => fields).find(({ field }) => field === trace.to)
  return {
    ...{ ...trace, isEqual: planned === undefined, history: own },
    ...(planned && { planned: { before: planned.before, after: planned.after } }),
  }
}
