import { z } from 'zod'
import { BaseUrl, connectionSettings, OptionalText, Rate, Schedule, Secret, Share } from '../../lib/settings.ts'
import { everyMinutes, longestWait, PLAN_MINUTES, PLANS, type WilloPlan } from './schedule.ts'

/** Without both keys nothing runs: who was invited is read at one side and written at the other. */
const Willo = z.strictObject({
  // https://documenter.getpostman.com/view/7798010/VUjSEiSn
  baseUrl: BaseUrl.default('https://api.willotalent.com/api/integrations/v2'),
  apiKey: Secret,
  webhookToken: OptionalText,
  responseUrlTemplate: OptionalText,
  rate: Rate.optional(),
})

const Ashby = z.strictObject({
  // https://developers.ashbyhq.com/reference/introduction
  baseUrl: BaseUrl.default('https://api.ashbyhq.com'),
  apiKey: Secret,
  webhookSecret: OptionalText,
  rate: Rate.optional(),
})

/** Whoever was at a trigger's stage before it was set up is not invited, unless somebody wants just that. */
const Invitations = z.strictObject({ backfill: z.boolean().default(false) })

const Notes = z.strictObject({ sendNotifications: z.boolean().default(false) })

const Limits = z.strictObject({
  maxUpdates: Share.default({ percent: 25 }),
  maxCloses: Share.default({ count: 0 }),
})

const WilloAshbySettings = z.strictObject({
  ...connectionSettings,
  connector: z.literal('willo-ashby'),
  plan: z.enum(PLANS, { error: `expects your Willo plan: ${PLANS.join(', ')}` }),
  intervalMinutes: z.int().min(1).optional(),
  schedule: Schedule.optional(),
  willo: Willo,
  ashby: Ashby,
  invitations: Invitations.prefault({}),
  notes: Notes.prefault({}),
  limits: Limits.prefault({}),
})

/** The plan promises how soon a change shows, so nobody may ask for less; for more anybody may (S77, S78). */
export const WilloAshbyConfig = WilloAshbySettings.superRefine((settings, context) => {
  for (const [path, message] of tooSlow(settings)) context.addIssue({ code: 'custom', path: [path], message })
}).transform(({ schedule, ...settings }) => ({
  ...settings,
  schedule: schedule ?? everyMinutes(settings.intervalMinutes ?? PLAN_MINUTES[settings.plan]),
}))
export type WilloAshbyConfig = z.output<typeof WilloAshbyConfig>

interface Timing {
  readonly plan: WilloPlan
  readonly intervalMinutes?: number | undefined
  readonly schedule?: string | undefined
}

function tooSlow({ plan, intervalMinutes, schedule }: Timing): [path: string, message: string][] {
  const bound = Math.min(PLAN_MINUTES[plan], intervalMinutes ?? PLAN_MINUTES[plan])
  const promise = `the plan ${plan} promises ${PLAN_MINUTES[plan]} minutes`
  if (intervalMinutes !== undefined && intervalMinutes > PLAN_MINUTES[plan]) {
    return [['intervalMinutes', `${promise}; write ${PLAN_MINUTES[plan]} or less`]]
  }
  if (schedule === undefined || longestWait(schedule) <= bound) return []
  return [['schedule', `leaves more than ${bound} minutes between two runs, ${promise}; "${everyMinutes(bound)}" fits`]]
}
