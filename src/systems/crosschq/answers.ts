import {
  type CallFacts,
  FatalError,
  type RejectedRecordError,
  RetryableError,
  UnknownOutcomeError,
} from '../../lib/errors.ts'
import { FieldRefusal, readRefusal } from '../../lib/field-refusal.ts'
import type { HttpAnswer, HttpClient, HttpRequest } from '../../lib/http-client.ts'
import { isObject } from '../../lib/loose.ts'

/** Crosschq has no such call: nothing was done, and asking again will not help. */
export const UNSUPPORTED = 'unsupported'
export type Unsupported = typeof UNSUPPORTED

export type Ask = Pick<HttpRequest, 'path' | 'template' | 'query'>

export interface Answered {
  readonly request: HttpRequest
  readonly answer: HttpAnswer
}

/** Sends, and judges what is the same for every call: the key, and being asked to come again. */
export async function call(http: HttpClient, request: HttpRequest): Promise<Answered> {
  const answer = await http.send(request)
  const facts = factsOf(request, answer)
  if (answer.status === 401) throw new FatalError(BAD_TOKEN, facts)
  if (answer.status === 403) throw new FatalError(NO_ACCESS, facts)
  if (AGAIN.has(answer.status)) throw new RetryableError('Crosschq asks to send it again', facts)
  return { request, answer }
}

/** The same for a call that nobody promises: undefined where the server does not know it. */
export async function tryCall(http: HttpClient, request: HttpRequest): Promise<Answered | undefined> {
  try {
    const answered = await call(http, request)
    return NO_SUCH_METHOD.has(answered.answer.status) ? undefined : answered
  } catch (error) {
    if (error instanceof RetryableError && error.facts.status === 501) return undefined
    throw error
  }
}

/** The JSON of a read that must succeed; a sign-in page with status 200 is no answer. */
export function readJson({ request, answer }: Answered): unknown {
  if (!isSuccess(answer)) throw misplaced({ request, answer })
  if (typeof answer.body === 'object' && answer.body !== null) return answer.body
  throw new RetryableError('Crosschq answered a read with something other than JSON', factsOf(request, answer))
}

/** Any 2xx is success: which one is documented nowhere. */
export function checkWritten({ request, answer }: Answered): void {
  if (!isSuccess(answer)) throw refusal({ request, answer })
  if (typeof answer.body !== 'string') return
  throw unclear({ request, answer }, 'Crosschq answered a write with something other than JSON')
}

export function unclear({ request, answer }: Answered, message: string): Error {
  const facts = factsOf(request, answer)
  return request.effect === 'once' ? new UnknownOutcomeError(message, facts) : new RetryableError(message, facts)
}

/** Named after the one record the call is about. */
export function refusal({ request, answer }: Answered): RejectedRecordError {
  const sent = isObject(request.body) ? request.body : {}
  return new FieldRefusal('Crosschq', readRefusal(answer.body, sent), factsOf(request, answer))
}

export function misplaced({ request, answer }: Answered): FatalError {
  const message = 'Crosschq does not take this call; look at crosschq.baseUrl and crosschq.paths'
  return new FatalError(message, factsOf(request, answer))
}

export function factsOf({ method, template }: HttpRequest, { status, requestId }: HttpAnswer): CallFacts {
  return { method, path: template, status, requestId }
}

export function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300
}

const AGAIN: ReadonlySet<number> = new Set([408, 425])

/** 404 is not among them: of one request it may as well say that there is no such request. */
const NO_SUCH_METHOD: ReadonlySet<number> = new Set([405, 501])

const BAD_TOKEN =
  'Crosschq refused the key; put the Partner API Key of Settings > Connectors > Crosschq Partner API into crosschq.token'

const NO_ACCESS = 'Crosschq does not let this key make this call; ask Crosschq support what the key may do'
