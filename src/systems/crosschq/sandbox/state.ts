import type { SandboxClock } from '../../../sandbox/clock.ts'
import { type IdSequence, idSequence } from '../../../sandbox/ids.ts'
import type {
  Invitation,
  Person,
  Prospect,
  ReferenceRequest,
  RelationshipId,
  RequestDraft,
  Survey,
  Template,
} from './model.ts'
import type { Settings } from './settings.ts'
import { STANDARD_SURVEYS } from './surveys.ts'

/** What listeners hear about; `state` is the request's state, not only some part of it. */
export type Moved = 'state' | 'progress' | 'nothing'

/** Everything one account holds. Requests are replaced, never mutated: `changeRequest` is the one way. */
export interface State {
  readonly settings: Settings
  readonly clock: SandboxClock
  readonly ids: IdSequence
  /** Who may be a requestor, by e-mail in lower case. */
  readonly people: Map<string, Person>
  readonly surveys: Map<string, Survey>
  readonly requests: Map<string, ReferenceRequest>
  readonly invitations: Invitation[]
  readonly templates: Template[]
  readonly prospects: Prospect[]
  readonly listeners: ((request: ReferenceRequest, moved: Moved) => void)[]
}

export function createState(settings: Settings, clock: SandboxClock): State {
  return {
    settings,
    clock,
    ids: idSequence('crosschq'),
    people: new Map(),
    surveys: new Map(STANDARD_SURVEYS.map((survey) => [survey.codename, survey])),
    requests: new Map(),
    invitations: [],
    templates: [],
    prospects: [],
    listeners: [],
  }
}

/** Each call is a request of its own: no field for an idempotency key is known. */
export function addRequest(
  state: State,
  draft: RequestDraft,
  startedIn: ReferenceRequest['startedIn'],
): ReferenceRequest {
  const request: ReferenceRequest = {
    ...draft,
    id: state.ids.uuid('request'),
    startedIn,
    state: 'pending',
    references: [],
    report: 'none',
    hiringStatus: 'pending',
    createdAt: state.clock.now(),
  }
  state.requests.set(request.id, request)
  const { email, mobile_phone: phone } = draft.candidate
  invite(state, request, 'candidate', email)
  if (draft.usesSms && phone !== undefined) invite(state, request, 'candidate', phone, 'sms')
  return request
}

export function changeRequest(
  state: State,
  request: ReferenceRequest,
  changes: Partial<ReferenceRequest>,
): ReferenceRequest {
  const at = state.clock.now()
  const isMoved = changes.state !== undefined && changes.state !== request.state
  const changed = { ...request, ...changes, updatedAt: at, ...(isMoved && { stateChangedAt: at }) }
  state.requests.set(request.id, changed)
  const moved = isMoved ? 'state' : progressOf(changed) === progressOf(request) ? 'nothing' : 'progress'
  for (const tell of state.listeners) tell(changed, moved)
  return changed
}

export function invite(
  state: State,
  { id: requestId }: ReferenceRequest,
  type: Invitation['type'],
  to: string,
  channel: Invitation['channel'] = 'email',
): void {
  state.invitations.push({ type, channel, to, requestId, at: state.clock.now() })
}

/** 100 only when complete; the candidate's self-reference counts as one answer. How Crosschq counts is not documented. */
export function progressOf({ state, references, counts, selfReferenceAt }: ReferenceRequest): number {
  if (state === 'completed') return 100
  const answered = references.filter((reference) => reference.state === 'completed').length
  const done = answered + (selfReferenceAt === undefined ? 0 : 1)
  const expected = 1 + Math.max(sumOf(counts), references.length)
  return Math.min(99, Math.floor((100 * done) / expected))
}

export function sumOf(counts: Readonly<Partial<Record<RelationshipId, number>>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
