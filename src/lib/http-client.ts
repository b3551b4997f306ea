import http from 'node:http'
import https from 'node:https'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import axios, { type AxiosRequestConfig, type AxiosResponse, isAxiosError } from 'axios'
import { type CallFacts, FatalError, RetryableError } from './errors.ts'
import type { Content } from './form.ts'
import { failureOfAnswer, failureOfConnection, parseBody, plainHeaders, safeId } from './http-answer.ts'
import { baseUrlOf, type Query, urlFor } from './http-url.ts'
import { DEFAULT_TIMEOUTS, type Timeouts, type Watch, watchAttempt } from './http-watch.ts'
import type { Json } from './json.ts'
import { createRateLimit, type Rate, type Sleep } from './rate-limit.ts'
import { afterFailure, backoffMs, DEFAULT_RETRY, type Effect, type Failure, type RetryPolicy } from './retry.ts'
import type { Waited } from './waits.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Begins with "/" and is appended to `baseUrl`; ids in it are percent-encoded by the caller. */
  readonly path: string
  /** The same with its variables in braces: the only form that reaches errors, logs and metrics. */
  readonly template: string
  readonly query?: Query
  readonly body?: Json
  /** Sent in place of `body`. */
  readonly content?: Content
  readonly effect: Effect
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON, the text where it is none, undefined where it is empty. */
  readonly body: unknown
  readonly requestId?: string
}

export interface Call {
  readonly system: string
  readonly template: string
  readonly method: string
  readonly status?: number
  readonly ms: number
  readonly outcome: 'answered' | 'rate_limited' | 'failed' | 'unknown'
  /** From 1. */
  readonly attempt: number
  /** What the rate limit cost this account since the call before was told of. */
  readonly waited: Waited
}

export interface HttpClientOptions {
  /** The vendor's name, for whoever counts calls. */
  readonly system: string
  readonly baseUrl: string
  /** Called for each attempt, so that a rotated key is used at once. */
  readonly headers: () => Readonly<Record<string, string>>
  readonly rate?: Rate
  readonly timeouts?: Partial<Timeouts>
  readonly requestIdHeader?: string
  readonly retry?: Partial<RetryPolicy>
  readonly maxAnswerBytes?: number
  /** Hears of every attempt, for metrics and the run's count of calls. */
  readonly onCall?: (call: Call) => void
  readonly clock?: () => number
  readonly sleep?: Sleep
  readonly random?: () => number
}

export interface HttpClient {
  /** Answers with any status but 3xx, 429 and 5xx; those and broken connections are errors of `errors.ts`. */
  send(request: HttpRequest): Promise<HttpAnswer>
  close(): void
}

type Attempt =
  | { readonly type: 'answered'; readonly answer: HttpAnswer }
  | { readonly type: 'failure'; readonly failure: Failure; readonly facts: CallFacts }

const DEFAULT_RATE: Rate = { perSecond: 5, inFlight: 4 }
const DEFAULT_MAX_ANSWER_BYTES = 50 * 1024 * 1024

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const base = baseUrlOf(options.baseUrl)
  const clock = options.clock ?? (() => performance.now())
  const sleep = options.sleep ?? ((ms, signal) => delay(ms, undefined, { signal }))
  const random = options.random ?? Math.random
  const policy = { ...DEFAULT_RETRY, ...options.retry }
  const limit = createRateLimit(options.rate ?? DEFAULT_RATE, clock, sleep)
  const pooled = agents(true)
  // The server may close an idle connection just as we write to it, and nobody can tell whether the request was
  // read. A write that must not be repeated therefore gets a connection of its own.
  const fresh = agents(false)
  const closed = new AbortController()

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const url = urlFor(base, request.path, request.template, request.query)
    let startedAt: number | undefined
    for (let attempt = 1; ; attempt++) {
      const release = await limit.take(closed.signal).catch(throwClosed)
      startedAt ??= clock()
      const result = await attemptOnce(request, url, attempt).finally(release)
      if (result.type === 'answered') return result.answer

      const tried = { attempt, elapsedMs: clock() - startedAt, facts: result.facts }
      const verdict = afterFailure(result.failure, request.effect, tried, policy, random)
      if (result.failure.type === 'rate_limited') limit.slowDown(pauseOf(result.failure, attempt))
      if (verdict.type === 'throw') throw verdict.error
      const wait = result.failure.type === 'rate_limited' ? limit.pause : sleep
      await wait(verdict.ms, closed.signal).catch(throwClosed)
    }
  }

  /** What everybody waits: the vendor's figure where it is one we would wait for. */
  function pauseOf({ retryAfterMs: asked }: Failure & { type: 'rate_limited' }, attempt: number): number {
    return asked !== undefined && asked <= policy.maxRetryAfterMs ? asked : backoffMs(attempt, random)
  }

  async function attemptOnce(request: HttpRequest, url: URL, attempt: number): Promise<Attempt> {
    const headers = safeHeaders(options.headers(), request)
    const watch = watchAttempt({ ...DEFAULT_TIMEOUTS, ...options.timeouts }, closed.signal)
    const startedAt = clock()
    const agent = request.effect === 'once' ? fresh : pooled
    const config = axiosConfig(request, url, { ...headers }, watch, agent, options.maxAnswerBytes)
    const result = await axios.request<string>(config).then(
      (response) => judgeAnswer(response, request, options.requestIdHeader),
      (error: unknown) => judgeError(error, request, watch),
    )
    watch.stop()
    const { system } = options
    const ms = clock() - startedAt
    options.onCall?.({ ...callOf(request, result), system, ms, attempt, waited: limit.takeWaited() })
    return result
  }

  function throwClosed(): never {
    throw new RetryableError('The client was closed before the call was made')
  }

  function close(): void {
    closed.abort()
    for (const agent of [...Object.values(pooled), ...Object.values(fresh)]) agent.destroy()
  }

  return { send, close }
}

