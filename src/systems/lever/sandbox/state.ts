import type { SandboxClock } from '../../../sandbox/clock.ts'
import { idSequence } from '../../../sandbox/ids.ts'
import type {
  ApiKey,
  ArchiveReason,
  Contact,
  Deleted,
  EventName,
  Id,
  Note,
  Occurrence,
  Opportunity,
  Posting,
  Stage,
  StoredFile,
  User,
  Webhook,
} from './model.ts'
import type { Settings } from './settings.ts'

/** Everything one account holds. Values are replaced, never mutated. */
export interface State {
  readonly settings: Settings
  readonly clock: SandboxClock
  nextId(kind: string): Id
  /** 48 hexadecimal characters. */
  nextToken(kind: string): string
  readonly keys: Map<string, ApiKey>
  readonly users: Map<Id, User>
  /** In the order of the pipeline. */
  readonly stages: Stage[]
  readonly reasons: Map<Id, ArchiveReason>
  readonly postings: Map<Id, Posting>
  readonly contacts: Map<Id, Contact>
  readonly opportunities: Map<Id, Opportunity>
  readonly deleted: Deleted[]
  readonly notes: Map<Id, Note>
  readonly files: Map<Id, StoredFile>
  readonly webhooks: Map<Id, Webhook>
  /** Nothing is sent of events that no Super Admin has switched on, not even to webhooks made through the API. */
  readonly switchedOn: Set<EventName>
  /** What is left behind an offset, and of which list. */
  readonly offsets: Map<string, { readonly list: string; readonly rest: readonly string[] }>
  readonly listeners: ((occurrence: Occurrence) => void)[]
}

/** Those that every account has are words; "Reference check" stands for an account's own. */
const STAGES: readonly (readonly [Id | undefined, string])[] = [
  ['lead-new', 'New lead'],
  ['lead-reached-out', 'Reached out'],
  ['lead-responded', 'Responded'],
  ['applicant-new', 'New applicant'],
  [undefined, 'Interview'],
  [undefined, 'Reference check'],
  ['offer', 'Offer'],
]

const REASONS: readonly Pick<ArchiveReason, 'text' | 'type'>[] = [
  { text: 'Underqualified', type: 'non-hired' },
  { text: 'Withdrew', type: 'non-hired' },
  { text: 'Hired', type: 'hired' },
]

export function createState(settings: Settings, clock: SandboxClock, events: readonly EventName[]): State {
  const ids = idSequence('lever')
  const nextId = (kind: string): Id => ids.uuid(kind)
  const reasons = REASONS.map(({ text, type }) => ({ id: nextId('reason'), text, type, status: 'active' as const }))
  return {
    settings,
    clock,
    nextId,
    nextToken: (kind) => ids.objectId(kind) + ids.objectId(kind),
    keys: new Map(),
    users: new Map(),
    stages: STAGES.map(([id, text]) => ({ id: id ?? nextId('stage'), text })),
    reasons: new Map(reasons.map((reason) => [reason.id, reason])),
    postings: new Map(),
    contacts: new Map(),
    opportunities: new Map(),
    deleted: [],
    notes: new Map(),
    files: new Map(),
    webhooks: new Map(),
    switchedOn: new Set(events),
    offsets: new Map(),
    listeners: [],
  }
}

export function tell(state: State, occurrences: readonly Occurrence[]): void {
  for (const occurrence of occurrences) for (const listen of state.listeners) listen(occurrence)
}
