import type { Change } from '../../plan/change.ts'
import type { Ashby } from '../../systems/ashby/client.ts'
import type { AshbyNote } from '../../systems/ashby/notes.ts'
import type { Receipt } from '../flow.ts'
import type { ActualNote, DesiredNote, ResponseContext, ResponseFacts, ResponseSource } from './response.ts'

/** Undefined where the application or the candidate is gone. */
export async function candidateOf(ashby: Ashby, applicationId: string): Promise<ResponseFacts> {
  const application = await ashby.application(applicationId)
  const candidate = application && (await ashby.candidate(application.candidateId))
  return candidate ? { candidateId: candidate.id } : {}
}

export async function applyResponse(ashby: Ashby, { input }: Change, sendNotifications: boolean): Promise<Receipt> {
  const { candidateId, html } = input as unknown as DesiredNote
  const { id, requestId } = await ashby.createNote({ candidateId, html, sendNotifications })
  return { target: id, ...(requestId && { requestId }) }
}

/** The note holds the participant's key, which nobody else writes. A note whose text is not shown might be it. */
export async function settleResponse(
  ashby: Ashby,
  { record }: Change,
  { owners }: ResponseContext,
  meantAt: Date,
): Promise<Receipt | 'absent' | 'unsure'> {
  const { candidateId } = await candidateOf(ashby, owners.get(record)!)
  if (!candidateId) return 'absent'
  const notes = await ashby.notes(candidateId)
  const note = notes.find(({ content }) => content?.includes(record))
  if (note) return { target: note.id }
  return notes.some((one) => mayBe(one, meantAt)) ? 'unsure' : 'absent'
}

export async function readResponse(
  ashby: Ashby,
  { facts }: ResponseSource,
  target: string,
): Promise<ActualNote | undefined> {
  const notes = facts?.candidateId ? await ashby.notes(facts.candidateId) : []
  return notes.some(({ id }) => id === target) ? { id: target } : undefined
}

/** Clocks of two machines may differ that much. */
const skewMs = 5 * 60_000

function mayBe({ content, createdAt }: AshbyNote, meantAt: Date): boolean {
  return content === undefined && Date.parse(createdAt) >= meantAt.getTime() - skewMs
}
