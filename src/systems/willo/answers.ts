import { type CallFacts, FatalError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import { FieldRefusal, readRefusal } from '../../lib/field-refusal.ts'
import type { HttpAnswer, HttpClient, HttpRequest } from '../../lib/http-client.ts'
import { isObject } from '../../lib/loose.ts'

export interface Answered {
  readonly request: HttpRequest
  readonly answer: HttpAnswer
}

/** Sends, and judges what is the same for every call: the key, and being asked to come again. */
export async function call(http: HttpClient, request: HttpRequest): Promise<Answered> {
  const answer = await http.send(request)
  const facts = factsOf({ request, answer })
  if (answer.status === 401) throw new FatalError(BAD_KEY, facts)
  if (answer.status === 403) throw new FatalError(NO_ACCESS, facts)
  if (answer.status === 408 || answer.status === 425) {
    throw new RetryableError('Willo asks to send it again', facts)
  }
  return { request, answer }
}

/** One object by its key; undefined where Willo has none such. */
export async function readOne(http: HttpClient, ask: Pick<HttpRequest, 'path' | 'template'>): Promise<Row | undefined> {
  const answered = await call(http, { ...ask, method: 'GET', effect: 'read' })
  if (answered.answer.status === 404) return undefined
  if (!isSuccess(answered)) throw refusal(answered)
  return rowOf(answered)
}

/** The body of a list's page, which must be there. */
export function pageBody(answered: Answered): unknown {
  if (isSuccess(answered)) return bodyOf(answered)
  const message = 'Willo does not take this call; look at willo.baseUrl'
  throw new FatalError(message, factsOf(answered))
}

/** Any 2xx is success: which one is documented nowhere. */
export function written(answered: Answered): Row {
  if (!isSuccess(answered)) throw refusal(answered)
  if (isObject(answered.answer.body)) return answered.answer.body
  throw unclear(answered, 'Willo took the write, but its answer is no JSON object')
}

export function unclear(answered: Answered, message: string): Error {
  const facts = factsOf(answered)
  return answered.request.effect === 'once'
    ? new UnknownOutcomeError(message, facts)
    : new RetryableError(message, facts)
}

export function factsOf({ request: { method, template }, answer: { status, requestId } }: Answered): CallFacts {
  return { method, path: template, status, requestId }
}

export type Row = Readonly<Record<string, unknown>>

function rowOf(answered: Answered): Row {
  const body = bodyOf(answered)
  if (isObject(body)) return body
  throw new RetryableError('Willo answered a read with something other than a JSON object', factsOf(answered))
}

/** A sign-in page with status 200 is no answer. */
function bodyOf(answered: Answered): unknown {
  const { body } = answered.answer
  if (typeof body === 'object' && body !== null) return body
  throw new RetryableError('Willo answered a read with something other than JSON', factsOf(answered))
}

function refusal(answered: Answered): FieldRefusal {
  const { body } = answered.request
  return new FieldRefusal('Willo', readRefusal(answered.answer.body, isObject(body) ? body : {}), factsOf(answered))
}

function isSuccess({ answer: { status } }: Answered): boolean {
  return status >= 200 && status < 300
}

const BAD_KEY =
  'Willo refused the API key; put the key of an Admin or Owner, from https://app.willotalent.com/integrations, into willo.apiKey'

const NO_ACCESS =
  'Willo does not let the user of this API key do this; the key of an Admin or Owner sees every interview'
