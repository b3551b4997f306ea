import { z } from 'zod'
import type { SandboxRequest } from '../../../sandbox/exchange.ts'
import { STATUSES } from './model.ts'
import { invalid } from './refusal.ts'

const text = z.string().trim().min(1)
const moment = z.iso.datetime({ offset: true })

export const SourceBody = z.object({ sourceTypeId: text, sourceSubTypeId: text.optional(), sourceId: text })

/** Closed, as is who sees a note: a misspelt name in either would pass unseen. */
const Web = z.strictObject({
  ...{ skype: z.string().optional(), linkedin: z.string().optional(), facebook: z.string().optional() },
  ...{ twitter: z.string().optional(), website: z.string().optional() },
})

export const CandidateBody = z.object({
  ...{ firstName: text, lastName: text, email: z.email(), phoneNumber: z.string().optional() },
  ...{ tags: z.array(z.string()).default([]), internal: z.boolean().default(false) },
  web: Web.optional(),
  sourceDetails: SourceBody.optional(),
})

export const TagsBody = z.object({ tags: z.array(text) })

export const StatusBody = z.object({
  status: z.enum(STATUSES),
  ...{ subStatus: text.optional(), startsOn: moment.optional(), reason: text.optional() },
})

const flag = z.boolean().default(false)
const NOBODY = { users: [], hiringTeamOf: [], everyone: false, openNote: false }

export const ShareBody = z.object({
  content: z.string().min(1).max(10_000),
  correlationId: z.string().optional(),
  shareWith: z
    .strictObject({
      users: z.array(text).default([]),
      hiringTeamOf: z.array(text).default([]),
      everyone: flag,
      openNote: flag,
    })
    .default(NOBODY),
})

export const SubscriptionBody = z.object({
  callbackUrl: z.url({ protocol: /^https?$/ }),
  events: z.array(text).min(1),
  alertingEmailAddress: z.email().optional(),
  callbackAuthentication: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('basic'), username: z.string(), password: z.string() }),
      z.object({ type: z.literal('header'), headerName: z.string().regex(/^x-/i), headerValue: z.string() }),
    ])
    .optional(),
})

/** The body as the schema reads it. Other fields that nobody knows are ignored. */
export function read<Schema extends z.ZodType>(schema: Schema, { headers, body }: SandboxRequest): z.output<Schema> {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw invalid('Send application/json')
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw invalid(`${issue?.path.join('.') || 'body'}: ${issue?.message}`, 'INVALID_FIELD')
}

export function momentIn(query: URLSearchParams, parameter: string): number | undefined {
  const given = query.get(parameter)
  if (given === null) return undefined
  if (!moment.safeParse(given).success) throw invalid(`${parameter} is no moment`, 'INVALID_PARAMETER')
  return Date.parse(given)
}
