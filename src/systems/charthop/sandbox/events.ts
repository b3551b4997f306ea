import { changeRow } from './change-row.ts'
import type { Change, OrgEvent } from './model.ts'
import type { State } from './state.ts'

/** Who does something: a person at the screen, or the app a token belongs to. */
export interface Actor {
  readonly userId: string
  readonly userName: string
}

export type NewEvent = Pick<OrgEvent, 'type' | 'subtype' | 'entityType' | 'entityId' | 'payload'> &
  Partial<Pick<OrgEvent, 'jobId' | 'personId' | 'date' | 'fields'>>

/** Codes are `entity.type` or `entity.type.subtype` in lower case: https://docs.charthop.com/events */
export function emit(state: State, actor: Actor, event: NewEvent): OrgEvent {
  const parts = [event.entityType, event.type, event.subtype].filter((part) => part !== undefined)
  const recorded: OrgEvent = {
    id: state.nextId('event'),
    orgId: state.org.id,
    userId: actor.userId,
    at: nextMoment(state),
    code: parts.join('.').toLowerCase(),
    ...event,
  }
  state.events.push(recorded)
  for (const listener of state.listeners) listener(recorded)
  return recorded
}

export function emitChange(state: State, actor: Actor, type: 'CREATE' | 'UPDATE' | 'DELETE', change: Change): void {
  const { jobId, personId, date } = change
  emit(state, actor, {
    type,
    subtype: change.type,
    entityType: 'CHANGE',
    entityId: change.id,
    jobId,
    personId,
    date,
    payload: changeRow(change),
  })
}

/** No two events at one moment: `from` of the event list is a time, and pages must not repeat for ever. */
function nextMoment(state: State): string {
  const last = state.events.at(-1)
  const earliest = last ? Date.parse(last.at) + 1 : 0
  return new Date(Math.max(state.clock.now(), earliest)).toISOString()
}
