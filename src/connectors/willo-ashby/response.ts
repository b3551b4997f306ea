import { escapeHtml, htmlLink } from '../../lib/html.ts'
import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { Decision } from '../flow.ts'
import type { Source } from '../mirror.ts'
import type { ParticipantRow } from './rows.ts'
import { attention, skip } from './skips.ts'

export interface ResponseContext {
  /** Application by the participant that was made for it. */
  readonly owners: ReadonlyMap<string, string>
  /** Title by the interview's key. */
  readonly titles: ReadonlyMap<string, string>
}

/** Who the candidate is now: a merge gives the application to another one. */
export interface ResponseFacts {
  readonly candidateId?: string
}

export type ResponseSource = Source<ParticipantRow> & { readonly facts?: ResponseFacts }

export interface DesiredNote {
  readonly candidateId: string
  readonly html: string
  readonly [key: string]: Json
}

/** A note that was found by its id; what people make of it is theirs. */
export interface ActualNote {
  readonly id: string
}

/** Whom a note is due for, as far as the mirror knows. */
export function isAnswered({ id, row, isGone }: ResponseSource, { owners }: ResponseContext): boolean {
  return owners.has(id) && row.isCompleted && !isGone
}

export function desireResponse(source: ResponseSource, context: ResponseContext): Decision<DesiredNote> {
  const { id, row, link, facts, acknowledged } = source
  if (!context.owners.has(id)) return skip('not_ours', 'was not invited by this connection')
  if (!isAnswered(source, context)) {
    return row.isGone
      ? skip('participant_gone', 'Willo no longer has this participant')
      : skip('not_answered', 'has not answered yet')
  }
  if (link && acknowledged) return { type: 'desired', desired: acknowledged as DesiredNote, issues: [] }
  const candidateId = facts?.candidateId
  if (!candidateId && link) return skip('noted', 'the note was written; its candidate is gone since')
  if (!candidateId) {
    const application = context.owners.get(id)
    return attention('candidate_gone', `application ${application} or its candidate no longer exists in Ashby`)
  }
  return { type: 'desired', desired: { candidateId, html: noteOf(row, context.titles) }, issues: [] }
}

/** The key is no news to a reader, but by it a note whose answer was lost is found again. */
export function noteOf({ id, interview, link }: ParticipantRow, titles: ReadonlyMap<string, string>): string {
  const title = titles.get(interview)
  const interviewed = title ? `the Willo interview <b>${escapeHtml(title)}</b>` : 'a Willo interview'
  const where = link ? htmlLink(link, 'See the response in Willo') : 'See the response in Willo'
  return `The candidate has answered ${interviewed}. ${where}. <i>(reference ${escapeHtml(id)})</i>`
}

export function planResponse(
  { id: record }: ResponseSource,
  { candidateId, html }: DesiredNote,
  actual: ActualNote | undefined,
): readonly Change[] {
  if (actual) return []
  return [
    {
      flow: 'responses',
      record,
      action: 'note.create',
      effect: 'create',
      fields: [{ field: 'note', before: null, after: html }],
      input: { candidateId, html },
    },
  ]
}
