import { z } from 'zod'
import { BaseUrl, connectionSettings, OptionalText, Rate, Schedule, Secret } from '../../../lib/settings.ts'
import { CrosschqBlock, Limits, PromptRules, RequestRules } from '../config.ts'
import { LeverExport } from '../export-config.ts'

const EVERY_FIVE_MINUTES = '*/5 * * * *'

/** Lever's webhooks that can mean work for us (https://hire.lever.co/developer/documentation#webhooks). */
export const leverEvents = ['candidateStageChange', 'candidateHired', 'candidateArchiveChange'] as const
export type LeverEvent = (typeof leverEvents)[number]

const tokens = z.strictObject({
  candidateStageChange: OptionalText,
  candidateHired: OptionalText,
  candidateArchiveChange: OptionalText,
})

/** Every webhook made in Lever's settings has a signature token of its own; one text is meant for all of them (S56). */
const WebhookTokens = z.preprocess(
  (given) => (typeof given === 'string' ? Object.fromEntries(leverEvents.map((event) => [event, given])) : given),
  tokens.prefault({}),
)

const Lever = z.strictObject({
  // https://hire.lever.co/developer/documentation#base-url; that of accounts in the EU is not documented.
  baseUrl: BaseUrl.default('https://api.lever.co/v1'),
  apiKey: Secret,
  /** The id of the user in whose name Lever books what is written. */
  performAs: OptionalText,
  webhookTokens: WebhookTokens,
  /** Also confidential postings and their candidates; only for a key that was made with access to them. */
  confidential: z.boolean().default(false),
  rate: Rate.optional(),
})

/** A stage of the account's pipeline by its id or name: whoever comes there is asked for references (S52). */
const Trigger = z.strictObject({ stage: z.string().trim().min(1, 'is empty; write the id or the name of a stage') })

/** Ids of archive reasons (R2, R3). */
const Hiring = z.strictObject({ hiredReason: OptionalText, notHiredReason: OptionalText })

export const CrosschqLeverConfig = z.strictObject({
  ...connectionSettings,
  connector: z.literal('crosschq-lever'),
  schedule: Schedule.default(EVERY_FIVE_MINUTES),
  crosschq: CrosschqBlock,
  lever: Lever,
  trigger: Trigger,
  hiring: Hiring.prefault({}),
  export: LeverExport.prefault({}),
  requests: RequestRules.prefault({}),
  prompt: PromptRules.prefault({}),
  limits: Limits.prefault({}),
})
export type CrosschqLeverConfig = z.output<typeof CrosschqLeverConfig>
