import { isObject } from '../../lib/loose.ts'
import { whyNotMapped } from '../../mapping/built-in-fields.ts'
import type { OpeningMapping } from '../../mapping/load.ts'
import type { AshbyField } from '../../systems/ashby/schema.ts'
import { fieldTypeFor } from '../../systems/ashby/values.ts'
import type { ChartHopField } from '../../systems/charthop/schema.ts'
import { valueKind } from '../../systems/charthop/values.ts'
import type { FieldLine } from '../connector.ts'
import type { Mirror, Written } from '../mirror.ts'
import { ifAnswered } from '../permission.ts'
import type { Systems } from './collections.ts'
import {
  archivedProblem,
  holdsOnOpenJob,
  isSelect,
  mappingProblem,
  missingOptions,
  typeProblem,
} from './mapped-fields.ts'
import { readSamples } from './samples.ts'
import { folded } from './values.ts'

/** Every custom field of ChartHop, ticked or not, and what it is or would be in Ashby. */
export async function fieldLines(systems: Systems, mirror?: Mirror): Promise<readonly FieldLine[]> {
  const mapping = systems.mapping()
  const { fields, targets } = await bothFields(systems)
  const samples = await readSamples(fields, mirror)
  const made = (await mirror?.created('fields')) ?? []
  return fields.map((field) => {
    const entry = mapping.openings.find(({ from }) => folded(from) === folded(field.code))
    const { title } = entry ?? { title: field.label }
    const target = titled(title, targets) ?? (entry && stillMeant(field, title, made, targets))
    return {
      ...{ code: field.code, label: field.label, type: field.type, entity: field.entityType },
      isMapped: entry !== undefined,
      isStandard: false,
      ...targetOf(field, entry ?? { title }, target),
      samples: samples.get(field.code) ?? [],
    }
  })
}

/** ChartHop's own fields follow by rule. A list that is only looked at is not worth failing for. */
export async function standardFieldLines({ charthop }: Systems): Promise<readonly FieldLine[]> {
  const fields = (await ifAnswered(() => charthop.builtInFields())) ?? []
  return fields.map(({ code, label, type, entityType }) => {
    const why = whyNotMapped(code)
    return { code, label, type, entity: entityType, isMapped: false, isStandard: true, why, target: why, samples: [] }
  })
}

type Targeted = Pick<FieldLine, 'why' | 'target' | 'targetState' | 'title' | 'options'>
type Entry = Pick<OpeningMapping, 'title' | 'type'>

/** What we made under this title is meant by it still, whatever people have renamed it to in Ashby (S93). */
function stillMeant(
  { id }: ChartHopField,
  title: string,
  made: readonly Written[],
  targets: readonly AshbyField[],
): AshbyField | undefined {
  const last = made.findLast(({ record, input }) => record === id && isObject(input) && input.title === title)
  return last && targets.find((target) => target.id === last.target)
}

function targetOf(field: ChartHopField, entry: Entry, target: AshbyField | undefined): Targeted {
  const kind = valueKind(field)
  const never = mappingProblem(entry, field)
  if (!holdsOnOpenJob(field)) return cannot(never, `not on an open job (${field.entityType}); usable under hires`)
  if (!kind) return cannot(never, `cannot be mapped (${field.type})`)
  const { title } = entry
  const type = target?.fieldType ?? entry.type ?? fieldTypeFor(kind)
  const line = target ? `${target.title} (${type})` : `${title} (${type}), to be made`
  if (never !== undefined) return cannot(never, line)
  const why = target?.isArchived ? archivedProblem(title) : typeProblem(entry, field, target)
  if (why !== undefined) return { ...cannot(why, line), title }
  const options = isSelect(type) ? { options: coverage(field, target) } : {}
  return { target: line, targetState: target ? 'exists' : 'toBeMade', title, ...options }
}

function cannot(why: string | undefined, target: string): Targeted {
  return { why: why ?? target, target, targetState: 'cannot' }
}

function coverage(field: ChartHopField, target: AshbyField | undefined): NonNullable<FieldLine['options']> {
  const missing = (target ? missingOptions(field, target) : field.options).map(({ label }) => label)
  const total = field.options.length
  return { total, covered: total - missing.length, missing }
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
