import { z } from 'zod'
import { numberOf } from '../../lib/loose.ts'

/** Not always a UUID: Lever's own stages are words. */
export const id = z.string().min(1)

export const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || undefined)

export const texts = listOf(z.string()).transform((list) => list.map((each) => each.trim()).filter(Boolean))

/** ISO 8601 in UTC out of Lever's milliseconds since 1970, which one of its pages prints as text. */
export const moment = z.unknown().optional().transform(momentOf)

export const isConfidential = text.transform((value) => value === 'confidential')

/** An id, or the object that stands in its place where it was expanded. */
export const reference = z
  .union([id, z.object({ id }).transform((object) => object.id)])
  .nullish()
  .transform((value) => value ?? undefined)

/** Numbers, a mobile one first: it is the one that can be written to. */
export const phones = listOf(z.object({ type: text, value: text })).transform((list) =>
  list
    .toSorted((a, b) => Number(isMobile(b.type)) - Number(isMobile(a.type)))
    .flatMap(({ value }) => (value === undefined ? [] : [value])),
)

export function listOf<T extends z.ZodType>(schema: T) {
  return z
    .array(schema)
    .nullish()
    .transform((list) => list ?? [])
}

/** For filters. Undefined stays undefined: no filter. */
export function millisecondsOf(moment: string | undefined): number | undefined {
  if (moment === undefined) return undefined
  const ms = Date.parse(moment)
  if (Number.isNaN(ms)) throw new TypeError('a moment must be ISO 8601')
  return ms
}

export function momentOf(value: unknown): string | undefined {
  const ms = numberOf(value)
  return ms !== undefined && ms >= 0 && ms <= LATEST ? new Date(ms).toISOString() : undefined
}

/** What JavaScript's dates can hold. */
const LATEST = 8_640_000_000_000_000

function isMobile(type: string | undefined): boolean {
  return type?.toLowerCase() === 'mobile'
}
