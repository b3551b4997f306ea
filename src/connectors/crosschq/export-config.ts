import { z } from 'zod'

const Text = z.string().trim().min(1, 'is empty')

/** Empty texts, as an unset `${NAME:-}` gives, are left out. */
const Texts = z
  .array(z.string().trim())
  .default([])
  .transform((texts) => [...new Set(texts.filter((text) => text !== ''))])

/** What every ATS of the family has in its block `export`; an ATS adds how a source is named there. */
export const exportSwitches = {
  /** Those who were in Crosschq before this was first seen switched on. */
  existing: z.boolean().default(false),
  /** Those who come after it. */
  new: z.boolean().default(false),
  /** Ids of jobs: none is the talent pool, several is each of them. */
  jobs: Texts,
  tags: Texts,
}

/** What becomes of prospects without an address, by which nobody can tell whether the ATS knows them already. */
const withoutEmail = z.enum(['skip', 'create']).default('skip')

export const LeverExport = z.strictObject({
  ...exportSwitches,
  /** Lever makes sources that it does not know. */
  source: Text.default('Crosschq'),
  withoutEmail,
})
export type LeverExport = z.output<typeof LeverExport>

const SourcePart = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || undefined)

/** SmartRecruiters takes nobody without an address, so there is nothing to choose. */
export const SmartRecruitersExport = z
  .strictObject({
    ...exportSwitches,
    sourceType: SourcePart,
    sourceId: SourcePart,
    withoutEmail: z.literal('skip', 'must be "skip": SmartRecruiters takes nobody without an address').default('skip'),
  })
  .superRefine((block, { addIssue }) => {
    if (!block.existing && !block.new) return
    for (const name of ['sourceType', 'sourceId'] as const) {
      const message = 'is not set; without it nobody could tell in SmartRecruiters that a prospect came from Crosschq'
      if (!block[name]) addIssue({ code: 'custom', path: [name], message })
    }
  })
export type SmartRecruitersExport = z.output<typeof SmartRecruitersExport>

/** What the flow itself must know. */
export type ExportRules = Pick<LeverExport, 'existing' | 'new' | 'withoutEmail'>
