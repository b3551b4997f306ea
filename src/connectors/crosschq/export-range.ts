import type { Json } from '../../lib/json.ts'
import type { Skip } from '../flow.ts'
import type { Mirror } from '../mirror.ts'
import type { ExportRules } from './export-config.ts'
import { PROSPECTS, type ProspectRow } from './prospects.ts'
import { attention, skip } from './skips.ts'

/** When each switch was first seen on; undefined where it is off. */
export interface ExportRange {
  readonly existing?: Date
  readonly new?: Date
}

const NAMES = { existing: 'export.existing', new: 'export.new' } as const

/** What the engine is to remember the first moment of: whoever switches off and on again starts anew (S65). */
export function switchNames(rules: ExportRules): readonly string[] {
  return (['existing', 'new'] as const).filter((each) => rules[each]).map((each) => NAMES[each])
}

/** A plan before the first run reckons with a switch that would be seen now. */
export async function rangeOf(rules: ExportRules, mirror: Mirror, now: Date): Promise<ExportRange> {
  const seen = await mirror.firstSeen(PROSPECTS)
  return {
    ...(rules.existing && { existing: seen.get(NAMES.existing) ?? now }),
    ...(rules.new && { new: seen.get(NAMES.new) ?? now }),
  }
}

export function rangeJson(range: ExportRange): Json {
  return { existing: range.existing?.toISOString() ?? null, new: range.new?.toISOString() ?? null }
}

/** Why a prospect is not to be exported: made before or after the moment that a switch counts from (S66). Pure. */
export function outOfRange({ createdAt }: ProspectRow, range: ExportRange): Skip | undefined {
  if (!range.existing && !range.new) return skip('export_off', 'export.existing and export.new are off')
  const at = createdAt === undefined ? undefined : Date.parse(createdAt)
  if (isEverybody(range)) return undefined
  if (at === undefined) {
    const message =
      'Crosschq does not say when this prospect was made; switch on export.existing and export.new both, or add the person by hand'
    return attention('no_date', message)
  }
  if (range.existing && at < range.existing.getTime()) return undefined
  if (range.new && at >= range.new.getTime()) return undefined
  return range.existing
    ? skip('made_after', 'the prospect is newer than the switch export.existing')
    : skip('made_before', 'the prospect is older than the switch export.new')
}

/** Without a moment between the two, nobody is left out. */
function isEverybody(range: ExportRange): boolean {
  return range.existing !== undefined && range.new !== undefined && range.new <= range.existing
}
