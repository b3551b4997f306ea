import { z } from 'zod'
import { BaseUrl, connectionSettings, OptionalText, Rate, Schedule, Secret } from '../../../lib/settings.ts'
import { CrosschqBlock, Limits, RequestRules } from '../config.ts'

const EVERY_FIVE_MINUTES = '*/5 * * * *'

const Ashby = z.strictObject({
  // https://developers.ashbyhq.com/reference/introduction
  baseUrl: BaseUrl.default('https://api.ashbyhq.com'),
  apiKey: Secret,
  webhookSecret: OptionalText,
  rate: Rate.optional(),
})

/** What stands in the assessment's settings in Ashby as the partner's key (S6). */
const Partner = z.strictObject({ key: Secret })

/** Application fields, by title, that show a request which a trigger started: it has no assessment in Ashby. */
const Fields = z.strictObject({ status: OptionalText, score: OptionalText, link: OptionalText })

export const CrosschqAshbyConfig = z.strictObject({
  ...connectionSettings,
  connector: z.literal('crosschq-ashby'),
  schedule: Schedule.default(EVERY_FIVE_MINUTES),
  crosschq: CrosschqBlock,
  ashby: Ashby,
  partner: Partner.prefault({}),
  requests: RequestRules.prefault({}),
  results: z.strictObject({ fields: Fields.prefault({}) }).prefault({}),
  limits: Limits.prefault({}),
})
export type CrosschqAshbyConfig = z.output<typeof CrosschqAshbyConfig>
