import { z } from 'zod'
import { BaseUrl, connectionSettings, OptionalText, Rate, Schedule } from '../../../lib/settings.ts'
import { CrosschqBlock, Limits, RequestRules } from '../config.ts'
import { SmartRecruitersExport } from '../export-config.ts'
import { SmartRecruitersAuthConfig } from './auth-config.ts'

const EVERY_FIVE_MINUTES = '*/5 * * * *'

const SmartRecruiters = z.strictObject({
  // https://developers.smartrecruiters.com (Customer API)
  baseUrl: BaseUrl.default('https://api.smartrecruiters.com'),
  auth: SmartRecruitersAuthConfig,
  /** Only of a subscription that was made by hand: the keys of those that we register are asked for. */
  webhookSecret: OptionalText,
  rate: Rate.optional(),
})

const Named = z.string().trim().min(1, 'is empty')

export const CrosschqSmartRecruitersConfig = z.strictObject({
  ...connectionSettings,
  connector: z.literal('crosschq-smartrecruiters'),
  schedule: Schedule.default(EVERY_FIVE_MINUTES),
  crosschq: CrosschqBlock,
  smartrecruiters: SmartRecruiters,
  /** The name of a step of the hiring process; steps have no ids. Whoever comes there is asked for references (S40). */
  trigger: z.strictObject({ step: Named.default('Crosschq') }).prefault({}),
  /** The label or id of the job field that holds a template's tag (R11). */
  jobField: Named.default('Crosschq tag'),
  /** The completed report as a file of the candidate; its link is noted all the same (S26). */
  attachReport: z.boolean().default(true),
  /** Who withdrew counts as rejected in Crosschq too (S45). */
  treatWithdrawnAsRejected: z.boolean().default(false),
  export: SmartRecruitersExport.prefault({}),
  requests: RequestRules.extend({ completionMail: RequestRules.shape.completionMail.default('crosschq') }).prefault({}),
  limits: Limits.prefault({}),
})
export type CrosschqSmartRecruitersConfig = z.output<typeof CrosschqSmartRecruitersConfig>
