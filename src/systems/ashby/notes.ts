import { z } from 'zod'
import { RejectedRecordError } from '../../lib/errors.ts'
import { type Ask, type Question, type Written, write } from './call.ts'
import { pagesOf } from './paging.ts'
import { flag, id, text } from './schema-parts.ts'

/** https://developers.ashbyhq.com/reference/candidatelistnotes */
export interface AshbyNote {
  readonly id: string
  /** ISO 8601 with zone. */
  readonly createdAt: string
  /** What was written as HTML may come back otherwise: that is not documented. */
  readonly content?: string
  readonly isPrivate: boolean
}

export interface NewNote {
  readonly candidateId: string
  /** Of HTML, Ashby keeps b, i, u, a, ul, ol, li, code and pre. */
  readonly html: string
  /** Should Ashby tell the people of the hiring team? */
  readonly sendNotifications?: boolean
}

/** All of them or an error: with one missing, what it says would be written again. */
export async function notesOf(ask: Ask, candidateId: string): Promise<readonly AshbyNote[]> {
  const notes = new Map<string, AshbyNote>()
  const listing = { endpoint: 'candidate.listNotes', row: Note, parameters: { candidateId } } as const
  for await (const page of pagesOf(ask, listing)) {
    const [unread] = page.rejected
    if (unread) throw new RejectedRecordError(`A note of the candidate cannot be read: ${unread.problem}`)
    for (const note of page.rows) notes.set(note.id, note)
  }
  return [...notes.values()]
}

/** A note can neither be changed nor deleted, so it is never sent twice; look at `notes` before. */
export async function createNote(
  ask: Ask,
  { candidateId, html, sendNotifications = false }: NewNote,
): Promise<Written & { readonly id: string }> {
  const note = { type: 'text/html', value: html }
  const body = { candidateId, note, sendNotifications, isPrivate: false }
  const question: Question = { endpoint: 'candidate.createNote', effect: 'once', body }
  return await write(ask, question, Created)
}

const Note = z.object({
  id,
  createdAt: z.iso.datetime({ offset: true }),
  content: text,
  isPrivate: flag,
}) satisfies z.ZodType<AshbyNote>

const Created = z.object({ id })
