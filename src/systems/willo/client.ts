import manifest from '../../../package.json' with { type: 'json' }
import { createHttpClient, type HttpClientOptions } from '../../lib/http-client.ts'
import { type InterviewCalls, interviewCalls } from './interviews.ts'
import { type ParticipantCalls, participantCalls } from './participants.ts'
import { createResponseLink } from './response-link.ts'
import { participantSchema } from './schema.ts'
import { type WebhookCalls, webhookCalls } from './webhooks.ts'

export interface WilloOptions {
  readonly baseUrl: string
  /** Asked for each call, so that a rotated key is used at once. */
  readonly apiKey: () => string
  readonly rate?: HttpClientOptions['rate']
  readonly onCall?: HttpClientOptions['onCall']
  /** With `{participantKey}`, and `{interviewKey}` where wanted; used where Willo tells no link. */
  readonly responseUrlTemplate?: string
  /** For tests: how to wait. */
  readonly sleep?: HttpClientOptions['sleep']
  readonly timeouts?: HttpClientOptions['timeouts']
}

export interface Willo extends InterviewCalls, ParticipantCalls, WebhookCalls {
  close(): void
}

/** https://documenter.getpostman.com/view/7798010/VUjSEiSn; what is not documented stands in README.md. */
export function createWillo(options: WilloOptions): Willo {
  const { baseUrl, apiKey, rate, onCall, sleep, timeouts } = options
  // The key stands alone, without a scheme.
  const headers = () => ({ 'user-agent': `hirewire/${manifest.version}`, authorization: apiKey() })
  const base = { system: 'willo', requestIdHeader: 'x-request-id' }
  const http = createHttpClient({ ...base, baseUrl, headers, rate, onCall, sleep, timeouts })
  const linkOf = createResponseLink(baseUrl, options.responseUrlTemplate)
  return {
    ...interviewCalls(http, baseUrl),
    ...participantCalls(http, baseUrl, participantSchema(linkOf)),
    ...webhookCalls(http, baseUrl),
    close: () => http.close(),
  }
}