function agents(keepAlive: boolean) {
  const settings = { keepAlive, keepAliveMsecs: 15_000, maxFreeSockets: 8 }
  return { httpAgent: new http.Agent(settings), httpsAgent: new https.Agent(settings) }
}

/** A line break in a key would end the header and begin another; a stray one at its end is a usual slip. */
function safeHeaders(headers: Readonly<Record<string, string>>, { method, template }: HttpRequest) {
  for (const [name, value] of Object.entries(headers)) {
    if (/^[\x20-\x7e]+$/.test(value) && value === value.trim()) continue
    const message = `The header "${name}" is empty, or holds a blank at an end, a line break or a letter outside ASCII; look at the configured key`
    throw new FatalError(message, { method, path: template })
  }
  return headers
}

function axiosConfig(
  request: HttpRequest,
  url: URL,
  headers: Record<string, string>,
  watch: Watch,
  agent: ReturnType<typeof agents>,
  maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES,
): AxiosRequestConfig {
  const content = request.content ?? jsonContent(request.body)
  const type = content && { 'content-type': content.type }
  return {
    ...agent,
    url: url.href,
    method: request.method,
    headers: { accept: 'application/json', 'cache-control': 'no-store', 'user-agent': 'hirewire', ...headers, ...type },
    data: content?.bytes,
    transport: watch.transport,
    signal: watch.signal,
    maxRedirects: 0,
    maxContentLength: maxAnswerBytes,
    responseType: 'text',
    transformResponse: [],
    validateStatus: () => true,
    // Through a proxy only where TLS hides the request from it.
    ...(url.protocol === 'https:' ? {} : { proxy: false as const }),
  }
}

function jsonContent(body: Json | undefined): Content | undefined {
  return body === undefined ? undefined : { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
}

function judgeAnswer(response: AxiosResponse<string>, request: HttpRequest, idHeader?: string): Attempt {
  const headers = plainHeaders(response.headers)
  const requestId = safeId(headers[idHeader?.toLowerCase() ?? ''])
  const failure = failureOfAnswer(response.status, headers)
  if (!failure) {
    const answer = { status: response.status, headers, body: parseBody(response.data), requestId }
    // What axios holds of a call stays reachable from later ones until a full collection: without the text it is little.
    response.data = ''
    return { type: 'answered', answer }
  }
  return { type: 'failure', failure, facts: { ...factsOf(request), status: response.status, requestId } }
}

/** Nothing of axios' error is kept but its code: the rest holds the key and the body. */
function judgeError(error: unknown, request: HttpRequest, watch: Watch): Attempt {
  const trouble = {
    code: isAxiosError(error) ? error.code : undefined,
    isTooLarge: isAxiosError(error) && error.message.startsWith('maxContentLength '),
    late: watch.timedOut(),
    reached: watch.hasReached(),
  }
  const facts = { ...factsOf(request), code: trouble.late ? undefined : trouble.code }
  return { type: 'failure', failure: failureOfConnection(trouble), facts }
}

function factsOf({ method, template }: HttpRequest): CallFacts {
  return { method, path: template }
}

function callOf(
  { template, method, effect }: HttpRequest,
  result: Attempt,
): Pick<Call, 'template' | 'method' | 'status' | 'outcome'> {
  if (result.type === 'answered') return { template, method, status: result.answer.status, outcome: 'answered' }
  const { failure, facts } = result
  const isUnknown = effect === 'once' && failure.type !== 'rate_limited' && failure.reached
  const outcome = failure.type === 'rate_limited' ? 'rate_limited' : isUnknown ? 'unknown' : 'failed'
  return { template, method, status: facts.status, outcome }
}
