import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { Decision, Skip } from '../flow.ts'
import type { Mirror, Source } from '../mirror.ts'
import type { Given } from './given.ts'
import type { ApplicationRow } from './rows.ts'
import { attention, skip } from './skips.ts'
import { type PlacedTrigger, triggersAt } from './triggers.ts'

export interface InvitationRules {
  readonly backfill: boolean
}

export interface InvitationContext {
  readonly rules: InvitationRules
  readonly triggers: readonly PlacedTrigger[]
  readonly mirror: Mirror
  /** Since when each trigger is waited for, by its name. */
  readonly firstSeen: ReadonlyMap<string, Date>
  /** Application by the participant that was made for it; grows while the run makes more. */
  readonly owners: Map<string, string>
}

export interface Person {
  readonly name: string
  readonly email: string
  readonly phone: string | null
  readonly [key: string]: Json
}

/** What direct looks found out about somebody in a trigger's stage. */
export interface InvitationFacts {
  /** This stay in the stage, unless it has ended since. */
  readonly visit?: { readonly id: string; readonly enteredAt: string }
  /** Earlier invitations of this application. */
  readonly given: readonly KnownGiven[]
  /** The application as it is now, and who that is; read only where somebody has yet to be invited. */
  readonly now?: { readonly row: ApplicationRow | undefined; readonly person: Contact | undefined }
}

export interface KnownGiven extends Given {
  readonly isCompleted: boolean
}

export interface Contact {
  readonly name: string
  readonly email?: string
  readonly phone?: string
}

export type InvitationSource = Source<ApplicationRow> & { readonly facts?: InvitationFacts }

export interface DesiredInvitations {
  /** Id of the visit. */
  readonly entry: string
  readonly interviews: readonly string[]
  /** Null once all of them were sent. */
  readonly person: Person | null
  readonly [key: string]: Json
}

/** What Willo has for an application: it keeps no application's id, so this is the ledger's word. */
export interface ActualInvitations {
  /** The newest participant. */
  readonly id: string
  readonly given: readonly KnownGiven[]
}

/** Those who are in a trigger's stage as far as the mirror knows; all others end here, without a call. */
export function placeOf(
  { row, isGone }: InvitationSource,
  context: InvitationContext,
): readonly PlacedTrigger[] | Skip {
  if (isGone) return skip('not_active', 'the application no longer exists in Ashby')
  if (row.status !== 'Active') return skip('not_active', `the application is ${row.status}`)
  const triggers = triggersAt(context.triggers, row)
  return triggers.length > 0 ? triggers : elsewhere
}

const elsewhere = skip('not_in_trigger_stage', 'the application is in no stage that invites')

/** Moved on since it was read, and the next read tells; or the history comes late, of which nothing tells. */
const unplaced: Skip = {
  ...skip('arrival_unclear', "Ashby's history does not say since when it is in this stage; looked at again"),
  again: 'nextRun',
}

/** The interviews this stay invites to: those waited for when it began, and those it was invited to already. */
export function interviewsFor(
  triggers: readonly PlacedTrigger[],
  { visit, given }: Pick<InvitationFacts, 'visit' | 'given'>,
  { rules, firstSeen }: InvitationContext,
): readonly string[] {
  if (!visit) return []
  const enteredAt = Date.parse(visit.enteredAt)
  const isDue = ({ name, interview }: PlacedTrigger) =>
    rules.backfill ||
    enteredAt > (firstSeen.get(name)?.getTime() ?? Number.POSITIVE_INFINITY) ||
    given.some((one) => one.interview === interview && one.entry === visit.id)
  return [...new Set(triggers.filter(isDue).map(({ interview }) => interview))]
}

/** Not again for the same stay, nor for whoever has answered this interview before (R12). */
export function missing(interviews: readonly string[], entry: string, given: readonly KnownGiven[]): readonly string[] {
  return interviews.filter(
    (interview) => !given.some((one) => one.interview === interview && (one.entry === entry || one.isCompleted)),
  )
}

export function desireInvitations(source: InvitationSource, context: InvitationContext): Decision<DesiredInvitations> {
  const place = placeOf(source, context)
  if ('type' in place) return place
  const { visit, given, now } = source.facts!
  if (!visit) return unplaced
  const interviews = interviewsFor(place, { visit, given }, context)
  if (interviews.length === 0) {
    return skip('entered_before', 'was in this stage before the trigger was set up; set invitations.backfill to invite')
  }
  const desired = { entry: visit.id, interviews }
  if (!now) return { type: 'desired', desired: { ...desired, person: null }, issues: [] }
  if (now.row?.status !== 'Active') return skip('not_active', `the application is ${now.row?.status ?? 'gone'}`)
  if (triggersAt(place, now.row).length === 0) return elsewhere
  const found = personOf(now.person)
  return 'reason' in found ? found : { type: 'desired', desired: { ...desired, ...found }, issues: [] }
}

function personOf(contact: Contact | undefined): { readonly person: Person } | Skip {
  if (!contact) return attention('candidate_gone', 'the candidate no longer exists in Ashby')
  const { name, email, phone } = contact
  if (!email?.trim()) {
    return attention('no_email', 'the candidate has no e-mail address; add one in Ashby and the invitation goes out')
  }
  if (!name.trim()) return attention('no_name', 'the candidate has no name, which Willo asks for; add one in Ashby')
  return { person: { name: name.trim(), email: email.trim(), phone: phone ?? null } }
}

export function planInvitations(
  { id: record }: InvitationSource,
  { entry, interviews, person }: DesiredInvitations,
  actual: ActualInvitations | undefined,
): readonly Change[] {
  return missing(interviews, entry, actual?.given ?? []).map((interview) => ({
    flow: 'invitations',
    record,
    action: 'participant.create',
    effect: 'create',
    fields: Object.entries({ interview, ...person }).flatMap(([field, after]) =>
      after === null ? [] : [{ field, before: null, after }],
    ),
    input: { interview, entry, ...person },
  }))
}
