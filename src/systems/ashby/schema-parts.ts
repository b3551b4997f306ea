import { z } from 'zod'
import type { Json } from '../../lib/json.ts'

export interface AshbyCustomValue {
  readonly title: string
  readonly value: Json
  readonly label?: Json
}

export type AshbyCustomValues = Readonly<Record<string /* field id */, AshbyCustomValue>>

/** What Ashby's objects are made of. Live answers hold null where the reference says nothing about it. */
export const id = z.string().min(1)

export const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined)

export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)

export const ids = listOf(id)

/** `YYYY-MM-DD`, also where a time follows: the date as written, since nothing tells whose midnight is meant. */
export const calendarDate = z
  .string()
  .regex(/^(\d{4}-\d{2}-\d{2}(T.*)?)?$/, 'is not a calendar date')
  .nullish()
  .transform((value) => value?.slice(0, 10) || undefined)

export const CustomValue = z.object({
  id,
  title: z.string(),
  value: z.unknown().optional().transform(asJson),
  valueLabel: z.unknown().optional().transform(asJson),
})

export const customValues = listOf(CustomValue).transform((values) => Object.fromEntries(values.map(byId)))

export function listOf<T extends z.ZodType>(schema: T) {
  return z
    .array(schema)
    .nullish()
    .transform((list) => list ?? [])
}

function byId({ id, title, value, valueLabel }: z.infer<typeof CustomValue>): [string, AshbyCustomValues[string]] {
  return [id, valueLabel === null ? { title, value } : { title, value, label: valueLabel }]
}

/** Only what JSON.parse made comes here, so it is Json by construction; walking it again could overflow the stack. */
function asJson(value: unknown): Json {
  return (value ?? null) as Json
}
