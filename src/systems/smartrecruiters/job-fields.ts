import { isObject, textOf } from '../../lib/loose.ts'

/** A field of a job that the company made, and what stands in it. */
export interface JobField {
  readonly id: string
  readonly label: string
  readonly value?: string
}

/**
 * `{ "id", "label", "value": { "id", "label" } }` is documented, and true of a choice. How a field of free text comes, and
 * whether it comes at all, is not: its text may stand under `label` or `value` of the value, or be the value itself.
 */
export function readJobField(row: unknown): JobField | undefined {
  if (!isObject(row)) return undefined
  const [id, label] = [textOf(row.id), textOf(row.label)]
  if (id === undefined && label === undefined) return undefined
  return { id: id ?? '', label: label ?? '', value: textIn(row) }
}

/** All fields that the configuration's text may mean: the one with that id, or else those with that label. */
export function fieldsCalled<T extends Pick<JobField, 'id' | 'label'>>(
  fields: readonly T[],
  labelOrId: string,
): readonly T[] {
  const wanted = labelOrId.trim()
  const byId = fields.filter(({ id }) => id !== '' && id === wanted)
  return byId.length > 0 ? byId : fields.filter(({ label }) => fold(label) === fold(wanted))
}

/** In lower case and without blanks around them, each once; a field of free text may hold several with commas between. */
export function tagsIn(fields: readonly JobField[], labelOrId: string): readonly string[] {
  const texts = fieldsCalled(fields, labelOrId).flatMap(({ value = '' }) => value.split(','))
  return [...new Set(texts.map(fold))].filter((tag) => tag !== '')
}

function textIn({ value, valueLabel }: Readonly<Record<string, unknown>>): string | undefined {
  if (!isObject(value)) return textOf(valueLabel) ?? textOf(value)
  return textOf(value.label) ?? textOf(value.value) ?? textOf(valueLabel) ?? textOf(value.id)
}

function fold(text: string): string {
  return text.trim().toLowerCase()
}
