import { z } from 'zod'
import { FatalError, RejectedRecordError } from '../../lib/errors.ts'
import { looseMoment } from '../../lib/loose.ts'
import { type Ask, isId, newId, type Written, write } from './call.ts'
import { allOf } from './paging.ts'

/** What people see as a note, the API calls a message. https://developers.smartrecruiters.com/reference/messages */
export interface SmartRecruitersNote {
  readonly content: string
  /** ISO 8601 in UTC. */
  readonly createdAt?: string
}

export interface NewNote {
  readonly candidateId: string
  /** Plain text; what looks like a mention in it is none. */
  readonly text: string
  /** Left out, everybody sees it who may see the candidate; else only the hiring team of this job. */
  readonly hiringTeamOf?: string
}

export interface NoteCalls {
  /** Only administrators may read notes, and whether the grant's scope can be had is not known. */
  notes(candidateId: string): Promise<readonly SmartRecruitersNote[] | 'not allowed'>
  /** Nothing stops a second one, and no id of ours can be given along: it is never sent twice by itself. */
  createNote(input: NewNote): Promise<Written & { readonly id: string }>
}

export function noteCalls(ask: Ask): NoteCalls {
  return {
    notes: (candidateId) => notes(ask, candidateId),
    createNote: (input) => createNote(ask, input),
  }
}

/**
 * The note's content: the text, and what hangs it on the candidate's profile. "@[USER:…]" in a text would send somebody
 * mail, and "#[CANDIDATE:…]" would show the note on another profile, so the text keeps neither.
 */
export function noteContent({ text, candidateId }: NewNote): string {
  const plain = text.replace(/([@#])\[/g, '$1 [')
  return `${plain}\n#[CANDIDATE:${candidateId}]`
}

const Note = z
  .object({ content: z.string(), createdOn: looseMoment })
  .transform(({ content, createdOn }): SmartRecruitersNote => ({ content, createdAt: createdOn }))

async function notes(ask: Ask, candidateId: string): Promise<readonly SmartRecruitersNote[] | 'not allowed'> {
  try {
    return await allOf(ask, { endpoint: 'GET /messages', query: { candidateId }, row: Note })
  } catch (error) {
    if (error instanceof FatalError && error.facts.status === 403) return 'not allowed'
    throw error
  }
}

/** https://developers.smartrecruiters.com/reference/messagessharescreate-1 */
const MOST_LETTERS = 10_000

async function createNote(ask: Ask, input: NewNote): Promise<Written & { readonly id: string }> {
  const { candidateId, hiringTeamOf } = input
  if (!isId(candidateId)) throw new RejectedRecordError('An id that SmartRecruiters cannot have given')
  const content = noteContent(input)
  if (content.length > MOST_LETTERS) throw new RejectedRecordError(`A note has more than ${MOST_LETTERS} letters`)
  const shareWith = hiringTeamOf === undefined ? { openNote: true } : { hiringTeamOf: [hiringTeamOf] }
  const body = { content, shareWith }
  const answered = await write(ask, { endpoint: 'POST /messages/shares', body, effect: 'once' })
  return { id: newId(answered), requestId: answered.answer.requestId }
}
