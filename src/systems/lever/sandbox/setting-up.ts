import type { ApiKey, ArchiveReason, EventName, Id, Posting, Stage, User, Webhook } from './model.ts'
import type { State } from './state.ts'
import { addWebhook } from './webhook-routes.ts'

/** What admins do in Lever's settings, and recruiters with their postings. */
export interface SettingUp {
  addUser(user?: Partial<Omit<User, 'id'>>): User
  deactivateUser(id: Id): User
  addKey(key?: Partial<ApiKey>): ApiKey
  revokeKey(key: string): void
  addStage(text: string): Stage
  renameStage(id: Id, text: string): Stage
  removeStage(id: Id): void
  addReason(reason: Partial<Omit<ArchiveReason, 'id'>>): ArchiveReason
  deactivateReason(id: Id): ArchiveReason
  addPosting(posting?: Partial<Omit<Posting, 'id'>>): Posting
  /** By hand: with a signature token of its own, or without one. */
  addWebhook(webhook: Pick<Webhook, 'event' | 'url'> & { readonly isSigned?: boolean }): Webhook
  /** The switch of a group of webhooks. */
  switchEvent(event: EventName, isOn: boolean): void
  /** Lever forgets every offset it has given. */
  dropOffsets(): void
}

export function settingUp(state: State): SettingUp {
  const { users, keys, stages, reasons, postings } = state
  return {
    addUser: (given = {}) => put(users, newUser(state, given)),
    deactivateUser: (id) => put(users, { ...required(users.get(id)), deactivatedAt: state.clock.now() }),
    addKey: (given = {}) => {
      const key: ApiKey = { key: state.nextToken('api key'), permissions: 'all', confidential: false, ...given }
      keys.set(key.key, key)
      return key
    },
    revokeKey: (key) => void keys.delete(key),
    ...stageActions(state),
    addReason: (given) =>
      put(reasons, { text: 'Other', type: 'non-hired', status: 'active', ...given, id: state.nextId('reason') }),
    deactivateReason: (id) => put(reasons, { ...required(reasons.get(id)), status: 'inactive' }),
    addPosting: (given = {}) => put(postings, newPosting(state, given)),
    addWebhook: ({ event, url, isSigned = true }) =>
      addWebhook(state, { event, url, madeBy: 'hand', ...(!isSigned && { signatureToken: null }) }),
    switchEvent: (event, isOn) => void (isOn ? state.switchedOn.add(event) : state.switchedOn.delete(event)),
    dropOffsets: () => state.offsets.clear(),
  }

  function stageActions({ nextId }: State): Pick<SettingUp, 'addStage' | 'renameStage' | 'removeStage'> {
    const at = (id: Id): number => stages.findIndex((stage) => stage.id === id)
    return {
      addStage: (text) => {
        const stage = { id: nextId('stage'), text }
        stages.push(stage)
        return stage
      },
      renameStage: (id, text) => {
        const stage = { ...required(stages[at(id)]), text }
        stages[at(id)] = stage
        return stage
      },
      removeStage: (id) => void (at(id) >= 0 && stages.splice(at(id), 1)),
    }
  }
}

function newUser(state: State, given: Partial<Omit<User, 'id'>>): User {
  const name = `user-${state.users.size + 1}`
  const person = { name: 'Uma User', username: name, email: `${name}@acme.example`, accessRole: 'team member' }
  return { ...person, createdAt: state.clock.now(), deactivatedAt: null, ...given, id: state.nextId('user') }
}

function newPosting(state: State, given: Partial<Omit<Posting, 'id'>>): Posting {
  const at = state.clock.now()
  return {
    text: 'Engineer',
    state: 'published',
    distributionChannels: ['public', 'internal'],
    ...{ user: null, owner: null, hiringManager: null },
    confidentiality: 'non-confidential',
    categories: { team: 'Core', department: 'Product', location: 'Oslo', commitment: 'Full-time', level: null },
    tags: [],
    ...{ createdAt: at, updatedAt: at },
    ...given,
    id: state.nextId('posting'),
  }
}

function put<T extends { readonly id: Id }>(map: Map<Id, T>, value: T): T {
  map.set(value.id, value)
  return value
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no such thing in the sandbox')
  return value
}
