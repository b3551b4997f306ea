import manifest from '../../../package.json' with { type: 'json' }
import { createHttpClient, type HttpClientOptions } from '../../lib/http-client.ts'
import { createActor } from './actor.ts'
import { type ApplicationCalls, applicationCalls } from './applications.ts'
import { createAsk } from './call.ts'
import { type CandidateCalls, candidateCalls } from './candidates.ts'
import { type FileCalls, fileCalls } from './files.ts'
import { type JobCalls, jobCalls } from './jobs.ts'
import { type NoteCalls, noteCalls } from './notes.ts'
import { type OrganizationCalls, organizationCalls } from './organization.ts'
import { type ProspectCalls, prospectCalls } from './prospects.ts'
import { type WebhookCalls, webhookCalls } from './webhooks.ts'
import { type WriteCalls, writeCalls } from './writes.ts'

export interface LeverOptions {
  readonly baseUrl: string
  /** Asked for each call, so that a rotated key is used at once. */
  readonly apiKey: () => string
  /** The id of the user in whose name things are written; prospects and files need it. */
  readonly performAs?: () => string | undefined
  /** Also confidential applications and jobs; a key without access to them is refused then. */
  readonly includeConfidential?: boolean
  readonly rate?: HttpClientOptions['rate']
  readonly onCall?: HttpClientOptions['onCall']
  /** For tests: how to wait. */
  readonly sleep?: HttpClientOptions['sleep']
  readonly timeouts?: HttpClientOptions['timeouts']
}

export interface Lever
  extends ApplicationCalls,
    CandidateCalls,
    JobCalls,
    OrganizationCalls,
    WriteCalls,
    ProspectCalls,
    NoteCalls,
    FileCalls,
    WebhookCalls {
  close(): void
}

/** https://hire.lever.co/developer/documentation; what is not documented stands in README.md. */
export function createLever(options: LeverOptions): Lever {
  const { baseUrl, apiKey, performAs, includeConfidential, rate = RATE, onCall, sleep, timeouts } = options
  const headers = () => ({ 'user-agent': `hirewire/${manifest.version}`, authorization: basic(apiKey()) })
  const http = createHttpClient({ system: 'lever', baseUrl, headers, rate, onCall, sleep, timeouts })
  const ask = createAsk(http)
  const actor = createActor(performAs ?? (() => undefined))
  const confidentiality = includeConfidential ? 'all' : 'non-confidential'
  return {
    ...applicationCalls(ask, confidentiality),
    ...candidateCalls(ask),
    ...jobCalls(ask, confidentiality),
    ...organizationCalls(ask),
    ...writeCalls(ask, actor),
    ...prospectCalls(ask, actor),
    ...noteCalls(ask, actor),
    ...fileCalls(ask, actor),
    ...webhookCalls(ask),
    close: () => http.close(),
  }
}

/**
 * 10 a second and bursts to 20 for each key (https://hire.lever.co/developer/documentation#rate-limits). With 8 in flight
 * our own bucket holds 8, so that the two never add up to more than Lever's.
 */
const RATE = { perSecond: 10, inFlight: 8 }

/** The key is the user name of Basic authentication and the password is empty. */
function basic(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`
}
