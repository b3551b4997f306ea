import { RejectedRecordError } from '../../lib/errors.ts'
import type { Change } from '../../plan/change.ts'
import type { WilloParticipant } from '../../systems/willo/schema.ts'
import type { Named, Receipt } from '../flow.ts'
import type { InvitationContext, Person } from './invitation.ts'
import type { Systems } from './systems.ts'

interface Input extends Person {
  readonly interview: string
  readonly entry: string
}

/** Clocks of two vendors' machines and ours. */
const skewMs = 5 * 60_000

export async function applyInvitation(
  { willo }: Systems,
  { input, record }: Change,
  { owners }: InvitationContext,
): Promise<Receipt> {
  const { interview, name, email, phone } = input as unknown as Input
  const { key, requestId } = await willo.invite({ interview, name, email, ...(phone && { phone }) })
  const owner = owners.get(key)
  if (owner && owner !== record) throw new RejectedRecordError(alreadyInvited(owner))
  owners.set(key, record)
  return { target: key, ...(requestId && { requestId }) }
}

/**
 * A lost answer: the interview's participants are looked through for one with this address that nobody has made and that
 * came no earlier than the call. Where there is none, whoever cannot be read might be it, and nobody is called absent.
 */
export async function settleInvitation(
  { willo }: Systems,
  { input, record }: Change,
  { owners }: InvitationContext,
  meantAt: Date,
): Promise<Receipt | 'absent' | 'unsure'> {
  const { interview, email } = input as unknown as Input
  let isUnsure = false
  const made: WilloParticipant[] = []
  for await (const { rows, rejected } of willo.participants(interview)) {
    isUnsure ||= rejected.some(({ id }) => id === undefined || !owners.has(id))
    for (const row of rows.filter(({ key }) => !owners.has(key))) {
      const likeness = likenessOf(row, email, meantAt)
      if (likeness === 'same') made.push(row)
      isUnsure ||= likeness === 'unsure'
    }
  }
  const [participant] = made
  if (!participant) return isUnsure ? 'unsure' : 'absent'
  if (made.length > 1) return 'unsure'
  owners.set(participant.key, record)
  return { target: participant.key }
}

/** A participant of the interview that was meant, by the key that Willo's page of them has in its address. */
export async function namedInvitation(
  { willo }: Systems,
  { input, record }: Change,
  id: string,
  { owners }: InvitationContext,
): Promise<Named | 'absent' | 'taken'> {
  if (owners.has(id)) return 'taken'
  const participant = await willo.participant(id)
  if (participant?.interview !== (input as unknown as Input).interview) return 'absent'
  owners.set(participant.key, record)
  return { target: participant.key }
}

function likenessOf(row: WilloParticipant, email: string, meantAt: Date): 'same' | 'unsure' | 'other' {
  const isEarlier = row.createdAt !== undefined && Date.parse(row.createdAt) < meantAt.getTime() - skewMs
  if (isEarlier || (row.email !== undefined && folded(row.email) !== folded(email))) return 'other'
  return row.email !== undefined && row.createdAt !== undefined ? 'same' : 'unsure'
}

function folded(email: string): string {
  return email.trim().toLowerCase()
}

function alreadyInvited(application: string): string {
  return `Willo answered with the participant that application ${application} has already: it seems to be the same person, who is not invited twice`
}
