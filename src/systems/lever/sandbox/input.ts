import { z } from 'zod'
import type { SandboxRequest } from '../../../sandbox/exchange.ts'
import { EVENTS, ORIGINS } from './model.ts'
import { invalid, unsupported } from './refusal.ts'

const texts = z.array(z.string().min(1))

/** Everything may be left out. */
export const NewOpportunity = z.object({
  name: z.string().optional(),
  headline: z.string().optional(),
  stage: z.string().optional(),
  location: z.string().optional(),
  phones: z.array(z.object({ type: z.string().nullable().default(null), value: z.string() })).optional(),
  emails: texts.optional(),
  links: texts.optional(),
  tags: texts.optional(),
  sources: texts.optional(),
  origin: z.enum(ORIGINS).default('sourced'),
  owner: z.string().optional(),
  followers: texts.optional(),
  postings: texts.max(1, 'takes one posting').optional(),
  createdAt: z.int().optional(),
  contact: z.string().optional(),
})

export const StageBody = z.object({ stage: z.string() })

export const ArchiveBody = z.object({
  reason: z.string().nullable(),
  cleanInterviews: z.boolean().optional(),
  requisitionId: z.string().optional(),
})

export const NewNote = z.object({
  value: z.string().min(1),
  secret: z.boolean().default(false),
  score: z.int().min(1).max(4).optional(),
  notifyFollowers: z.boolean().default(false),
  createdAt: z.int().optional(),
})

export const NewWebhook = z.object({
  url: z.url({ protocol: /^https?$/ }),
  event: z.enum(EVENTS),
  configuration: z.object({ conditions: z.object({ origins: z.array(z.enum(ORIGINS)) }) }).optional(),
})

export function listBody(name: 'tags' | 'links' | 'sources') {
  return z.object({ [name]: texts.min(1) }).transform((body) => body[name] ?? [])
}

/** The body as the schema reads it, or a 400 that says which member is wrong. */
export function read<Schema extends z.ZodType>(schema: Schema, { headers, body }: SandboxRequest): z.output<Schema> {
  const type = headers['content-type'] ?? ''
  // An opportunity may come as a form with its résumé.
  if (/^multipart\/form-data\b/i.test(type)) throw unsupported()
  if (!/^application\/json\b/i.test(type)) throw invalid('Send application/json')
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw invalid(`${issue?.path.join('.') || 'body'}: ${issue?.message}`)
}
