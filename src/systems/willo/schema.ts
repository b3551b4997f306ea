import { z } from 'zod'
import { looseMoment, looseText } from '../../lib/loose.ts'
import { isCompleted, labelOf } from './completion.ts'
import { referredKey } from './keys.ts'
import type { ResponseLink } from './response-link.ts'

export interface WilloInterview {
  readonly key: string
  readonly title: string
  readonly ownerName?: string
  readonly ownerEmail?: string
}

export interface WilloParticipant {
  readonly key: string
  /** Undefined: the row does not say which interview it belongs to. */
  readonly interview?: string
  readonly name?: string
  readonly email?: string
  readonly phone?: string
  readonly isCompleted: boolean
  /** As Willo says it; the values it knows are documented nowhere. */
  readonly statusText?: string
  readonly stage?: string
  readonly completedAt?: string
  readonly createdAt?: string
  /** Where people see the response. */
  readonly link?: string
}

export interface WilloWebhook {
  readonly key: string
  /** Holds the secret that we put there: never to be shown. */
  readonly url: string
  readonly event: string
  readonly followsAllInterviews: boolean
  readonly interviews: readonly string[]
  readonly status?: string
}

const key = z
  .unknown()
  .optional()
  .transform(referredKey)
  .pipe(z.string({ error: 'is no key of 32 hexadecimal digits' }))

const label = z.unknown().optional().transform(labelOf)
const anything = z.unknown().optional()

const Person = z.object({ full_name: looseText, name: looseText, email: looseText })
const owner = z
  .unknown()
  .optional()
  .transform((value) => Person.safeParse(value).data)

export const Interview = z.object({ key, title: looseText, owner }).transform(
  ({ key, title, owner }): WilloInterview => ({
    key,
    title: title ?? key,
    ownerName: owner?.full_name ?? owner?.name,
    ownerEmail: owner?.email,
  }),
)

/** Only the key is certain. `ended` are the names under which a time of completion, or a yes or no, is looked for. */
const ended = { completed_at: anything, responded_at: anything, is_completed: anything, completed: anything }

const Participant = z.looseObject({
  ...ended,
  key,
  interview: anything,
  interview_key: anything,
  name: looseText,
  full_name: looseText,
  email: looseText,
  phone: looseText,
  status: label,
  stage: label,
  responses: anything,
  created: looseMoment,
  created_at: looseMoment,
})

export function participantSchema(linkOf: ResponseLink): z.ZodType<WilloParticipant> {
  return Participant.transform((row) => {
    const { key, email, phone, status, stage, responses } = row
    const interview = referredKey(row.interview) ?? referredKey(row.interview_key)
    const completed = [row.completed_at, row.responded_at, row.is_completed, row.completed]
    return {
      key,
      interview,
      name: row.name ?? row.full_name,
      email,
      phone,
      isCompleted: isCompleted({ status, stage, completed, responses }),
      statusText: status,
      stage,
      completedAt: looseMoment.parse(row.completed_at) ?? looseMoment.parse(row.responded_at),
      createdAt: row.created ?? row.created_at,
      link: linkOf({ row, participantKey: key, interviewKey: interview }),
    }
  })
}

const keys = z
  .unknown()
  .optional()
  .transform((value) => (Array.isArray(value) ? value : []).map(referredKey).filter((key) => key !== undefined))

/** Fields as seen on a live account. */
export const Webhook = z
  .object({
    key,
    url: z.string(),
    event: looseText,
    follow_all_interviews: anything,
    interviews: keys,
    status: label,
  })
  .transform(
    (row): WilloWebhook => ({
      key: row.key,
      url: row.url,
      event: row.event ?? '',
      followsAllInterviews: row.follow_all_interviews === true,
      interviews: row.interviews,
      status: row.status,
    }),
  )
