import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { assignFields, WRITABLE_OBJECTS } from './field-writing.ts'
import { boolean, paging, uuid } from './input.ts'
import { CREATABLE_FIELD_TYPES, type FieldDefinition, type SelectableValue } from './model.ts'
import { list } from './paging.ts'
import { found, invalidInput } from './refusal.ts'
import type { World } from './world.ts'

/** Openings and offers are named by their versions here, and by themselves everywhere else. */
const CREATABLE_OBJECTS = {
  Application: 'Application',
  Candidate: 'Candidate',
  Job: 'Job',
  Employee: 'Employee',
  Talent_Project: 'Talent_Project',
  Opening_Version: 'Opening',
  Offer_Version: 'Offer',
} as const
const OBJECT_NAMES = Object.keys(CREATABLE_OBJECTS) as [keyof typeof CREATABLE_OBJECTS]

const create = z.object({
  fieldType: z.enum(CREATABLE_FIELD_TYPES),
  objectType: z.enum(OBJECT_NAMES),
  title: z.string().min(1),
  description: z.string().optional(),
  selectableValues: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
  isDateOnlyField: boolean.optional(),
  isExposableToCandidate: boolean.default(false),
})

// The key must be there, because null clears: a value left out by mistake must not.
const fieldValue = z.unknown().refine((value) => value !== undefined, 'required')
const onObject = { objectId: uuid, objectType: z.enum(WRITABLE_OBJECTS) }
const oneValue = z.object({ ...onObject, fieldId: uuid, fieldValue })
const manyValues = z.object({ ...onObject, values: z.array(z.object({ fieldId: uuid, fieldValue })).min(1) })

const updateSelectableValues = z.strictObject({
  customFieldId: uuid,
  selectableValues: z.array(
    z.strictObject({ label: z.string(), value: z.string(), isArchived: boolean.default(false) }),
  ),
})

/** https://developers.ashbyhq.com/reference/customfieldlist and its neighbours */
export const customFieldEndpoints: Endpoints = {
  'customField.list': endpoint(
    'hiringProcessMetadataRead',
    z.object({ ...paging, includeArchived: boolean.default(false) }),
    (input, world) =>
      list(world, world.fields, input, {
        name: 'customField',
        filters: input.includeArchived,
        keep: ({ isArchived }) => input.includeArchived || !isArchived,
        show: (definition) => definition,
      }),
  ),

  'customField.info': endpoint('hiringProcessMetadataRead', z.object({ customFieldId: uuid }), (input, world) => ({
    results: found(world.fields.read(input.customFieldId), 'Custom field', world.settings.notFoundCode),
  })),

  'customField.create': endpoint('hiringProcessMetadataWrite', create, (input, world) => {
    const { objectType, isExposableToCandidate: _unshown, ...rest } = input
    return { results: createField(world, { ...rest, objectType: CREATABLE_OBJECTS[objectType] }) }
  }),

  'customField.setValue': endpoint('candidatesWrite', oneValue, ({ fieldId, fieldValue, ...object }, world) => ({
    results: assignFields(world, { ...object, values: [{ fieldId, fieldValue }] })[0],
  })),

  'customField.setValues': endpoint('candidatesWrite', manyValues, (input, world) => ({
    results: assignFields(world, input),
  })),

  'customField.updateSelectableValues': endpoint(
    'hiringProcessMetadataWrite',
    updateSelectableValues,
    ({ customFieldId, selectableValues }, world) => {
      const definition = found(world.fields.get(customFieldId), 'Custom field', world.settings.notFoundCode)
      if (!isSelect(definition.fieldType)) throw invalidInput(`customFieldId: a ${definition.fieldType} has no options`)
      const after = replaceOptions(definition.selectableValues ?? [], selectableValues)
      return { results: world.fields.put({ ...definition, selectableValues: after }) }
    },
  ),
}

export type FieldDraft = Pick<FieldDefinition, 'title' | 'objectType' | 'fieldType'> & {
  readonly description?: string
  readonly isDateOnlyField?: boolean
  readonly selectableValues?: readonly {
    readonly label: string
    readonly value: string
    readonly isArchived?: boolean
  }[]
  readonly isPrivate?: boolean
  readonly isRequired?: boolean
}

/** Titles are not documented as unique: two fields of one title are two fields. */
export function createField(world: World, draft: FieldDraft): FieldDefinition {
  const { selectableValues, isDateOnlyField, ...rest } = draft
  if (isSelect(draft.fieldType) && selectableValues === undefined) {
    throw invalidInput(`selectableValues: required for ${draft.fieldType}`)
  }
  return world.fields.put({
    ...rest,
    id: world.ids.uuid('customField'),
    isArchived: false,
    isRequired: draft.isRequired ?? false,
    isPrivate: draft.isPrivate ?? false,
    description: draft.description ?? null,
    ...(draft.fieldType === 'Date' && { isDateOnlyField: isDateOnlyField ?? false }),
    ...(isSelect(draft.fieldType) && {
      selectableValues: (selectableValues ?? []).map((option) => ({ isArchived: false, ...option })),
    }),
  })
}

/** The list sent is the whole truth: what it leaves out is archived, never deleted. */
function replaceOptions(before: readonly SelectableValue[], sent: readonly SelectableValue[]): SelectableValue[] {
  const isSent = new Set(sent.map(({ value }) => value))
  const left = before.filter(({ value }) => !isSent.has(value)).map((option) => ({ ...option, isArchived: true }))
  return [...sent, ...left]
}

function isSelect(fieldType: string): boolean {
  return fieldType === 'ValueSelect' || fieldType === 'MultiValueSelect'
}
