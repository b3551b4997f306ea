import {
  type CallFacts,
  FatalError,
  RejectedRecordError,
  RetryableError,
  UnknownOutcomeError,
} from '../../lib/errors.ts'
import type { HttpAnswer, HttpRequest } from '../../lib/http-client.ts'
import { isRow, type Row } from './row.ts'

/** The one thing a call is about: a list, or one record that may be missing or refused by itself. */
export type About = 'list' | 'record'

/** The body of a read, which must be an object; a sign-in page with status 200 is no answer. */
export function readBody(request: HttpRequest, answer: HttpAnswer, about: About): Row {
  if (!isSuccess(answer)) throw refusal(request, answer, about)
  if (isRow(answer.body)) return answer.body
  throw new RetryableError('ChartHop answered a read with something other than a JSON object', factsOf(request, answer))
}

/** Any 2xx is success: the API reference lists none, or another than is seen, for several writes. */
export function checkWritten(request: HttpRequest, answer: HttpAnswer): void {
  if (!isSuccess(answer)) throw refusal(request, answer, 'record')
  if (typeof answer.body !== 'string') return
  throw unclear(request, answer, 'ChartHop answered a write with something other than JSON')
}

/** A write that makes a thing must tell its id; without it nobody knows what was made. */
export function writtenId(request: HttpRequest, answer: HttpAnswer): string {
  checkWritten(request, answer)
  const body = isRow(answer.body) && isRow(answer.body.data) ? answer.body.data : answer.body
  if (isRow(body) && typeof body.id === 'string' && body.id !== '') return body.id
  throw unclear(request, answer, 'ChartHop took the write and told no id')
}

export function factsOf({ method, template }: HttpRequest, { status, body, requestId }: HttpAnswer): CallFacts {
  const code = isRow(body) && typeof body.code === 'string' && /^[\w.-]{1,64}$/.test(body.code) ? body.code : undefined
  return { method, path: template, status, code, requestId }
}

function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300
}

function unclear(request: HttpRequest, answer: HttpAnswer, message: string): Error {
  const facts = factsOf(request, answer)
  return request.effect === 'once' ? new UnknownOutcomeError(message, facts) : new RetryableError(message, facts)
}

/** The body's `message` is left where it is: it may quote what we sent. */
function refusal(request: HttpRequest, answer: HttpAnswer, about: About): Error {
  const facts = factsOf(request, answer)
  if (answer.status === 401) return new FatalError(BAD_TOKEN, facts)
  if (answer.status === 403) return new FatalError(NO_ACCESS, facts)
  if (answer.status === 408 || answer.status === 425) return new RetryableError('ChartHop asks to send it again', facts)
  if (about === 'record') return new RejectedRecordError('ChartHop refused this record', facts)
  if (answer.status === 404) return new FatalError('ChartHop knows no such organisation; look at charthop.org', facts)
  return new FatalError('ChartHop does not accept this call; look at charthop.org and the mapped field codes', facts)
}

const BAD_TOKEN =
  'ChartHop refused the token; set charthop.token to a token of an app installed in this organisation (https://docs.charthop.com/developer-basics)'

/** https://docs.charthop.com: Ashby's own app asks for Org Editor, and so do all calls made here. */
const NO_ACCESS =
  "ChartHop does not let this token do that; give its app the access level Org Editor, or the field's own"
