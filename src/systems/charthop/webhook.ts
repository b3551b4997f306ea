import { isRow, type Row } from './row.ts'

export interface ChartHopHook {
  readonly jobId?: string
  readonly personId?: string
  readonly changeId?: string
  /** `entity.type.subtype` in lower case, e.g. `change.create.hire`. */
  readonly event?: string
}

/**
 * Which record a hook hints at. The exact spelling of the keys is not documented, so case and punctuation are
 * ignored (https://docs.charthop.com/developer-basics tells only what is in it). Nothing else in it is believed.
 */
export function readChartHopHook(body: unknown): ChartHopHook {
  if (!isRow(body)) return {}
  const outer = folded(body)
  const payload = isRow(outer.payload) ? folded(outer.payload) : {}
  const entity = wordOf(outer.entitytype)?.toLowerCase()
  const entityId = idOf(outer.entityid)
  return {
    jobId: idOf(outer.jobid) ?? idOf(payload.jobid) ?? (entity === 'job' ? entityId : undefined),
    personId: idOf(outer.personid) ?? idOf(payload.personid) ?? (entity === 'person' ? entityId : undefined),
    changeId: idOf(outer.changeid) ?? idOf(payload.changeid) ?? (entity === 'change' ? entityId : undefined),
    event: wordOf(outer.code)?.toLowerCase() ?? eventOf(entity, outer),
  }
}

function eventOf(entity: string | undefined, outer: Row): string | undefined {
  const type = wordOf(outer.type ?? outer.eventtype)?.toLowerCase()
  if (type?.includes('.')) return type
  const subtype = wordOf(outer.subtype ?? outer.eventsubtype)?.toLowerCase()
  return [entity, type, subtype].filter((word) => word !== undefined).join('.') || undefined
}

function folded(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key.toLowerCase().replace(/[^a-z]/g, ''), value]),
  )
}

/** What will stand in a path and in logs. */
function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value) ? value : undefined
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,80}$/.test(value) ? value : undefined
}
