import type { z } from 'zod'
import {
  type CallFacts,
  FatalError,
  RejectedRecordError,
  RetryableError,
  UnknownOutcomeError,
} from '../../lib/errors.ts'
import { FieldRefusal } from '../../lib/field-refusal.ts'
import type { HttpAnswer, HttpClient, HttpRequest } from '../../lib/http-client.ts'
import { isObject, textOf } from '../../lib/loose.ts'

export interface Question extends HttpRequest {
  /** What the key must be allowed, in the words of Lever's scopes without their closing `:admin`. */
  readonly permission: string
  /** About one record that the key may not be meant to see: a 403 then says nothing about the others. */
  readonly about?: 'record'
}

export interface Answered {
  readonly question: Question
  readonly answer: HttpAnswer
}

/** Sends, and judges what is the same for every call: the key, and being asked to come again. */
export type Ask = (question: Question) => Promise<Answered>

export function createAsk(http: HttpClient): Ask {
  return async (question) => {
    const answer = await http.send(question)
    const answered = { question, answer }
    if (answer.status === 401) throw new FatalError(BAD_KEY, factsOf(answered))
    if (answer.status === 403) throw forbidden(answered)
    if (AGAIN.has(answer.status)) throw unclear(answered, 'Lever gave up waiting for the call')
    return answered
  }
}

/** One thing by its id; undefined where Lever knows no such id. */
export async function lookUp<T extends { readonly id: string }>(
  ask: Ask,
  question: Question,
  id: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  if (!isLeverId(id)) return undefined
  const answered = await ask({ ...question, about: 'record' })
  if (answered.answer.status === 404) return undefined
  const read = schema.safeParse(dataOf(answered))
  if (!read.success) {
    throw new RejectedRecordError(`Lever's answer cannot be read: ${problemOf(read.error)}`, factsOf(answered))
  }
  // Another row than the one asked for would put one person's report beside another's name.
  if (read.data.id === id) return read.data
  throw new RejectedRecordError('Lever answered with another record than the one asked for', factsOf(answered))
}

/** What an answer holds beside nothing else; `data` itself is undefined where a write's answer is empty. */
export function dataOf(answered: Answered): unknown {
  const { body } = bodyOf(answered)
  return isObject(body) ? body.data : body
}

/** Any 2xx is success: which one a write answers with, and with what body, is documented for few of them. */
export function bodyOf(answered: Answered): { readonly body: unknown } {
  const { status, body } = answered.answer
  if (status < 200 || status >= 300) throw refusal(answered)
  if (typeof body === 'string') throw unclear(answered, 'Lever answered with something other than JSON')
  return { body }
}

/** Named after the one record the call is about. */
export function refusal(answered: Answered): RejectedRecordError {
  const { question, answer } = answered
  const wording = messageOf(answer.body)
  const words = new Set(wording.split(/[^A-Za-z0-9_]+/))
  const sent = [...Object.keys(isObject(question.body) ? question.body : {}), ...Object.keys(question.query ?? {})]
  return new FieldRefusal('Lever', { fields: sent.filter((name) => words.has(name)), wording }, factsOf(answered))
}

export function unclear(answered: Answered, message: string): Error {
  const facts = factsOf(answered)
  const isOnce = answered.question.effect === 'once'
  return isOnce ? new UnknownOutcomeError(message, facts) : new RetryableError(message, facts)
}

/** Lever's own sentence, only to be searched or shown to whoever asked: it can quote a record. */
export function messageOf(body: unknown): string {
  return ((isObject(body) && textOf(body.message)) || '').slice(0, 300)
}

/** Where in a record, and what is wrong there; never what stands there. */
export function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`
}

export function factsOf({ question, answer }: Answered): CallFacts {
  const { method, template } = question
  return { method, path: template, status: answer.status, code: codeOf(answer.body) }
}

/** Most are UUIDs, but Lever's own stages are words such as `lead-new`. What can do harm in a path is never sent. */
export function isLeverId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(id)
}

/** The id for the path of a write. */
export function inPath(id: string, template: string): string {
  if (isLeverId(id)) return id
  throw new RejectedRecordError('An id that Lever cannot have given', { path: template })
}

function codeOf(body: unknown): string | undefined {
  const code = isObject(body) ? textOf(body.code) : undefined
  return code && /^[A-Z][A-Za-z]{1,60}$/.test(code) ? code : undefined
}

function forbidden(answered: Answered): Error {
  const { permission, about } = answered.question
  const facts = { ...factsOf(answered), permission }
  return about === 'record' ? new RejectedRecordError(HIDDEN, facts) : new FatalError(lacks(permission), facts)
}

const AGAIN: ReadonlySet<number> = new Set([408, 425])

const BAD_KEY =
  'Lever refused the API key; put one from Settings > Integrations and API > API Credentials into lever.apiKey'

const HIDDEN =
  'Lever does not show this record to the key: it is confidential and the key was made without access to such, or the key lacks the permission'

function lacks(permission: string): string {
  return `Lever does not let the key make this call; make a key that has ${permission}`
}
