import manifest from '../../../package.json' with { type: 'json' }
import { createHttpClient, type HttpClientOptions } from '../../lib/http-client.ts'
import { uploadFile } from '../../lib/upload.ts'
import { isOnThisMachine } from '../../lib/vendor-link.ts'
import { type AssessmentCalls, assessmentCalls } from './assessments.ts'
import type { SendFile } from './attach-file.ts'
import { createAsk } from './call.ts'
import { type CandidateCalls, candidateCalls } from './candidates.ts'
import { type CustomFieldCalls, customFieldCalls } from './custom-fields.ts'
import { type HiringCalls, hiringCalls } from './hiring.ts'
import { type JobCalls, jobCalls } from './jobs.ts'
import { type OpeningCalls, openingCalls } from './openings.ts'
import { type OrganizationCalls, organizationCalls } from './organization.ts'
import { type WebhookCalls, webhookCalls } from './webhooks.ts'

export interface AshbyOptions {
  readonly baseUrl: string
  /** Asked for each call, so that a rotated key is used at once. */
  readonly apiKey: () => string
  readonly rate?: HttpClientOptions['rate']
  readonly onCall?: HttpClientOptions['onCall']
  /** For tests: how to wait. */
  readonly sleep?: HttpClientOptions['sleep']
  readonly timeouts?: HttpClientOptions['timeouts']
}

export interface Ashby
  extends OpeningCalls,
    CustomFieldCalls,
    HiringCalls,
    CandidateCalls,
    JobCalls,
    AssessmentCalls,
    OrganizationCalls,
    WebhookCalls {
  close(): void
}

/** https://developers.ashbyhq.com/reference/introduction; what is not documented stands in README.md. */
export function createAshby({ baseUrl, apiKey, rate, onCall, sleep, timeouts }: AshbyOptions): Ashby {
  const headers = () => ({ ...HEADERS, authorization: basic(apiKey()) })
  const http = createHttpClient({
    system: 'ashby',
    baseUrl,
    headers,
    rate,
    onCall,
    sleep,
    timeouts,
    requestIdHeader: 'x-ashby-request-id',
  })
  const ask = createAsk(http)
  const closed = new AbortController()
  return {
    ...openingCalls(ask),
    ...customFieldCalls(ask),
    ...hiringCalls(ask),
    ...candidateCalls(ask, sendFile(baseUrl, closed.signal, timeouts)),
    ...jobCalls(ask),
    ...assessmentCalls(ask),
    ...organizationCalls(ask),
    ...webhookCalls(ask),
    close: () => {
      closed.abort()
      http.close()
    },
  }
}

/** Without our key: the place is another company's, and its fields are the key to it. */
function sendFile(baseUrl: string, signal: AbortSignal, timeouts: AshbyOptions['timeouts']): SendFile {
  const allowLoopback = isOnThisMachine(baseUrl)
  return (file, place) => uploadFile(file, place, { allowLoopback, signal, timeouts })
}

/** The key is the user name of Basic authentication and the password is empty. */
function basic(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`
}

const HEADERS = {
  accept: 'application/json; version=1',
  'content-type': 'application/json',
  // Ashby's edge turns away callers that do not say who they are.
  'user-agent': `hirewire/${manifest.version}`,
  // https://developers.ashbyhq.com/changelog: without it a new key would get whatever version is then the newest.
  'ashby-version': '2026-01-01',
}
