import { BUILT_IN_FIELDS, type BuiltIn, ENTITY_TYPES, FIELD_TYPES } from './built-in-fields.ts'
import type { NextId } from './ids.ts'
import type { Field, Option, Sensitivity } from './model.ts'
import { invalid, notFound } from './refusal.ts'

export type OptionInput = string | { readonly name?: string; readonly label: string }

export interface NewField {
  readonly code: string
  readonly label: string
  readonly type: string
  readonly entityType?: string
  readonly sensitive?: Sensitivity
  readonly description?: string
  readonly plural?: Field['plural']
  readonly options?: readonly OptionInput[]
}

/** The field definitions of the organisation. Codes are compared without regard to case. */
export interface Fields {
  readonly builtIn: readonly Field[]
  readonly custom: readonly Field[]
  get(code: string): Field | undefined
  byId(id: string): Field | undefined
  add(field: NewField): Field
  change(code: string, edit: (field: Field) => Field): Field
  remove(code: string): Field
}

export function createFields(nextId: NextId): Fields {
  const byCode = new Map<string, Field>()
  for (const row of BUILT_IN_FIELDS) byCode.set(row.name.toLowerCase(), fromBuiltIn(row, nextId))
  const all = (builtIn: boolean): Field[] => [...byCode.values()].filter((field) => field.builtIn === builtIn)
  const require = (code: string): Field => {
    const field = byCode.get(code.toLowerCase())
    if (!field || field.builtIn) throw notFound('field')
    return field
  }
  return {
    get builtIn() {
      return all(true)
    },
    get custom() {
      return all(false)
    },
    get: (code) => byCode.get(code.toLowerCase()),
    byId: (id) => [...byCode.values()].find((field) => field.id === id),
    add: (input) => {
      if (byCode.has(input.code.toLowerCase())) throw invalid('a field with this name exists already')
      const field = fromInput(input, nextId)
      byCode.set(input.code.toLowerCase(), field)
      return field
    },
    change: (code, edit) => {
      const changed = edit(require(code))
      byCode.set(code.toLowerCase(), changed)
      return changed
    },
    remove: (code) => {
      const field = require(code)
      byCode.delete(code.toLowerCase())
      return field
    },
  }
}

/** Names of options, when only labels are given, are made as ChartHop makes field codes: letters and digits of the label. */
export function toOption(input: OptionInput, nextId: NextId): Option {
  const { label, name } = typeof input === 'string' ? { label: input, name: undefined } : input
  return { id: nextId('option'), name: name ?? codeFrom(label), label }
}

function codeFrom(label: string): string {
  const words = label.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '')
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return joined.charAt(0).toLowerCase() + joined.slice(1)
}

function fromBuiltIn(row: BuiltIn, nextId: NextId): Field {
  return {
    id: nextId('field'),
    name: row.name,
    label: row.label,
    type: row.type,
    plural: row.plural ?? 'SINGLE',
    entityType: row.entityType,
    sensitive: row.sensitive ?? 'ORG',
    builtIn: true,
    readonly: row.readonly ?? false,
    status: 'ACTIVE',
    isUnique: false,
    isRequired: false,
    values: row.options?.map(([name, label, num]) => ({ id: nextId('option'), name, label, num })),
  }
}

/** Lengths and pattern of the code: https://api.charthop.com/swagger, CreateField. */
function fromInput(input: NewField, nextId: NextId): Field {
  const { code, label, type, entityType = 'JOB', sensitive = 'ORG', description, options } = input
  if (!/^[a-zA-Z][a-zA-Z0-9_]{2,31}$/.test(code)) throw invalid('the name of a field is 3 to 32 letters and digits')
  if (label.length < 3 || label.length > 80) throw invalid('the label of a field is 3 to 80 characters')
  if (!FIELD_TYPES.has(type)) throw invalid('unknown field type')
  if (!ENTITY_TYPES.has(entityType)) throw invalid('unknown entity type')
  return {
    id: nextId('field'),
    name: code,
    label,
    type,
    plural: input.plural ?? (type === 'ENUM_MULTI' ? 'SET' : 'SINGLE'),
    entityType,
    sensitive,
    builtIn: false,
    readonly: false,
    status: 'ACTIVE',
    isUnique: false,
    isRequired: false,
    description,
    values: type.startsWith('ENUM') ? (options ?? []).map((option) => toOption(option, nextId)) : undefined,
  }
}
