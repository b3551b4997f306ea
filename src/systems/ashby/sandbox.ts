import { type SandboxClock, systemClock } from '../../sandbox/clock.ts'
import type { RateLimit } from '../../sandbox/rate-gate.ts'
import { type SandboxServer, startSandboxServer } from '../../sandbox/server.ts'
import { type ApiKey, type ApiKeys, apiKeyEndpoints, createApiKeys } from './sandbox/api-keys.ts'
import { applicationHistoryEndpoints } from './sandbox/application-history.ts'
import { applicationEndpoints } from './sandbox/applications.ts'
import { assessmentEndpoints } from './sandbox/assessments.ts'
import { type CandidateActions, createCandidateActions } from './sandbox/candidate-actions.ts'
import { candidateEndpoints } from './sandbox/candidates.ts'
import { customFieldEndpoints } from './sandbox/custom-fields.ts'
import type { Deliveries, Webhook } from './sandbox/deliveries.ts'
import type { Endpoints } from './sandbox/endpoint.ts'
import { exchangeFile, isFileExchange } from './sandbox/file-exchange.ts'
import { fileEndpoints } from './sandbox/files.ts'
import { answer } from './sandbox/gate.ts'
import { hiringTeamEndpoints } from './sandbox/hiring-team.ts'
import { jobInterviewPlanEndpoints } from './sandbox/job-interview-plan.ts'
import { jobEndpoints } from './sandbox/jobs.ts'
import { noteEndpoints } from './sandbox/notes.ts'
import { createOfferActions, type OfferActions } from './sandbox/offer-actions.ts'
import { offerEndpoints } from './sandbox/offers.ts'
import { openingEndpoints } from './sandbox/openings.ts'
import { organizationEndpoints } from './sandbox/organization.ts'
import { createPartner, type Partner } from './sandbox/partner.ts'
import type { PartnerTile } from './sandbox/partner-calls.ts'
import { reasonEndpoints } from './sandbox/reasons.ts'
import { createRecruiterActions, type RecruiterActions } from './sandbox/recruiter.ts'
import { createSeeding, type Seeding, seedOrganization } from './sandbox/seed.ts'
import type { Settings } from './sandbox/settings.ts'
import type { TokenType } from './sandbox/tokens.ts'
import { addWebhook, type WebhookDraft, webhookEndpoints } from './sandbox/webhooks.ts'
import { createWorld, timestamp, type World } from './sandbox/world.ts'

export interface AshbySandboxOptions extends Partial<Settings> {
  readonly port?: number
  /** Default: one key, `ashby-sandbox-key`, with every permission. */
  readonly apiKeys?: readonly ApiKey[]
  readonly latencyMs?: number
  readonly rate?: RateLimit
  readonly clock?: SandboxClock
  readonly keepCalls?: boolean
}

export interface AshbySandbox extends Seeding, RecruiterActions, CandidateActions, OfferActions, AsyncDisposable {
  readonly url: string
  readonly server: SandboxServer
  readonly clock: SandboxClock
  /** The truth, whatever readers of the API get to see. */
  readonly state: State
  /** May be changed while it runs. */
  readonly settings: Settings
  readonly keys: ApiKeys
  readonly deliveries: Deliveries
  /** As in the admin pages, which take types that webhook.create refuses. */
  addWebhookByHand(draft: WebhookDraft): Promise<Webhook>
  /** Sets up a partner's tile, as Ashby and the customer's administrator do. */
  partner(tile: PartnerTile): Partner
  /** Every token of this type handed out so far is too old from now on. */
  expireTokens(type: TokenType): void
  close(): Promise<void>
}

type State = Pick<
  World,
  | 'openings'
  | 'fields'
  | 'applications'
  | 'offers'
  | 'candidates'
  | 'notes'
  | 'assessments'
  | 'files'
  | 'departments'
  | 'locations'
  | 'users'
  | 'jobs'
  | 'interviewPlans'
  | 'stages'
  | 'activities'
  | 'closeReasons'
  | 'archiveReasons'
  | 'hiringTeamRoles'
  | 'webhooks'
>

/** Ashby's API in memory, as https://developers.ashbyhq.com describes it, over real HTTP on loopback. */
export async function startAshbySandbox(options: AshbySandboxOptions = {}): Promise<AshbySandbox> {
  const { port, apiKeys, latencyMs, rate, clock = systemClock(), keepCalls, ...settings } = options
  const world = createWorld({ clock, settings, address: () => server.url })
  const seeding = createSeeding(world)
  seedOrganization(seeding)
  const keys = createApiKeys(apiKeys ?? [{ key: 'ashby-sandbox-key' }])
  const gate = { world, keys, endpoints: { ...ENDPOINTS, ...apiKeyEndpoints(keys, timestamp(world)) } }
  const server = await startSandboxServer({
    port,
    latencyMs,
    rate,
    keepCalls,
    respond: (request) => (isFileExchange(request) ? exchangeFile(world, request) : answer(gate, request)),
  })
  const close = async (): Promise<void> => {
    world.deliveries.close()
    await server.close()
  }
  return {
    url: server.url,
    server,
    clock,
    state: world,
    settings: world.settings,
    keys,
    deliveries: world.deliveries,
    ...seeding,
    ...createRecruiterActions(world),
    ...createCandidateActions(world),
    ...createOfferActions(world),
    addWebhookByHand: (draft) => addWebhook(world, draft),
    partner: (tile) => createPartner(world, tile),
    expireTokens: (type) => world.tokens.expire(type),
    close,
    [Symbol.asyncDispose]: close,
  }
}

const ENDPOINTS: Endpoints = {
  ...openingEndpoints,
  ...customFieldEndpoints,
  ...applicationEndpoints,
  ...applicationHistoryEndpoints,
  ...offerEndpoints,
  ...candidateEndpoints,
  ...noteEndpoints,
  ...fileEndpoints,
  ...assessmentEndpoints,
  ...organizationEndpoints,
  ...jobEndpoints,
  ...jobInterviewPlanEndpoints,
  ...reasonEndpoints,
  ...hiringTeamEndpoints,
  ...webhookEndpoints,
}
