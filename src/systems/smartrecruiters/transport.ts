import manifest from '../../../package.json' with { type: 'json' }
import { createHttpClient, type HttpAnswer, type HttpClientOptions, type HttpRequest } from '../../lib/http-client.ts'
import type { AccessTokens } from './tokens.ts'

export type SmartRecruitersAuth =
  /** Asked for each call, so that a rotated key is used at once. */
  { readonly type: 'apiKey'; readonly key: () => string } | { readonly type: 'tokens'; readonly tokens: AccessTokens }

export interface TransportOptions
  extends Pick<HttpClientOptions, 'baseUrl' | 'rate' | 'onCall' | 'sleep' | 'timeouts'> {
  readonly auth: SmartRecruitersAuth
}

export interface Transport {
  /** As `HttpClient.send`, with whatever proves who we are; an access token past its time is replaced once. */
  send(request: HttpRequest): Promise<HttpAnswer>
  close(): void
}

/** The key or the token: https://developers.smartrecruiters.com/docs/oauth-20 */
export function createTransport({ auth, ...options }: TransportOptions): Transport {
  let token = ''
  const proof = (): Readonly<Record<string, string>> =>
    auth.type === 'apiKey' ? { 'x-smarttoken': auth.key() } : { authorization: `Bearer ${token}` }
  const headers = () => ({ 'user-agent': `hirewire/${manifest.version}`, ...proof() })
  const http = createHttpClient({
    ...options,
    system: 'smartrecruiters',
    headers,
    rate: options.rate ?? RATE,
    timeouts: { ...TIMEOUTS, ...options.timeouts },
    requestIdHeader: 'x-request-id',
  })

  async function sendWithToken(request: HttpRequest, tokens: AccessTokens): Promise<HttpAnswer> {
    token = await tokens.current()
    const used = token
    const answer = await http.send(request)
    if (answer.status !== 401) return answer
    // Who is not let in has changed nothing, so the same may be sent again, a write too.
    token = await tokens.renew(used)
    return await http.send(request)
  }

  return {
    send: (request) => (auth.type === 'tokens' ? sendWithToken(request, auth.tokens) : http.send(request)),
    close: () => http.close(),
  }
}

/** Per credential: https://developers.smartrecruiters.com/docs/rate-limiting */
const RATE = { perSecond: 10, inFlight: 8 }

/** SmartRecruiters asks callers to wait for at least 128 s. */
const TIMEOUTS = { answerMs: 130_000, totalMs: 150_000 }
