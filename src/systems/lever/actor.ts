import { FatalError } from '../../lib/errors.ts'

/** On whose behalf Lever is to book a write. */
export interface Actor {
  /** Where Lever books it to the key otherwise. */
  optional(): { readonly perform_as: string | undefined }
  /** Where Lever takes no write without it. */
  required(template: string): { readonly perform_as: string }
}

/** `performAs` gives the id of a user. */
export function createActor(performAs: () => string | undefined): Actor {
  const id = () => performAs()?.trim() || undefined
  return {
    optional: () => ({ perform_as: id() }),
    required: (template) => {
      const given = id()
      if (given !== undefined) return { perform_as: given }
      throw new FatalError('Lever takes this only in the name of a user; put the id of one into lever.performAs', {
        path: template,
      })
    },
  }
}
