import type { SandboxClock } from '../../../sandbox/clock.ts'
import { idSequence } from '../../../sandbox/ids.ts'
import type { EventName, Interview, Invitation, Key, Participant, Stage, User, Webhook } from './model.ts'
import type { Settings } from './settings.ts'

/** Everything one account holds. Values are replaced, never mutated. */
export interface State {
  readonly settings: Settings
  readonly clock: SandboxClock
  nextKey(kind: string): Key
  readonly users: Map<Key, User>
  readonly interviews: Map<Key, Interview>
  readonly stages: Stage[]
  /** In the order they were invited. */
  readonly participants: Map<Key, Participant>
  readonly invitations: Invitation[]
  readonly webhooks: Map<Key, Webhook>
  readonly listeners: ((event: EventName, participant: Participant) => void)[]
}

/** That these stages exist by default follows from what reviewers can do; their names are unverified. */
const STAGES = ['New', 'Accepted', 'Rejected']

export function createState(settings: Settings, clock: SandboxClock): State {
  const ids = idSequence('willo')
  const nextKey = (kind: string): Key => ids.uuid(kind).replaceAll('-', '')
  return {
    settings,
    clock,
    nextKey,
    users: new Map(),
    interviews: new Map(),
    stages: STAGES.map((name) => ({ key: nextKey('stage'), name })),
    participants: new Map(),
    invitations: [],
    webhooks: new Map(),
    listeners: [],
  }
}

export type ParticipantDraft = Pick<Participant, 'interviewKey' | 'name' | 'email' | 'phone' | 'cameBy'>

/** Who comes by the public link is not invited. */
export function addParticipant(state: State, draft: ParticipantDraft): Participant {
  const at = state.clock.now()
  const participant: Participant = {
    ...draft,
    key: state.nextKey('participant'),
    shareKey: state.nextKey('share'),
    progress: draft.cameBy === 'link' ? 'started' : 'invited',
    stageKey: state.stages[0]!.key,
    responses: [],
    scores: [],
    comments: [],
    createdAt: at,
    completedAt: null,
  }
  state.participants.set(participant.key, participant)
  const { key: participantKey, interviewKey, email, phone } = participant
  if (draft.cameBy !== 'link') state.invitations.push({ participantKey, interviewKey, email, phone, at })
  return participant
}

/** The events are told after the change, in this order. */
export function changeParticipant(
  state: State,
  participant: Participant,
  changes: Partial<Participant>,
  events: readonly EventName[] = [],
): Participant {
  const changed = { ...participant, ...changes }
  state.participants.set(changed.key, changed)
  for (const event of events) for (const tell of state.listeners) tell(event, changed)
  return changed
}

export function findStage({ stages, settings }: State, text: unknown): Stage | undefined {
  const { stageInput } = settings
  return stages.find(
    ({ key, name }) => (stageInput !== 'key' && name === text) || (stageInput !== 'name' && key === text),
  )
}

/** A participant moves only when the stage is another one: a repeated call tells nobody. */
export function moveTo(state: State, participant: Participant, { key }: Stage): Participant {
  if (participant.stageKey === key) return participant
  return changeParticipant(state, participant, { stageKey: key }, ['stage_change'])
}

/** Standard users see what is theirs or shared with them: https://support.willo.video/article/39-add-or-remove-users */
export function mayUse({ role, key }: User, { ownerKey, sharedWith }: Interview): boolean {
  return role !== 'Standard' || ownerKey === key || sharedWith.includes(key)
}
