import { z } from 'zod'
import { BaseUrl, connectionSettings, Name, OptionalText, Rate, Schedule, Secret, Share } from '../../lib/settings.ts'

/** S85: every five minutes, in both directions. */
const EVERY_FIVE_MINUTES = '*/5 * * * *'

/** One or the other key may be empty: what needs it does not run, the other direction does. */
const ChartHop = z.strictObject({
  // https://api.charthop.com/swagger
  baseUrl: BaseUrl.default('https://api.charthop.com'),
  org: Name,
  token: Secret,
  rate: Rate.optional(),
  personBody: z.enum(['dotted', 'contacts']).optional(),
  webhookToken: OptionalText,
})

const Ashby = z.strictObject({
  // https://developers.ashbyhq.com/reference/introduction
  baseUrl: BaseUrl.default('https://api.ashbyhq.com'),
  apiKey: Secret,
  webhookSecret: OptionalText,
  rate: Rate.optional(),
})

const Openings = z.strictObject({
  /** Closing is seen by candidates, so it is never done unasked. */
  closeOnInactive: z.boolean().default(false),
  closeReasonId: OptionalText,
  adoptExisting: z.boolean().default(false),
})

const Hires = z.strictObject({
  push: z.enum(['auto', 'onPushEvent']).default('auto'),
  requireAccepted: z.boolean().default(true),
})

const Limits = z.strictObject({
  maxUpdates: Share.default({ percent: 25 }),
  maxCloses: Share.default({ count: 0 }),
})

export const CharthopAshbyConfig = z
  .strictObject({
    ...connectionSettings,
    connector: z.literal('charthop-ashby'),
    schedule: Schedule.default(EVERY_FIVE_MINUTES),
    charthop: ChartHop,
    ashby: Ashby,
    openings: Openings.prefault({}),
    hires: Hires.prefault({}),
    limits: Limits.prefault({}),
  })
  .refine(({ hires, ashby }) => hires.push !== 'onPushEvent' || ashby.webhookSecret !== undefined, {
    path: ['hires', 'push'],
    error: 'onPushEvent waits for signed events: set ashby.webhookSecret, or use auto',
  })
export type CharthopAshbyConfig = z.output<typeof CharthopAshbyConfig>
