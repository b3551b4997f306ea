import { RetryableError } from '../../lib/errors.ts'
import { FieldRefusal } from '../../lib/field-refusal.ts'
import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { ReferenceRequest } from '../../systems/crosschq/schema.ts'
import type { Named, Receipt } from '../flow.ts'
import { madeRequests } from './made.ts'
import type { DesiredRequests, NewRequest, RequestContext, RequestSource } from './request-desire.ts'
import { newRequest } from './request-desire.ts'
import type { RequestRow } from './request-row.ts'

/** One call for each want without a request. Pure. */
export function planRequests(
  source: RequestSource,
  { wants }: DesiredRequests,
  _actual: RequestRow | undefined,
  context: RequestContext,
): readonly Change[] {
  return wants.flatMap((want) => {
    const draft = newRequest(want, source, context)
    return context.doneNow.has(want.key) || 'type' in draft ? [] : creation(source.id, draft)
  })
}

function creation(record: string, draft: NewRequest): Change {
  const { template, survey, position, references } = draft
  const shown = { template, survey, position, references }
  const fields = Object.entries(shown).map(([field, after]) => ({ field, before: null, after: after as Json }))
  return {
    flow: 'requests',
    record,
    action: 'request.create',
    effect: 'create',
    fields,
    input: draft as unknown as Json,
  }
}

/** Invites a person. A refusal is certain, so asking again in another recruiter's name cannot invite anybody twice. */
export async function applyRequest(crosschq: Crosschq, change: Change, context: RequestContext): Promise<Receipt> {
  const draft = change.input as unknown as NewRequest
  if (!(await context.host.isStillWanted(change.record, draft.key)))
    throw new RetryableError('nobody wants this request any more; nothing was sent')
  try {
    const { id, requestId } = await createWithFallback(crosschq, draft, context)
    note(id, change, context)
    return { target: id, ...(requestId && { requestId }) }
  } catch (error) {
    if (error instanceof FieldRefusal) context.memory.wordings.set(draft.key, error.wording())
    throw error
  }
}

/** Whether a requestor must be a user of Crosschq is not documented; one who is not may be refused. */
async function createWithFallback(crosschq: Crosschq, draft: NewRequest, { rules, memory }: RequestContext) {
  const { key, template: _, ...input } = draft
  try {
    return await crosschq.createRequest(input)
  } catch (error) {
    const { defaultRequestor } = rules
    const isRefused = error instanceof FieldRefusal && error.fields.includes('requestor')
    if (!isRefused || !defaultRequestor || same(defaultRequestor, draft.requestor)) throw error
    const created = await crosschq.createRequest({ ...input, requestor: defaultRequestor })
    const message =
      "Crosschq does not take the candidate's recruiter as requestor; the default requestor has the request"
    memory.replaced.set(key, { field: 'requestor', reason: 'requestor_replaced', message, attention: false })
    return created
  }
}

function note(id: string, { record, input }: Change, { doneNow }: RequestContext): void {
  const { key, template } = input as unknown as NewRequest
  doneNow.set(key, { id, application: record, key, template, at: new Date() })
}

/** Two clocks, and a moment before the call. */
const EARLIER_MS = 5 * 60_000

/** By candidate, position and time: Crosschq takes no id of ours. Never a second request where that does not tell. */
export async function settleRequest(
  crosschq: Crosschq,
  change: Change,
  context: RequestContext,
  meantAt: Date,
): Promise<Receipt | 'absent' | 'unsure'> {
  const from = meantAt.getTime() - EARLIER_MS
  const listed = await crosschq.requestsSince(new Date(from).toISOString())
  if (listed === 'unsupported') return 'unsure'
  const ours = await madeRequests(context.mirror)
  const matches: ReferenceRequest[] = []
  let isWhole = true
  for await (const { rows, rejected } of listed) {
    isWhole &&= rejected.length === 0
    matches.push(...rows.filter((row) => !ours.has(row.id) && isSame(row, change.input as unknown as NewRequest, from)))
  }
  const [match] = matches
  if (matches.length > 1 || (!match && !isWhole)) return 'unsure'
  if (!match) return 'absent'
  note(match.id, change, context)
  return { target: match.id }
}

/** Crosschq may have no list of requests; one is always to be had by its id. */
export async function namedRequest(
  crosschq: Crosschq,
  change: Change,
  id: string,
  context: RequestContext,
): Promise<Named | 'absent' | 'taken'> {
  if ((await madeRequests(context.mirror)).has(id)) return 'taken'
  if (!(await crosschq.request(id))) return 'absent'
  note(id, change, context)
  return { target: id }
}

function isSame(row: ReferenceRequest, { candidate, survey, position }: NewRequest, from: number): boolean {
  return (
    same(row.candidate.email ?? '', candidate.email) &&
    (row.survey ?? survey) === survey &&
    (row.position ?? position) === position &&
    Date.parse(row.createdAt ?? new Date(from).toISOString()) >= from
  )
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}
