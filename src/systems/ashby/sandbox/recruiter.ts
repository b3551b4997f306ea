import { createField, type FieldDraft } from './custom-fields.ts'
import { assignFields, type WritableObject } from './field-writing.ts'
import type { FieldDefinition, FieldValue, Opening, OpeningVersion } from './model.ts'
import {
  changeMembers,
  createOpening,
  editOpening,
  type OpeningDraft,
  setArchived,
  setOpeningState,
} from './opening-changes.ts'
import { found } from './refusal.ts'
import type { World } from './world.ts'

/** What people do to openings and fields in Ashby's own pages, without the API. */
export interface RecruiterActions {
  addHandMadeOpening(draft: OpeningDraft & { readonly openingState?: Opening['openingState'] }): Opening
  /** To Open, with a job where one is named. */
  openOpening(id: string, jobId?: string): Opening
  closeOpening(id: string, closeReasonId?: string): Opening
  editOpening(id: string, edit: Partial<OpeningVersion>): Opening
  setOpeningValue(id: string, fieldId: string, value: unknown): Opening
  archiveOpening(id: string): Opening
  /** Gone without a trace: sync does not report deletions. */
  deleteOpening(id: string): void
  setValue(objectType: WritableObject, objectId: string, fieldId: string, value: unknown): FieldValue | undefined
  createFieldByHand(draft: FieldDraft & { readonly isArchived?: boolean }): FieldDefinition
  editField(id: string, edit: Partial<FieldDefinition>): FieldDefinition
}

export function createRecruiterActions(world: World): RecruiterActions {
  const opening = (id: string): Opening => found(world.openings.get(id), `Opening ${id}`, 'sandbox')
  const field = (id: string): FieldDefinition => found(world.fields.get(id), `Field ${id}`, 'sandbox')
  const setValue: RecruiterActions['setValue'] = (objectType, objectId, fieldId, fieldValue) =>
    assignFields(world, { objectType, objectId, values: [{ fieldId, fieldValue }] })[0]
  return {
    addHandMadeOpening: ({ openingState = 'Draft', ...draft }) => createOpening(world, draft, openingState),
    openOpening: (id, jobId) => {
      const linked = jobId === undefined ? opening(id) : changeMembers(world, opening(id), 'jobIds', { add: jobId })
      return setOpeningState(world, linked, 'Open')
    },
    closeOpening: (id, closeReasonId) => setOpeningState(world, opening(id), 'Closed', closeReasonId),
    editOpening: (id, edit) => editOpening(world, opening(id), edit),
    setOpeningValue: (id, fieldId, value) => {
      setValue('Opening', id, fieldId, value)
      return opening(id)
    },
    archiveOpening: (id) => setArchived(world, opening(id), true),
    deleteOpening: (id) => world.openings.remove(opening(id).id),
    setValue,
    createFieldByHand: ({ isArchived = false, ...draft }) =>
      world.fields.put({ ...createField(world, draft), isArchived }),
    editField: (id, edit) => world.fields.put({ ...field(id), ...edit, id }),
  }
}
