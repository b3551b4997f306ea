import type { Json } from '../../lib/json.ts'
import type { Page } from '../../record/record.ts'
import { type Ask, type Written, write, written } from './call.ts'
import { pagesOf } from './paging.ts'
import { type AshbyField, type AshbyOption, Field } from './schema.ts'
import type { AshbyFieldType } from './values.ts'

/** A field of openings. It can never be renamed, archived or deleted through the API. */
export interface NewField {
  readonly title: string
  readonly fieldType: AshbyFieldType
  readonly description?: string
  /** Needed for the two selects. */
  readonly selectableValues?: readonly { readonly label: string; readonly value: string }[]
  readonly isDateOnly?: boolean
}

export interface FieldValue {
  readonly fieldId: string
  readonly fieldValue: Json
}

export interface CustomFieldCalls {
  /** Archived ones too: their titles are taken, and they cannot be brought back through the API. */
  customFields(since?: string): AsyncIterable<Page<AshbyField>>
  createField(input: NewField): Promise<AshbyField & Written>
  /** The whole list: Ashby archives every option that is left out. */
  updateOptions(fieldId: string, options: readonly AshbyOption[]): Promise<Written>
  /** One call for all values of an opening; several calls at once would overwrite each other. */
  setValues(openingId: string, values: readonly FieldValue[]): Promise<Written>
  /** One value of an application; one call at a time. `writeFieldValue` makes what fits the field. */
  setApplicationValue(applicationId: string, fieldId: string, value: Json): Promise<Written>
}

export function customFieldCalls(ask: Ask): CustomFieldCalls {
  return {
    customFields: (since) =>
      pagesOf(ask, { endpoint: 'customField.list', row: Field, parameters: { includeArchived: true }, since }),
    createField: ({ isDateOnly, ...input }) => {
      const body = { ...input, isDateOnlyField: isDateOnly, objectType: CREATED_FOR }
      return write(ask, { endpoint: 'customField.create', effect: 'once', body }, Field)
    },
    updateOptions: (customFieldId, options) => {
      // The request refuses unknown members, so that nothing but these three may go along.
      const selectableValues = options.map(({ label, value, isArchived }) => ({ label, value, isArchived }))
      const body = { customFieldId, selectableValues }
      return written(ask, { endpoint: 'customField.updateSelectableValues', effect: 'repeatable', body })
    },
    setValues: (openingId, values) => setValues(ask, openingId, values),
    setApplicationValue: (objectId, fieldId, fieldValue) => {
      const body = { objectType: 'Application', objectId, fieldId, fieldValue }
      return written(ask, { endpoint: 'customField.setValue', effect: 'repeatable', body })
    },
  }
}

/** The definition then says `Opening`, and so does a write of its values. */
const CREATED_FOR = 'Opening_Version'

/** Unverified: that an opening's own id is meant, not that of its latest version. */
async function setValues(ask: Ask, openingId: string, values: readonly FieldValue[]) {
  if (values.length === 0) return {}
  const plain = values.map(({ fieldId, fieldValue }) => ({ fieldId, fieldValue }))
  const body = { objectType: 'Opening', objectId: openingId, values: plain }
  return written(ask, { endpoint: 'customField.setValues', effect: 'repeatable', body })
}
