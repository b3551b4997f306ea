import { z } from 'zod'
import { currencyCode } from './input.ts'
import type { FieldContent, FieldDefinition, FieldType, FieldValue } from './model.ts'
import { invalidInput } from './refusal.ts'

const INTERVALS = [
  'NONE',
  '1 TIME',
  '1 HOUR',
  '1 DAY',
  '1 WEEK',
  '2 WEEK',
  '1 MONTH',
  '2 MONTH',
  '1 YEAR',
  '6 MONTH',
  '0.5 MONTH',
  '3 MONTH',
] as const

/** One shape per field type: https://developers.ashbyhq.com/reference/customfieldsetvalue. Null clears any of them. */
const SHAPES: Readonly<Record<FieldType, (definition: FieldDefinition) => z.ZodType<FieldContent>>> = {
  Boolean: () => z.boolean(),
  String: () => z.string(),
  LongText: () => z.string(),
  Email: () => z.email(),
  Phone: () => z.string(),
  Url: () => z.url({ protocol: /^https?$/ }),
  UUID: () => z.guid(),
  Date: ({ isDateOnlyField }) =>
    isDateOnlyField === true ? z.iso.date() : z.union([z.iso.date(), z.iso.datetime({ offset: true })]),
  Number: () => z.number(),
  Currency: () => z.object({ value: z.number(), currencyCode }),
  ValueSelect: (definition) => optionOf(definition),
  MultiValueSelect: (definition) => z.array(optionOf(definition)),
  NumberRange: () => z.object({ type: z.literal('number-range'), minValue: z.number(), maxValue: z.number() }),
  CompensationRange: () =>
    z.object({
      type: z.literal('compensation-range'),
      minValue: z.number(),
      maxValue: z.number(),
      currencyCode,
      interval: z.enum(INTERVALS),
    }),
  Location: () =>
    z.strictObject({ country: z.string().optional(), region: z.string().optional(), city: z.string().optional() }),
}

/** What the field then holds; undefined when it was cleared. */
export function toFieldValue(definition: FieldDefinition, content: unknown): FieldValue | undefined {
  if (definition.isArchived) throw invalidInput(`fieldId: ${definition.id} is archived`)
  if (content === null) return undefined
  const parsed = SHAPES[definition.fieldType](definition).safeParse(content)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) =>
      ['fieldValue', ...path].join('.').concat(`: ${message}`),
    )
    throw invalidInput(`${issues.join('; ')} (field ${definition.id} is of type ${definition.fieldType})`)
  }
  return describeValue(definition, parsed.data)
}

/** The values with this one in place of the field's former one. */
export function withValue(
  values: readonly FieldValue[],
  { id }: FieldDefinition,
  value: FieldValue | undefined,
): readonly FieldValue[] {
  if (value === undefined) return values.filter((other) => other.id !== id)
  return values.some((other) => other.id === id)
    ? values.map((other) => (other.id === id ? value : other))
    : [...values, value]
}

/** What setValue answers for a field that was cleared. */
export function clearedValue({ id, title, isPrivate }: FieldDefinition): FieldValue {
  return { id, title, isPrivate, value: null }
}

function describeValue(definition: FieldDefinition, value: FieldContent): FieldValue {
  const { id, title, isPrivate, fieldType } = definition
  const labelOf = (wanted: unknown) =>
    definition.selectableValues?.find((option) => option.value === wanted)?.label ?? String(wanted)
  if (fieldType === 'ValueSelect') return { id, title, isPrivate, valueLabel: labelOf(value), value }
  if (fieldType === 'MultiValueSelect' && Array.isArray(value)) {
    return { id, title, isPrivate, valueLabel: value.map(labelOf), value }
  }
  return { id, title, isPrivate, value }
}

function optionOf({ selectableValues = [] }: FieldDefinition): z.ZodType<string> {
  return z
    .string()
    .refine(
      (wanted) => selectableValues.some((option) => option.value === wanted && !option.isArchived),
      'not an option',
    )
}
