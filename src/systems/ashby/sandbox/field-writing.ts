import { clearedValue, toFieldValue, withValue } from './field-values.ts'
import type { Application, Candidate, FieldDefinition, FieldValue, Opening } from './model.ts'
import type { Job } from './model-jobs.ts'
import { nextVersion } from './opening-changes.ts'
import { found, invalidInput } from './refusal.ts'
import { showApplication } from './views.ts'
import { timestamp, type World } from './world.ts'

/** The objects setValue reaches; offers and users have ways of their own. */
export const WRITABLE_OBJECTS = ['Application', 'Candidate', 'Job', 'Opening'] as const
export type WritableObject = (typeof WRITABLE_OBJECTS)[number]

export interface Assignment {
  readonly objectType: WritableObject
  readonly objectId: string
  readonly values: readonly { readonly fieldId: string; readonly fieldValue: unknown }[]
}

/** All values or none: a refused one leaves the object as it was. */
export function assignFields(world: World, { objectType, objectId, values }: Assignment): readonly FieldValue[] {
  const writer = WRITERS[objectType](world, objectId)
  const assigned = values.map(({ fieldId, fieldValue }) => {
    const definition = definitionFor(world, objectType, fieldId)
    return { definition, value: toFieldValue(definition, fieldValue) }
  })
  const after = assigned.reduce((kept, { definition, value }) => withValue(kept, definition, value), writer.values)
  writer.write(after, { silent: !world.settings.fieldChangesCount })
  return assigned.map(({ definition, value }) => value ?? clearedValue(definition))
}

interface Writer {
  readonly values: readonly FieldValue[]
  write(values: readonly FieldValue[], options: { readonly silent: boolean }): void
}

const WRITERS: Readonly<Record<WritableObject, (world: World, id: string) => Writer>> = {
  Opening: (world, id) => {
    const opening: Opening = found(world.openings.get(id), 'Opening', world.settings.notFoundCode)
    return {
      values: opening.latestVersion.customFields,
      write: (customFields, options) => {
        const { latestVersion } = opening
        const edited = world.settings.fieldValuesMakeVersion
          ? nextVersion(world, latestVersion, { customFields })
          : { ...latestVersion, customFields }
        world.openings.put({ ...opening, latestVersion: edited }, options)
      },
    }
  },
  Application: (world, id) => {
    const application: Application = found(world.applications.get(id), 'Application', world.settings.notFoundCode)
    return {
      values: application.customFields,
      write: (customFields, options) => {
        const after = world.applications.put({ ...application, customFields, ...touched(world, options) }, options)
        world.fire({ action: 'applicationUpdate', data: { application: showApplication(world, after) } })
      },
    }
  },
  Candidate: (world, id) => {
    const candidate: Candidate = found(world.candidates.get(id), 'Candidate', world.settings.notFoundCode)
    return {
      values: candidate.customFields,
      write: (customFields, options) => {
        world.candidates.put({ ...candidate, customFields, ...touched(world, options) }, options)
      },
    }
  },
  Job: (world, id) => {
    const job: Job = found(world.jobs.get(id), 'Job', world.settings.notFoundCode)
    return {
      values: job.customFields,
      write: (customFields, options) => {
        world.jobs.put({ ...job, customFields, ...touched(world, options) }, options)
      },
    }
  },
}

function definitionFor(world: World, objectType: WritableObject, fieldId: string): FieldDefinition {
  const definition = found(world.fields.get(fieldId), 'Custom field', world.settings.notFoundCode)
  if (definition.objectType === objectType) return definition
  throw invalidInput(`fieldId: ${fieldId} belongs to ${definition.objectType}, not to ${objectType}`)
}

function touched(world: World, { silent }: { readonly silent: boolean }): { readonly updatedAt?: string } {
  return silent ? {} : { updatedAt: timestamp(world) }
}
