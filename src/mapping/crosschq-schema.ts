import { z } from 'zod'
import { Name } from '../lib/settings.ts'
import { section, version } from './sections.ts'
import { triggerMembers } from './trigger-schema.ts'

/** The five of https://support.crosschq.com/knowledge/crosschq-partner-api */
export const RELATIONSHIPS = ['managers', 'employees', 'peers', 'business', 'social'] as const
export type Relationship = (typeof RELATIONSHIPS)[number]

/**
 * What Crosschq's own form of a template has (https://support.crosschq.com/knowledge/ashby), and a request cannot carry:
 * no such member is documented.
 */
export const NOT_SENT = ['notes', 'customEmail', 'customSms'] as const

const COUNT = 'expects a whole number from 0 to 100'
const Count = z.int({ error: COUNT }).min(0, COUNT).max(100, COUNT).optional()

const References = z
  .strictObject({
    ...(Object.fromEntries(RELATIONSHIPS.map((id) => [id, Count])) as Record<Relationship, typeof Count>),
    any: Count.describe('References whose relationship the candidate may choose; asked for as anyAs'),
    anyAs: z.enum(RELATIONSHIPS).default('peers'),
  })
  .refine(({ anyAs: _, ...counts }) => Object.values(counts).some((count) => (count ?? 0) > 0), {
    error: `asks for no reference; write a count: ${RELATIONSHIPS.join(', ')} or any`,
    // A misspelt relationship has its own line already.
    when: ({ issues }) => issues.length === 0,
  })

const HiringManager = z.strictObject({
  firstName: text('a first name'),
  lastName: text('a last name'),
  email: z
    .string()
    .trim()
    .max(320)
    .regex(/^[^\s@]+@[^\s@]+$/, 'expects a mail address'),
})

const TemplateEntry = z.strictObject({
  id: Name.describe('Stays the same for good: requests under way refer to it, and Ashby sees it'),
  name: text('the name that recruiters choose by'),
  tag: z
    .string()
    .trim()
    .min(1, 'is empty; write the tag of the jobs, or leave the line out')
    .max(100)
    .superRefine((tag, context) => {
      if (tag === tag.toLowerCase()) return
      context.addIssue({ code: 'custom', message: `tags are lower case; write ${tag.toLowerCase()}` })
    })
    .optional()
    .describe('Jobs of the ATS with this tag use the template; lower case'),
  description: optionalText(1000),
  position: optionalText(200).describe("Left out: the job's title"),
  survey: text("a survey's codename").describe("The survey's codename in Crosschq"),
  references: References,
  hiringManager: HiringManager.nullish(),
  message: optionalText(10_000).describe('Told to the candidate'),
  jobFunction: optionalText(200),
  notes: z.unknown().optional().describe('Not sent'),
  customEmail: z.unknown().optional().describe('Not sent'),
  customSms: z.unknown().optional().describe('Not sent'),
})
export type TemplateEntry = z.output<typeof TemplateEntry>

export const CrosschqFile = z.strictObject({
  version,
  templates: section(TemplateEntry),
  triggers: section(z.strictObject({ ...triggerMembers, template: z.string().describe('Id of a template above') })),
})
export type CrosschqFile = z.output<typeof CrosschqFile>

function text(what: string) {
  return z.string().trim().min(1, `is empty; write ${what}`).max(200)
}

function optionalText(length: number) {
  return z
    .string()
    .trim()
    .max(length)
    .nullish()
    .transform((written) => written || undefined)
}
