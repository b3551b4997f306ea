import { attachFile, type NewFile, type SendFile } from './attach-file.ts'
import type { Ask, Written } from './call.ts'
import { type AshbyNote, createNote, type NewNote, notesOf } from './notes.ts'

/** What is put on a candidate stays for good: there is no call that takes a note or a file back. */
export interface CandidateCalls {
  notes(candidateId: string): Promise<readonly AshbyNote[]>
  /** Look at `notes` first: nothing stops a second one. */
  createNote(input: NewNote): Promise<Written & { readonly id: string }>
  /** Look at the candidate's `files` first: nothing stops a second one. */
  attachFile(input: NewFile): Promise<Written>
}

export function candidateCalls(ask: Ask, sendFile: SendFile): CandidateCalls {
  return {
    notes: (candidateId) => notesOf(ask, candidateId),
    createNote: (input) => createNote(ask, input),
    attachFile: (input) => attachFile(ask, sendFile, input),
  }
}
