import type { SandboxClock } from '../../../sandbox/clock.ts'
import { type IdSequence, idSequence } from '../../../sandbox/ids.ts'
import type { Event } from './events.ts'
import type {
  Application,
  Attachment,
  Candidate,
  Job,
  JobField,
  Message,
  Process,
  Reason,
  SourceType,
  Subscription,
  User,
} from './model.ts'
import type { Settings } from './settings.ts'

/** Everything one company holds. Values are replaced, never mutated; maps are in the order of creation. */
export interface State {
  readonly settings: Settings
  readonly clock: SandboxClock
  readonly ids: IdSequence
  readonly company: { readonly identifier: string; readonly name: string }
  readonly users: Map<string, User>
  readonly processes: Map<string, Process>
  readonly jobFields: Map<string, JobField>
  readonly jobs: Map<string, Job>
  readonly candidates: Map<string, Candidate>
  readonly applications: Map<string, Application>
  readonly attachments: Map<string, Attachment>
  readonly messages: Map<string, Message>
  /** Who was sent mail because a message mentioned them. */
  readonly mentions: { readonly userId: string; readonly messageId: string }[]
  readonly sourceTypes: Map<string, SourceType>
  readonly rejectionReasons: readonly Reason[]
  readonly withdrawalReasons: readonly Reason[]
  readonly subscriptions: Map<string, Subscription>
  readonly listeners: ((event: Event) => void)[]
}

export function createState(settings: Settings, clock: SandboxClock): State {
  const ids = idSequence('smartrecruiters')
  const reasons = (kind: string, labels: readonly string[]): readonly Reason[] =>
    labels.map((label) => ({ id: ids.uuid(kind), label }))
  return {
    ...{ settings, clock, ids, company: { identifier: 'AcmeInc', name: 'Acme Inc.' } },
    ...{ users: new Map(), processes: new Map(), jobFields: new Map(), jobs: new Map(), candidates: new Map() },
    ...{ applications: new Map(), attachments: new Map(), messages: new Map(), mentions: [], sourceTypes: new Map() },
    rejectionReasons: reasons('rejection', ['Not enough experience', 'Other']),
    withdrawalReasons: reasons('withdrawal', ['Found another job', 'Other']),
    ...{ subscriptions: new Map(), listeners: [] },
  }
}

export function tell(state: State, event: Event): void {
  if (event.by === 'api' && !state.settings.ownWritesAreToldOf) return
  for (const hear of state.listeners) hear(event)
}

export function put<T extends { readonly id: string }>(map: Map<string, T>, value: T): T {
  map.set(value.id, value)
  return value
}

/** ISO 8601 in UTC with milliseconds, as all of SmartRecruiters' times are. */
export function timestamp(at: number): string {
  return new Date(at).toISOString()
}
