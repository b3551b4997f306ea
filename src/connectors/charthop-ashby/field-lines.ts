import type { Mapping } from '../../mapping/load.ts'
import type { AshbyField } from '../../systems/ashby/schema.ts'
import { fieldTypeFor } from '../../systems/ashby/values.ts'
import type { ChartHopField } from '../../systems/charthop/schema.ts'
import { valueKind } from '../../systems/charthop/values.ts'
import type { FieldLine } from '../connector.ts'
import type { Systems } from './collections.ts'
import { holdsOnOpenJob } from './mapped-fields.ts'
import { folded } from './values.ts'

/** Every custom field of ChartHop, ticked or not, and what it is or would be in Ashby. */
export async function fieldLines(systems: Systems): Promise<readonly FieldLine[]> {
  const mapping = systems.mapping()
  const { fields, targets } = await bothFields(systems)
  return fields.map((field) => {
    const entry = mapping.openings.find(({ from }) => folded(from) === folded(field.code))
    return {
      code: field.code,
      label: field.label,
      type: field.type,
      isMapped: entry !== undefined,
      target: lineTarget(field, entry, targets),
    }
  })
}

function lineTarget(
  field: ChartHopField,
  entry: Mapping['openings'][number] | undefined,
  targets: readonly AshbyField[],
): string {
  const kind = valueKind(field)
  if (!holdsOnOpenJob(field)) return `not on an open job (${field.entityType}); usable under hires`
  if (!kind) return `cannot be mapped (${field.type})`
  const title = entry?.title ?? field.label
  const target = titled(title, targets)
  return target
    ? `${target.title} (${target.fieldType})`
    : `${title} (${entry?.type ?? fieldTypeFor(kind)}), to be made`
}

export function titled(title: string, targets: readonly AshbyField[]): AshbyField | undefined {
  return targets.find((target) => folded(target.title) === folded(title))
}

/** The fields both sides have now. */
export async function bothFields({ charthop, ashby }: Systems) {
  const fields: ChartHopField[] = []
  for await (const { rows } of charthop.customFields()) fields.push(...rows.filter(({ isDeleted }) => !isDeleted))
  const sources: AshbyField[] = []
  for await (const { rows } of ashby.customFields()) sources.push(...rows)
  return { fields, sources, targets: sources.filter(({ objectType }) => objectType === 'Opening') }
}
