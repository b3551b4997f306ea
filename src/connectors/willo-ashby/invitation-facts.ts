import type { Ashby } from '../../systems/ashby/client.ts'
import { currentVisitIn } from '../../systems/ashby/visits.ts'
import type { Willo } from '../../systems/willo/client.ts'
import { givenOf } from './given.ts'
import {
  type ActualInvitations,
  type InvitationContext,
  type InvitationFacts,
  type InvitationSource,
  interviewsFor,
  type KnownGiven,
  missing,
  placeOf,
} from './invitation.ts'
import { applicationRow, type ParticipantRow } from './rows.ts'
import type { Systems } from './systems.ts'

/** Looks only at who is in a trigger's stage, and further only as long as an invitation is likely. */
export async function gatherInvitation(
  { willo, ashby }: Systems,
  source: InvitationSource,
  context: InvitationContext,
): Promise<InvitationSource> {
  const place = placeOf(source, context)
  if ('type' in place) return source
  const visit = currentVisitIn((await ashby.visits(source.id)) ?? [], source.row.stageId!)
  const known = await givenTo(source.id, context)
  if (!visit) return { ...source, facts: { given: known } }

  const interviews = interviewsFor(place, { visit, given: known }, context)
  const isAsked = (one: KnownGiven) => one.entry !== visit.id && interviews.includes(one.interview)
  const given = await Promise.all(known.map((one) => (isAsked(one) ? asNow(willo, one) : one)))
  const isInvited = missing(interviews, visit.id, given).length === 0
  const now = isInvited ? {} : { now: await present(ashby, source.id) }
  return { ...source, facts: { visit, given, ...now } satisfies InvitationFacts }
}

/** What the mirror calls open may have been answered since: then there is no second invitation. */
async function asNow(willo: Willo, one: KnownGiven): Promise<KnownGiven> {
  if (one.isCompleted) return one
  return { ...one, isCompleted: (await willo.participant(one.participant))?.isCompleted ?? false }
}

/** Last before the invitation: somebody archived, hired or moved on by now gets none (S74). */
async function present(ashby: Ashby, id: string): Promise<NonNullable<InvitationFacts['now']>> {
  const application = await ashby.application(id)
  if (!application) return { row: undefined, person: undefined }
  return { row: applicationRow(application), person: await ashby.candidate(application.candidateId) }
}

/** The ledger's word on one application, and what the mirror knows of each participant. */
export async function givenTo(application: string, { mirror }: InvitationContext): Promise<readonly KnownGiven[]> {
  const given = givenOf(await mirror.written('invitations', application))
  const rows = await Promise.all(
    given.map(({ participant }) => mirror.row<ParticipantRow>('willo.participants', participant)),
  )
  return given.map((one, at) => ({ ...one, isCompleted: rows[at]?.isCompleted ?? false }))
}

/** What was sent for this application, where Willo still shows its newest participant. */
export async function readInvitations(
  { willo }: Systems,
  { id }: InvitationSource,
  target: string,
  context: InvitationContext,
): Promise<ActualInvitations | undefined> {
  const participant = await willo.participant(target)
  return participant && { id: target, given: await givenTo(id, context) }
}
