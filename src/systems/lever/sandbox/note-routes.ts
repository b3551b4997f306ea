import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { NewNote, read } from './input.ts'
import type { Note } from './model.ts'
import { pageOf } from './paging.ts'
import { invalid, notFound } from './refusal.ts'
import { actorOf, type Call, ok, opportunityIn, type Route, refuse } from './route.ts'
import { noteView } from './views.ts'

const PATH = '/opportunities/:id/notes'

/** https://hire.lever.co/developer/documentation#notes */
export const NOTE_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, permission: 'notes:read', handle: listNotes },
  { method: 'POST', path: PATH, permission: 'notes:write', handle: createNote },
  { method: 'GET', path: `${PATH}/:note`, permission: 'notes:read', handle: readNote },
  { method: 'PUT', path: `${PATH}/:note`, permission: 'notes:write', handle: refuse },
  { method: 'DELETE', path: `${PATH}/:note`, permission: 'notes:write', handle: refuse },
]

function listNotes(call: Call): SandboxAnswer {
  return pageOf(call, notesOf(call), ({ id }) => id, noteView)
}

function readNote(call: Call): SandboxAnswer {
  const note = notesOf(call).find(({ id }) => id === call.params[1])
  if (note === undefined) throw notFound(`note ${call.params[1]}`)
  return ok(noteView(note))
}

/** Documented is `noteId` alone; recorded the whole note with it. Without `perform_as`, whose it is is not documented. */
function createNote(call: Call): SandboxAnswer {
  const { state } = call
  const opportunity = opportunityIn(call)
  const user = actorOf(call, false)
  const { value, secret, notifyFollowers, createdAt = state.clock.now() } = read(NewNote, call.request)
  if (createdAt > state.clock.now()) throw invalid('createdAt is in the future')
  const id = state.nextId('note')
  const note = { id, opportunityId: opportunity.id, value, secret, notifyFollowers, user, createdAt, deletedAt: null }
  state.notes.set(id, note)
  return ok(state.settings.noteAnswer === 'noteId' ? { noteId: id } : { ...noteView(note), noteId: id }, 201)
}

function notesOf(call: Call): readonly Note[] {
  const { id } = opportunityIn(call)
  return [...call.state.notes.values()].filter(({ opportunityId }) => opportunityId === id)
}
