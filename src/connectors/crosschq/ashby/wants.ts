import type { TemplateTrigger } from '../../../mapping/crosschq-load.ts'
import { type Resolved, resolveTriggers } from '../../../mapping/triggers.ts'
import type { AshbyVisit } from '../../../systems/ashby/schema.ts'
import type { Want } from '../host.ts'
import type { ApplicationRow, JobRow, OrderRow } from './rows.ts'

/** How long Ashby may come back for an order that it was given no answer for (R15). */
export const ORDER_MS = 10 * 60_000

/** What Ashby asked for. Nobody waits any more for what came to nothing ten minutes ago. */
export function orderWants(orders: readonly OrderRow[], now: Date): readonly Want[] {
  return orders
    .filter(({ state }) => state !== 'cancelled')
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .map(({ id, template, state, askedAt }) => ({
      ...{ key: id, template },
      isWithdrawn: state === 'withdrawn' || (state === 'wanted' && now.getTime() - Date.parse(askedAt) > ORDER_MS),
    }))
}

/** What the engine remembers a trigger by: as it is written, since nothing else is known before the jobs are read. */
export function triggerName({ job, stage, template }: TemplateTrigger): string {
  return [template, job, stage].join(' | ')
}

export type StageTrigger = Resolved<TemplateTrigger>

export function resolvedTriggers(
  triggers: readonly TemplateTrigger[],
  jobs: readonly JobRow[],
): readonly StageTrigger[] {
  return resolveTriggers(triggers, jobs).resolved
}

/** The triggers at whose stage the application is. */
export function triggersAt(application: ApplicationRow, triggers: readonly StageTrigger[]): readonly StageTrigger[] {
  if (application.status !== 'Active') return []
  return triggers.filter(({ jobId, stageId }) => jobId === application.jobId && stageId === application.stageId)
}

/** One want for each arrival. Arrivals from before the trigger are the past, unless they are asked for (X2). */
export function visitWants(
  visit: AshbyVisit,
  triggers: readonly StageTrigger[],
  { firstSeen, backfill }: { readonly firstSeen: ReadonlyMap<string, Date>; readonly backfill: boolean },
): readonly Want[] {
  const entered = Date.parse(visit.enteredAt)
  const isNew = (trigger: StageTrigger) =>
    entered > (firstSeen.get(triggerName(trigger))?.getTime() ?? Number.POSITIVE_INFINITY)
  const counting = new Set(triggers.filter((trigger) => backfill || isNew(trigger)).map(({ template }) => template))
  const templates = [...new Set(triggers.map(({ template }) => template))]
  return templates.map((template) => {
    const past = counting.has(template) ? {} : { isPast: true }
    return { key: visitKey(template, visit.id), template, isWithdrawn: false, ...past }
  })
}

/** Moved on since it was read, and the next read tells; or the history comes late, of which nothing tells. */
export function unplacedWants(triggers: readonly StageTrigger[]): readonly Want[] {
  const templates = [...new Set(triggers.map(({ template }) => template))]
  return templates.map((template) => ({ key: visitKey(template, ''), template, isWithdrawn: false, isUnplaced: true }))
}

export function visitKey(template: string, visit: string): string {
  return `${template}:${visit}`
}

/** The visit that a want is about; none of an order's, which is a UUID. */
export function visitOf(key: string): string | undefined {
  const colon = key.indexOf(':')
  return colon < 0 ? undefined : key.slice(colon + 1)
}
