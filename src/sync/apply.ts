import type { Receipt } from '../connectors/flow.ts'
import {
  FatalError,
  RejectedRecordError,
  RetryableError,
  UnknownOutcomeError,
  UnsupportedError,
} from '../lib/errors.ts'
import { inParallel } from '../lib/in-parallel.ts'
import type { Change } from '../plan/change.ts'
import { intend, LeaseLostError } from '../store/changes.ts'
import { type Settlement, settleChange } from '../store/settlements.ts'
import type { Decided, Work } from './decide.ts'
import { type FlowRun, placeOf } from './engine.ts'
import { settleNow } from './settle.ts'

/** What came of one record's changes. `target` is where they went. */
export interface Applied {
  readonly work: Work
  readonly target?: string
  readonly failure?: ApplyFailure
}

export interface ApplyFailure {
  readonly reason: string
  readonly message: string
  readonly isRefused: boolean
  /** The vendor has no such call: what else the record needs was done, and nobody tries this again (S20). */
  readonly isUnsupported: boolean
}

/** More than 40 %, and at least 5, of the records failing means that the target is unwell: stop pressing (RELIABILITY §6). */
const quarantine = { share: 0.4, least: 5 }

/** Step 8, the only place that writes to a vendor: the intent is committed, then the call made, then its outcome committed. */
export async function apply(flowRun: FlowRun, { works, context }: Decided): Promise<readonly Applied[]> {
  const applied: Applied[] = []
  let fatal: unknown
  await inParallel(works, flowRun.engine.inFlight, async (work) => {
    if (fatal || flowRun.signal.aborted || isQuarantined(applied)) return
    try {
      applied.push(await applyRecord(flowRun, work, context))
    } catch (error) {
      fatal ??= error
    }
  })
  if (fatal instanceof LeaseLostError) throw fatal
  if (fatal) noteFatal(flowRun, fatal)
  else if (applied.length < works.length) noteStop(flowRun, applied)
  return applied
}

async function applyRecord(flowRun: FlowRun, work: Work, context: unknown): Promise<Applied> {
  let target = work.source.link?.target ?? work.adopt
  let unsupported: ApplyFailure | undefined
  for (const [position, planned] of work.changes.entries()) {
    const change = target ? { ...planned, target } : planned
    const settlement = await applyChange(flowRun, change, position, context)
    if (!settlement.isUnsupported) flowRun.tally[settlement.state] += 1
    if (settlement.state !== 'applied') {
      const failure = failureOf(settlement)
      if (!failure.isUnsupported) return { work, ...(target && { target }), failure }
      unsupported = failure
      continue
    }
    target = settlement.target ?? target
  }
  return { work, ...(target && { target }), ...(unsupported && { failure: unsupported }) }
}

function failureOf({ state, reason = state, message = '', isUnsupported = false }: Settlement): ApplyFailure {
  return { reason, message, isRefused: reason === 'refused', isUnsupported }
}

/** One write. Whatever happens in between, the ledger tells the next run that it was meant and how far it got. */
async function applyChange(flowRun: FlowRun, change: Change, position: number, context: unknown): Promise<Settlement> {
  const { engine, lease, run, connection, flow, logger } = flowRun
  await engine.checkpoint?.('beforeIntend', change)
  const id = await intend(engine.db, lease, run.id, change, position)
  await engine.checkpoint?.('afterIntend', change)
  // Stopped since, for so long that another process has settled what we meant to do (fault C15).
  if (!flowRun.holdsLease()) throw new LeaseLostError(connection.id)
  const settlement = await call(flowRun, id, change, context)
  await engine.checkpoint?.('afterCall', change)
  await settleChange(engine.db, { id, connection: connection.id, flow: flow.name }, settlement)
  await engine.checkpoint?.('afterSettle', change)
  logger.debug({ change: id, action: change.action, record: change.record, state: settlement.state }, 'change settled')
  if (settlement.state === 'failed' && settlement.reason === 'fatal')
    throw new FatalError(settlement.message ?? 'the target refused us')
  return settlement
}

async function call(flowRun: FlowRun, id: string, change: Change, context: unknown): Promise<Settlement> {
  const meantAt = flowRun.engine.now()
  try {
    return applied(change, await flowRun.flow.apply(change, context))
  } catch (error) {
    if (error instanceof UnknownOutcomeError) return settleNow(flowRun, id, change, context, meantAt)
    return { state: 'failed', ...failure(error) }
  }
}

function applied(change: Change, receipt: Receipt): Settlement {
  const target = receipt.target ?? change.target
  const link =
    change.effect === 'create' && target ? ({ record: change.record, target, origin: 'created' } as const) : undefined
  return { state: 'applied', ...receipt, ...(target && { target }), ...(link && { link }) }
}

function failure(error: unknown): Omit<Settlement, 'state'> & { readonly reason: string; readonly message: string } {
  const message = error instanceof Error ? error.message : String(error)
  const requestId = error instanceof RejectedRecordError ? error.facts.requestId : undefined
  if (error instanceof RejectedRecordError) return { reason: 'refused', message, ...(requestId && { requestId }) }
  if (error instanceof UnsupportedError) return { reason: error.reason, message, isUnsupported: true }
  if (error instanceof RetryableError) return { reason: 'not_reached', message }
  if (error instanceof FatalError) return { reason: 'fatal', message }
  return { reason: 'failed', message }
}

function isQuarantined(applied: readonly Applied[]): boolean {
  const failed = applied.filter(hasFailed).length
  return failed >= quarantine.least && failed > applied.length * quarantine.share
}

function hasFailed({ failure }: Applied): boolean {
  return failure !== undefined && !failure.isUnsupported
}

function noteFatal({ tally, logger }: FlowRun, error: unknown): void {
  tally.state = 'failed'
  tally.problem = error instanceof Error ? error.message : String(error)
  logger.error({ error }, 'flow stopped: the target cannot be written to')
}

function noteStop(flowRun: FlowRun, applied: readonly Applied[]): void {
  const { tally, logger, signal } = flowRun
  tally.state = 'stopped'
  tally.problem = signal.aborted
    ? 'stopped on request; what was not written yet is still due'
    : `stopped after ${applied.filter(hasFailed).length} of ${applied.length} records failed; the rest is still due`
  logger.warn({ ...placeOf(flowRun), problem: tally.problem }, 'flow stopped early')
}
