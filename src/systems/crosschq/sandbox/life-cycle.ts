import { RELATIONSHIPS, type Reference, type ReferenceRequest } from './model.ts'
import { Refusal } from './refusal.ts'
import { changeRequest, invite, type State } from './state.ts'

export type ReferenceDraft = Partial<Omit<Reference, 'state'>>

/** What a request can go through, as Crosschq's help pages tell it (links at each step). */
export function fillSelfReference(
  state: State,
  request: ReferenceRequest,
  drafts: readonly ReferenceDraft[] = expected(request),
): ReferenceRequest {
  requireOpen(request)
  const references = drafts.map((draft, at) => toReference(request, draft, at))
  for (const { email } of references) invite(state, request, 'reference', email)
  return changeRequest(state, request, { state: 'inProgress', selfReferenceAt: state.clock.now(), references })
}

/** The last outstanding answer completes the request. */
export function answer(state: State, request: ReferenceRequest, at: number | undefined): ReferenceRequest {
  requireOpen(request)
  const index = at ?? request.references.findIndex((reference) => reference.state === 'pending')
  if (request.references[index]?.state !== 'pending') throw new Refusal(409, 'No reference is outstanding there.')
  const references = request.references.map((reference, place) =>
    place === index ? { ...reference, state: 'completed' as const } : reference,
  )
  const isDone = request.selfReferenceAt !== undefined && references.every((reference) => reference.state !== 'pending')
  if (isDone) return finish(state, request, { references, report: 'pdf' })
  return changeRequest(state, request, { state: 'inProgress', references })
}

/** https://support.crosschq.com/knowledge/concluding-a-crosschq-request */
export function conclude(state: State, request: ReferenceRequest): ReferenceRequest {
  requireOpen(request)
  const hasAnswer = request.references.some((reference) => reference.state === 'completed')
  if (!hasAnswer || request.selfReferenceAt === undefined) {
    throw new Refusal(409, 'Needs the self-reference and one reference first.')
  }
  const references = request.references.map((reference) =>
    reference.state === 'pending' ? { ...reference, state: 'cancelled' as const } : reference,
  )
  return finish(state, request, { references, report: 'pdf' })
}

/** Everybody answers at once. A cancelled request too: answers may have been on their way. */
export function complete(
  state: State,
  request: ReferenceRequest,
  { score, withPdf = true }: { readonly score?: unknown; readonly withPdf?: boolean },
): ReferenceRequest {
  const given = request.references.length > 0 ? request.references : expected(request)
  const references = given.map((draft, at) => {
    return { ...toReference(request, draft, at), state: 'completed' as const }
  })
  for (const { email } of request.references.length > 0 ? [] : references) invite(state, request, 'reference', email)
  const selfReferenceAt = request.selfReferenceAt ?? state.clock.now()
  return finish(state, request, { references, selfReferenceAt, score, report: withPdf ? 'pdf' : 'page' })
}

/** https://support.crosschq.com/knowledge/how-to-send-a-reminder-to-references */
export function makePastDue(state: State, request: ReferenceRequest): ReferenceRequest {
  requireOpen(request)
  if (request.tellsPastDue) invite(state, request, 'pastDue', request.requestor)
  return changeRequest(state, request, { state: 'pastDue' })
}

export function cancel(state: State, request: ReferenceRequest): ReferenceRequest {
  requireOpen(request)
  return changeRequest(state, request, { state: 'cancelled' })
}

function finish(state: State, request: ReferenceRequest, changes: Partial<ReferenceRequest>): ReferenceRequest {
  if (request.tellsCompleted) invite(state, request, 'completed', request.requestor)
  return changeRequest(state, request, { ...changes, state: 'completed' })
}

function requireOpen({ state }: ReferenceRequest): void {
  if (state === 'completed' || state === 'cancelled') throw new Refusal(409, `The request is ${state}.`)
}

function expected({ counts }: ReferenceRequest): readonly ReferenceDraft[] {
  return RELATIONSHIPS.flatMap((relationship) =>
    Array.from({ length: counts[relationship] ?? 0 }, () => ({ relationship })),
  )
}

function toReference({ id }: ReferenceRequest, draft: ReferenceDraft, at: number): Reference {
  const first_name = `Reference ${at + 1}`
  const email = `reference-${at + 1}.${id.slice(0, 8)}@references.example`
  return { first_name, last_name: 'Giver', email, relationship: 'peers', ...draft, state: 'pending' }
}
