import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { boolean, paging, uuid } from './input.ts'
import type { Note } from './model-notes.ts'
import { noteHtml } from './note-html.ts'
import { list } from './paging.ts'
import { found } from './refusal.ts'
import { actingUser, timestamp, type World } from './world.ts'

const createInput = z.object({
  candidateId: uuid,
  note: z.union([z.string(), z.object({ type: z.enum(['text/plain', 'text/html']), value: z.string() })]),
  sendNotifications: boolean.default(false),
  isPrivate: boolean.default(false),
  createdAt: z.iso.datetime({ offset: true }).optional(),
})
type CreateInput = z.output<typeof createInput>

/** https://developers.ashbyhq.com/reference/candidatecreatenote and candidatelistnotes */
export const noteEndpoints: Endpoints = {
  'candidate.createNote': endpoint('candidatesWrite', createInput, (input, world) => {
    found(world.candidates.get(input.candidateId), 'Candidate', world.settings.notFoundCode)
    return { results: show(world.notes.put(newNote(world, input))) }
  }),

  'candidate.listNotes': endpoint('candidatesRead', z.object({ ...paging, candidateId: uuid }), (input, world) => {
    const { candidateId } = input
    found(world.candidates.read(candidateId), 'Candidate', world.settings.notFoundCode)
    const keep = (note: Note) => note.candidateId === candidateId
    return list(world, world.notes, input, { name: `note of ${candidateId}`, keep, show })
  }),
}

/** Undocumented: whether a note makes its candidate "updated" for syncToken; here it does not. */
function newNote(world: World, { candidateId, note, isPrivate, createdAt }: CreateInput): Note {
  const { id, firstName, lastName, email } = actingUser(world)
  return {
    id: world.ids.uuid('note'),
    candidateId,
    createdAt: createdAt === undefined ? timestamp(world) : new Date(createdAt).toISOString(),
    isPrivate,
    content: contentOf(note),
    author: { id, firstName, lastName, email },
  }
}

function contentOf(note: CreateInput['note']): string {
  if (typeof note === 'string') return note
  return note.type === 'text/html' ? noteHtml(note.value) : note.value
}

function show({ candidateId: _unshown, ...note }: Note): Omit<Note, 'candidateId'> {
  return note
}
