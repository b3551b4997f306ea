import { z } from 'zod'
import type { Actor } from './actor.ts'
import { type Ask, dataOf, inPath, unclear } from './call.ts'
import { allOf } from './listing.ts'
import { id, listOf, moment, text } from './schema-parts.ts'

/** https://hire.lever.co/developer/documentation#notes */
export interface LeverNote {
  readonly id: string
  /** What stands in it, and in the answers to it. */
  readonly text: string
  /** ISO 8601 in UTC. */
  readonly createdAt?: string
  readonly isDeleted: boolean
}

export interface NewNote {
  readonly applicationId: string
  /** Plain text. `@` before a user's name tells that user of it. */
  readonly text: string
  /** Should Lever tell those who follow the application? */
  readonly notifyFollowers?: boolean
}

export interface NoteCalls {
  /** All of them or an error: with one missing, what it says would be written again. */
  notes(applicationId: string): Promise<readonly LeverNote[]>
  /** Look at `notes` first: nothing stops a second one. */
  createNote(input: NewNote): Promise<{ readonly id: string }>
}

export function noteCalls(ask: Ask, actor: Actor): NoteCalls {
  return {
    notes: (applicationId) =>
      allOf(ask, { ...notesOf(applicationId), permission: 'notes:read', about: 'record', row: Note }),
    createNote: async ({ applicationId, text, notifyFollowers = false }) => {
      const question = { ...notesOf(applicationId), permission: 'notes:write', query: actor.optional() }
      const body = { value: text, secret: false, notifyFollowers }
      const answered = await ask({ ...question, method: 'POST', effect: 'once', body })
      const read = Created.safeParse(dataOf(answered))
      if (read.success) return read.data
      throw unclear(answered, 'Lever took the note and told no id; look for it among the notes')
    },
  }
}

const TEMPLATE = '/opportunities/{opportunityId}/notes'

function notesOf(applicationId: string) {
  return { template: TEMPLATE, path: `/opportunities/${inPath(applicationId, TEMPLATE)}/notes` }
}

const Note = z
  .object({ id, fields: listOf(z.object({ value: text })), createdAt: moment, deletedAt: moment })
  .transform(
    ({ id, fields, createdAt, deletedAt }): LeverNote => ({
      id,
      text: fields.flatMap(({ value }) => (value === undefined ? [] : [value])).join('\n'),
      createdAt,
      isDeleted: deletedAt !== undefined,
    }),
  )

/** The reference has `noteId` alone; recorded answers are the whole note with it. */
const Created = z
  .object({ noteId: id.nullish(), id: id.nullish() })
  .transform(({ noteId, id }) => ({ id: noteId ?? id }))
  .pipe(z.object({ id }))
