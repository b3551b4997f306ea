import { z } from 'zod'
import { EVENTS } from './model.ts'
import { type FieldErrors, invalid } from './refusal.ts'

/** The text a live client was answered with when it left `name` out. */
const REQUIRED = 'This field is required.'
const text = z
  .string({ error: ({ input }) => (input === undefined ? REQUIRED : 'Not a text.') })
  .trim()
  .min(1, 'This field may not be blank.')
const keys = z.array(z.string(), 'Not a list of keys.').default([])

/** Fields nobody knows are ignored, as the known client found: `external_id` and `send_invite` among them. */
export const ParticipantBody = z.object({
  interview: text,
  name: text,
  email: text.pipe(z.email('Not an e-mail address.')),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'Not a number with its country code.')
    .nullish(),
})

export const WebhookBody = z.object({
  url: text.pipe(z.url({ protocol: /^https?$/, error: 'Not an address.' })),
  event: z.enum(EVENTS, { error: ({ input }) => (input === undefined ? REQUIRED : 'Not an event.') }),
  follow_all_interviews: z.boolean('Not true or false.').default(false),
  interviews: keys,
  departments: keys,
  users: keys,
  payload_configuration: z.unknown().default(null),
  status: z.string('Not a text.').default('active'),
})

/** The body as the schema reads it, or a 400 with messages by field. */
export function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw invalid(byField(parsed.error))
  return parsed.data
}

function byField({ issues }: z.ZodError): FieldErrors {
  const errors: Record<string, string[]> = {}
  for (const { path, message } of issues) {
    const field = String(path[0] ?? 'non_field_errors')
    errors[field] = [...(errors[field] ?? []), message]
  }
  return errors
}
