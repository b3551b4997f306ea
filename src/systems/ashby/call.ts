import type { z } from 'zod'
import {
  type CallFacts,
  FatalError,
  RejectedRecordError,
  RetryableError,
  UnknownOutcomeError,
} from '../../lib/errors.ts'
import type { HttpClient, HttpRequest } from '../../lib/http-client.ts'
import type { Json } from '../../lib/json.ts'
import { type Failure, type Reply, readEnvelope, type Success, type Unreadable } from './envelope.ts'
import { type Endpoint, permissionFor } from './permissions.ts'

export interface Question {
  readonly endpoint: Endpoint
  readonly body: { readonly [key: string]: Json | undefined }
  readonly effect: HttpRequest['effect']
  /** Where no page tells what a good answer holds, any that is not a refusal counts as one. */
  readonly answer?: 'undocumented'
}

export interface Written {
  readonly requestId?: string
}

/** Answers with what the caller may have a use for; what is the same for every endpoint is thrown. */
export type Ask = (question: Question) => Promise<Reply>

export function createAsk(http: HttpClient): Ask {
  return async (question) => {
    const path = `/${question.endpoint}`
    const { body, effect } = question
    const answer = await http.send({ method: 'POST', path, template: path, body, effect })
    return judge(question, readEnvelope(answer))
  }
}

/** One write, its result read. Refused: this record's problem, with Ashby's code. */
export async function write<T>(ask: Ask, question: Question, schema: z.ZodType<T>): Promise<T & Written> {
  const { results, requestId } = await send(ask, question)
  const read = schema.safeParse(results)
  if (read.success) return { ...read.data, requestId }
  const message = `Ashby took the write, but its answer cannot be read: ${problemOf(read.error)}`
  throw unclear(question, message, factsOf(question, { requestId }))
}

/** One write whose result is of no use. */
export async function send(ask: Ask, question: Question): Promise<Success> {
  const reply = await ask(question)
  if (reply.type === 'failure') throw rejection(question, reply)
  return reply
}

/** The same for calls of which only Ashby's request id is told. */
export async function written(ask: Ask, question: Question): Promise<Written> {
  const { requestId } = await send(ask, question)
  return { requestId }
}

/** One thing by its id; undefined where Ashby knows no such id, or where it is none of its ids. */
export async function lookUp<T>(
  ask: Ask,
  question: Question,
  id: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const reply = await ask(question)
  if (reply.type === 'failure') {
    if (isNotFound(reply) || (reply.code === 'invalid_input' && !isUuid(id))) return undefined
    throw rejection(question, reply)
  }
  const read = schema.safeParse(reply.results)
  if (read.success) return read.data
  throw new RejectedRecordError(`Ashby's answer cannot be read: ${problemOf(read.error)}`, factsOf(question, reply))
}

export function rejection(question: Question, failure: Failure): RejectedRecordError {
  const where = failure.parameter ?? namedMembers(question, failure).join(', ')
  const message = where ? `Ashby refused the request because of ${where}` : 'Ashby refused the request'
  return new RejectedRecordError(message, factsOf(question, failure))
}

/** Ashby's sentences may quote a record; the names of members that we sent ourselves are safe to repeat. */
function namedMembers({ body }: Question, { wording }: Failure): readonly string[] {
  const words = new Set(wording.split(/[^A-Za-z0-9_]+/))
  return Object.keys(body).filter((name) => words.has(name))
}

/** Where in a record, and what is wrong there; never what stands there. */
export function problemOf(error: z.ZodError): string {
  const issue = error.issues[0]
  return `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`
}

export function factsOf({ endpoint }: Question, { status, code, requestId }: Facts): CallFacts {
  return { method: 'POST', path: `/${endpoint}`, status, code, requestId }
}

type Facts = Pick<CallFacts, 'status' | 'code' | 'requestId'>

const INTERNAL_CODES = new Set(['generic_internal_error', 'internal_server_error', 'internal_error'])
const LIMIT_CODES = new Set(['rate_limit_exceeded', 'rate_limited'])

function judge(question: Question, reply: Reply | Unreadable): Reply {
  if (reply.type === 'success') return reply
  const facts = factsOf(question, reply)
  if (reply.status === 401) throw refusedKey(facts)
  if (isDenied(question, reply)) throw missingPermission(question, facts)
  if (reply.status === 403) throw forbidden(question, reply, facts)
  if (reply.type === 'unreadable') return judgeUnreadable(question, reply, facts)
  if (LIMIT_CODES.has(reply.code ?? '')) throw new RetryableError('Ashby asks for fewer calls; later will do', facts)
  if (INTERNAL_CODES.has(reply.code ?? '')) throw unclear(question, 'Ashby reports an error of its own', facts)
  return reply
}

/** A refusal without an envelope comes from something in front of Ashby: it says no, but not "not found". */
function judgeUnreadable(question: Question, { status, isPage }: Unreadable, facts: CallFacts): Reply {
  if (question.answer === 'undocumented' && status < 300 && !isPage) {
    return { type: 'success', results: undefined, hasMore: false, requestId: facts.requestId }
  }
  if (status === 404 || status === 405) {
    throw new FatalError('There is no Ashby API at this address; look at baseUrl', facts)
  }
  if (status >= 400 && status !== 408) return { type: 'failure', status, wording: '', requestId: facts.requestId }
  throw unclear(question, "The answer is not one of Ashby's", facts)
}

function unclear({ effect }: Question, message: string, facts: CallFacts): Error {
  return effect === 'once' ? new UnknownOutcomeError(message, facts) : new RetryableError(message, facts)
}

function refusedKey(facts: CallFacts): FatalError {
  return new FatalError("Ashby refused the API key; put one from Ashby's Admin > API Keys into ashby.apiKey", facts)
}

function isDenied({ endpoint }: Question, reply: Failure | Unreadable): boolean {
  if (reply.type === 'unreadable') return false
  const isNamed = reply.status === 403 && reply.wording.includes(permissionFor(endpoint))
  return reply.code === 'missing_endpoint_permission' || isNamed
}

function missingPermission({ endpoint }: Question, facts: CallFacts): FatalError {
  const permission = permissionFor(endpoint)
  const message = `The Ashby API key lacks ${permission}; grant it to the key in Ashby's Admin > API Keys`
  return new FatalError(message, { ...facts, permission })
}

/** Ashby answers 403 for a key that it does not know too, and its edge answers 403 with a page of its own. */
function forbidden({ endpoint }: Question, reply: Failure | Unreadable, facts: CallFacts): FatalError {
  if (reply.type === 'unreadable' && reply.isPage) {
    return new FatalError("Ashby's edge refused the call with a web page; look at baseUrl, proxy and network", facts)
  }
  const message = `Ashby refused the API key: it is unknown, switched off, or lacks ${permissionFor(endpoint)}`
  return new FatalError(`${message}; look at it in Ashby's Admin > API Keys`, facts)
}

/** These endpoints have no documented code for it, so the words have to do. */
function isNotFound({ code, wording }: Failure): boolean {
  return /not.?found/i.test(`${code} ${wording}`)
}

function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
}
