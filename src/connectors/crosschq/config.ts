import { z } from 'zod'
import { BaseUrl, OptionalText, Rate, Secret, Share } from '../../lib/settings.ts'
import { DEFAULT_PATHS } from '../../systems/crosschq/paths.ts'

/** As chosen beside the webhook's address in Crosschq; there it may also be sent without any proof, which nobody should want. */
const Webhook = z
  .strictObject({ auth: z.enum(['token', 'basic', 'none']).default('token'), secret: OptionalText })
  .refine(({ auth, secret }) => auth === 'none' || secret !== undefined, {
    path: ['secret'],
    error: 'is not set; without it a webhook cannot be told from a forgery (or leave the whole webhook block out)',
  })

const paths = Object.keys(DEFAULT_PATHS) as (keyof typeof DEFAULT_PATHS)[]

/** The block is the same in every connector of the family. */
export const CrosschqBlock = z.strictObject({
  // https://support.crosschq.com/knowledge/crosschq-partner-api-v2
  baseUrl: BaseUrl.default('https://partner.crosschq.com'),
  token: Secret,
  webhook: Webhook.optional(),
  paths: z.partialRecord(z.enum(paths), z.string()).optional(),
  rate: Rate.optional(),
})
export type CrosschqBlock = z.output<typeof CrosschqBlock>

const Mail = z
  .string()
  .trim()
  .regex(/^([^\s@]+@[^\s@]+)?$/, 'expects a mail address')
  .optional()
  .transform((mail) => mail || undefined)

export const RequestRules = z.strictObject({
  /** In whose name a request goes out where the candidate has no recruiter. */
  defaultRequestor: Mail,
  /** Also candidates who were in a trigger's stage before the trigger was set up (X2). */
  backfill: z.boolean().default(false),
  /** A second request after a completed one (R9). */
  allowRepeat: z.boolean().default(false),
  cancelOnReject: z.boolean().default(true),
  /** Who tells whoever asked that the references are complete; one of the two, or there would be two mails (S41). */
  completionMail: z.enum(['crosschq', 'hirewire', 'off']).optional(),
})
export type RequestRules = z.output<typeof RequestRules>

/** Whoever owns the candidate is asked by mail what came of it. Off where Crosschq asks by itself (R5). */
export const PromptRules = z.strictObject({
  enabled: z.boolean().default(true),
  /** Days of 24 hours after the references were complete (R4). */
  afterDays: z.int().min(1).max(365).default(14),
})
export type PromptRules = z.output<typeof PromptRules>

/** Up to a hundred updates are everyday work here: whoever answers references changes a request. */
export const Limits = z.strictObject({
  maxUpdates: Share.default({ count: 100 }),
  maxCloses: Share.default({ count: 0 }),
})
