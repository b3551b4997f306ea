import type { Value } from '../../record/record.ts'
import type { ChartHopField, ChartHopJob } from '../../systems/charthop/schema.ts'
import { readValue } from '../../systems/charthop/values.ts'
import type { Mirror } from '../mirror.ts'
import { folded } from './values.ts'

const MOST = 3

/** By code, a few different values as people write them. Only what is ticked was ever read, so the others have none. */
export async function readSamples(
  fields: readonly ChartHopField[],
  mirror: Mirror | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const jobs = (await mirror?.rows<ChartHopJob>('charthop.jobs')) ?? []
  const byCode = new Map(fields.map((field) => [folded(field.code), { field, samples: new Set<string>() }]))
  for (const { custom } of jobs) {
    for (const [code, raw] of Object.entries(custom)) {
      const known = byCode.get(folded(code))
      if (!known || known.samples.size === MOST) continue
      const read = readValue(known.field, raw)
      const text = 'value' in read ? textOf(read.value, known.field) : undefined
      if (text !== undefined) known.samples.add(text)
    }
  }
  return new Map([...byCode.values()].map(({ field, samples }) => [field.code, [...samples]]))
}

function textOf(value: Value, { options }: ChartHopField): string | undefined {
  if (value === null) return undefined
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const labelOf = (name: string) => options.find((option) => option.name === name)?.label ?? name
  if (Array.isArray(value)) return value.map(labelOf).join(', ')
  if (typeof value === 'object')
    return `${(value as { amount: number }).amount} ${(value as { currency: string }).currency}`
  return labelOf(String(value))
}
