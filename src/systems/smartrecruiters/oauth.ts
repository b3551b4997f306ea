import { z } from 'zod'
import manifest from '../../../package.json' with { type: 'json' }
import { FatalError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import { urlEncodedForm } from '../../lib/form.ts'
import { createHttpClient, type HttpAnswer, type HttpClient, type HttpClientOptions } from '../../lib/http-client.ts'
import { isObject, numberOf } from '../../lib/loose.ts'
import { GRANT_SCOPES } from './scopes.ts'
import type { GrantedToken } from './tokens.ts'

export interface TokenClientOptions extends Pick<HttpClientOptions, 'onCall' | 'sleep' | 'timeouts'> {
  /** The API's, https://api.smartrecruiters.com: the token call is below it. */
  readonly baseUrl: string
  readonly clientId: string
  /** Asked for each call, so that a rotated one is used at once. */
  readonly clientSecret: () => string
}

/** What a grant gives. The refresh token works once and lives 28 days: the new one must be stored before anything else is done. */
export interface Grant extends GrantedToken {
  readonly refreshToken: string
}

export interface TokenClient {
  /** A code works once, for a few minutes. */
  exchangeCode(code: string): Promise<Grant>
  /**
   * Never two at a time, and never sent again by itself: an `UnknownOutcomeError` may mean that the refresh token is spent.
   * A `GrantGoneError` where SmartRecruiters knows it no more.
   */
  refresh(refreshToken: string): Promise<Grant>
  /** Of a company's own Credential Manager; there is no refresh token. */
  clientCredentials(): Promise<GrantedToken>
  close(): void
}

/** The code, the refresh token or the grant itself is used up or withdrawn: only a person can grant access again. */
export class GrantGoneError extends FatalError {}

/** https://developers.smartrecruiters.com/docs/oauth-20 */
export function createTokenClient({ clientId, clientSecret, ...options }: TokenClientOptions): TokenClient {
  const headers = () => ({ 'user-agent': `hirewire/${manifest.version}` })
  const timeouts = { ...TIMEOUTS, ...options.timeouts }
  const http = createHttpClient({ ...options, system: 'smartrecruiters', headers, timeouts, retry: RETRY })
  const ask = (fields: Readonly<Record<string, string>>) =>
    askForTokens(http, { ...fields, client_id: clientId, client_secret: clientSecret() })
  return {
    exchangeCode: async (code) => withRefreshToken(await ask({ grant_type: 'authorization_code', code })),
    refresh: async (token) => withRefreshToken(await ask({ grant_type: 'refresh_token', refresh_token: token })),
    clientCredentials: () => ask({ grant_type: 'client_credentials' }),
    close: () => http.close(),
  }
}

export interface GrantPage {
  readonly baseUrl: string
  readonly clientId: string
  /** One that is registered for the client, to the letter. */
  readonly redirectUri: string
  /** Comes back as it is: what tells whose grant this is, for client and secret are the same for all. */
  readonly state: string
}

/** Where a person allows access; their browser comes back to `redirectUri` with `code` and `state`, or with `error`. */
export function grantPageUrl({ baseUrl, clientId, redirectUri, state }: GrantPage): string {
  const url = new URL('/identity/oauth/allow', new URL(baseUrl).origin)
  // In production people sign in on another host than the API's.
  if (url.hostname === 'api.smartrecruiters.com') url.hostname = 'www.smartrecruiters.com'
  const query = { client_id: clientId, redirect_uri: redirectUri, scope: GRANT_SCOPES.join(' '), state }
  // Blanks as %20, as in SmartRecruiters' own example.
  url.search = new URLSearchParams(query).toString().replaceAll('+', '%20')
  return url.href
}

const TOKEN = '/identity/oauth/token'

/**
 * Whoever refreshes keeps all other processes of the connection waiting, so there is an end to it; but not a quick one, for with
 * an answer that is not waited for the new refresh token is lost. All in all less than 50 s.
 */
const TIMEOUTS = { answerMs: 35_000, totalMs: 38_000 }
const RETRY = { attempts: 3, maxTotalMs: 10_000, maxRetryAfterMs: 5_000 }

type Tokens = GrantedToken & { readonly refreshToken?: string }

async function askForTokens(http: HttpClient, fields: Readonly<Record<string, string>>): Promise<Tokens> {
  const content = urlEncodedForm(fields)
  const answer = await http.send({ method: 'POST', path: TOKEN, template: TOKEN, content, effect: 'once' })
  if (answer.status >= 200 && answer.status < 300) return readTokens(answer)
  throw refusal(answer)
}

const seconds = z.unknown().optional().transform(numberOf)

const TokenBody = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: seconds,
})

/** Half an hour; the exact figure in `expires_in` is not documented. */
const LIFETIME_MS = 30 * 60_000

function readTokens(answer: HttpAnswer): Tokens {
  const read = TokenBody.safeParse(answer.body)
  if (!read.success) throw new UnknownOutcomeError('SmartRecruiters answered without a token', factsOf(answer))
  const { access_token: accessToken, refresh_token: refreshToken, expires_in } = read.data
  const expiresInMs = expires_in !== undefined && expires_in > 0 ? expires_in * 1000 : LIFETIME_MS
  return { accessToken, refreshToken, expiresInMs }
}

function withRefreshToken({ refreshToken, ...tokens }: Tokens): Grant {
  if (refreshToken !== undefined) return { ...tokens, refreshToken }
  throw new UnknownOutcomeError('SmartRecruiters gave an access token without a refresh token', { path: TOKEN })
}

/** Of the error body, nothing is documented; the words are those of https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
function refusal(answer: HttpAnswer): Error {
  const facts = { ...factsOf(answer), code: codeOf(answer.body) }
  if (facts.code === 'invalid_grant') return new GrantGoneError(GONE, facts)
  if (answer.status === 408 || answer.status === 425)
    return new RetryableError('SmartRecruiters asks to send it again', facts)
  return new FatalError(BAD_CLIENT, facts)
}

function codeOf(body: unknown): string | undefined {
  const code = isObject(body) ? body.error : undefined
  return typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? code : undefined
}

function factsOf({ status, requestId }: HttpAnswer) {
  return { method: 'POST', path: TOKEN, status, requestId }
}

const GONE = 'SmartRecruiters no longer knows this grant; somebody must allow access again'

const BAD_CLIENT =
  'SmartRecruiters gave no token; look at clientId and clientSecret in smartrecruiters.auth, and at smartrecruiters.baseUrl'
