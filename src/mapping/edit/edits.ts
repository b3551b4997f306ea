import { z } from 'zod'
import { Name } from '../../lib/settings.ts'
import { RELATIONSHIPS } from '../crosschq-schema.ts'

/** What an editor asks for, in the words of the file it changes. What the file may hold is its own schema's to say. */
const Field = z.strictObject({
  code: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'expects the code of a custom field'),
  title: line(200).optional(),
})

const Place = { job: line(300), stage: line(300) }
const Count = z.int().min(0).max(100).optional()

const Template = z.strictObject({
  id: Name,
  name: line(200),
  tag: line(100).optional(),
  description: text(1000).optional(),
  position: line(200).optional(),
  survey: line(200),
  references: z.strictObject({
    ...(Object.fromEntries(RELATIONSHIPS.map((id) => [id, Count])) as Record<
      (typeof RELATIONSHIPS)[number],
      typeof Count
    >),
    any: Count,
    anyAs: z.enum(RELATIONSHIPS).optional(),
  }),
  hiringManager: z.strictObject({ firstName: line(200), lastName: line(200), email: line(320) }).optional(),
  message: text(10_000).optional(),
  jobFunction: line(200).optional(),
})
export type TemplateWanted = z.output<typeof Template>

const FieldsEdit = z
  .strictObject({ type: z.literal('fields'), fields: z.array(Field).max(500) })
  .refine(({ fields }) => new Set(fields.map(({ code }) => code.toLowerCase())).size === fields.length, {
    error: 'names a code twice',
    path: ['fields'],
  })

/** One change of a mapping file: exactly these fields, this template, exactly these triggers, this interview. */
export const MappingEdit = z.discriminatedUnion('type', [
  FieldsEdit,
  z.strictObject({ type: z.literal('template'), template: Template }),
  z.strictObject({ type: z.literal('removeTemplate'), id: Name }),
  z.strictObject({
    type: z.literal('triggers'),
    triggers: z.array(z.strictObject({ ...Place, template: Name })).max(500),
  }),
  z.strictObject({
    type: z.literal('interview'),
    interview: z.string().regex(/^[0-9a-fA-F-]{32,36}$/, 'expects the key of a Willo interview'),
    triggers: z.array(z.strictObject(Place)).max(500),
  }),
])
export type MappingEdit = z.output<typeof MappingEdit>
export type EditOf<Type extends MappingEdit['type']> = Extract<MappingEdit, { type: Type }>

function line(length: number) {
  return text(length)
    .min(1, 'is empty')
    .regex(/^[^\r\n]*$/, 'expects one line')
}

/** U+E000 to U+E07F mean something else when a file is read (yaml-opaque.ts). */
function text(length: number) {
  const expected = 'has a character that a mapping file cannot hold'
  return (
    z
      .string()
      .trim()
      .max(length)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      .refine((value) => value.isWellFormed() && !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\uE000-\uE07F]/.test(value), expected)
  )
}
