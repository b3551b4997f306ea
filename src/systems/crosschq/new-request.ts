import type { Json } from '../../lib/json.ts'
import { internationalPhone } from '../../lib/phone.ts'
import { RELATIONSHIPS, type Relationship } from './settings-schema.ts'

export interface NewReferenceRequest {
  readonly candidate: NewPerson & { readonly phone?: string }
  /** The survey's codename. */
  readonly survey: string
  /** The e-mail address of a user of Crosschq. */
  readonly requestor: string
  readonly references: Readonly<Partial<Record<Relationship, number>>>
  readonly position: string
  readonly message?: string
  readonly hiringManager?: NewPerson
  /** Crosschq itself writes to the requestor once the references are complete. */
  readonly tellsCompletion?: boolean
}

export interface NewPerson {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
}

/**
 * The body as others' clients send it: every member, but no empty phone and no empty person, which a server that checks
 * addresses would refuse. Crosschq's own notifications stay off unless asked for: what happens is told in the ATS.
 */
export function bodyOf(input: NewReferenceRequest): { readonly [key: string]: Json | undefined } {
  const { candidate, hiringManager } = input
  return {
    candidate: { ...personBody(candidate), mobile_phone: internationalPhone(candidate.phone) },
    // One word here, though webhooks spell it with an underscore.
    jobrole: input.survey,
    requestor: input.requestor.trim(),
    use_sms: false,
    config_params: Object.fromEntries(RELATIONSHIPS.map((id) => [id, input.references[id] ?? 0])),
    send_past_due_notification: false,
    send_completed_notification: input.tellsCompletion ?? false,
    candidate_message: input.message ?? '',
    job_position: input.position,
    hiring_manager: hiringManager && personBody(hiringManager),
  }
}

function personBody({ firstName, lastName, email }: NewPerson) {
  return { first_name: firstName, last_name: lastName, email: email.trim() }
}
