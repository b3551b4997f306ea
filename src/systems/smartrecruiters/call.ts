import {
  type CallFacts,
  FatalError,
  RejectedRecordError,
  RetryableError,
  UnknownOutcomeError,
} from '../../lib/errors.ts'
import { FieldRefusal, readRefusal } from '../../lib/field-refusal.ts'
import type { HttpAnswer, HttpRequest } from '../../lib/http-client.ts'
import { isObject } from '../../lib/loose.ts'
import { type Endpoint, scopeFor } from './scopes.ts'
import type { Transport } from './transport.ts'

export interface Question extends Pick<HttpRequest, 'query' | 'body' | 'content' | 'effect'> {
  readonly endpoint: Endpoint
  /** The ids for what stands in braces. */
  readonly ids?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly question: Question
  readonly answer: HttpAnswer
}

/** Judges what is the same for every call; every other status goes to the caller. */
export type Ask = (question: Question) => Promise<Answered>

export interface Written {
  /** The vendor's own id of the call, where it tells one. */
  readonly requestId?: string
}

export function createAsk({ send }: Transport): Ask {
  let lastList: Promise<unknown> = Promise.resolve()

  /** Of this list one call at a time is allowed: https://developers.smartrecruiters.com/docs/rate-limiting */
  function inTurn(request: HttpRequest): Promise<HttpAnswer> {
    const turn = lastList.then(() => send(request))
    lastList = turn.catch(() => {})
    return turn
  }

  return async (question) => {
    const request = requestOf(question)
    const answer = await (question.endpoint === 'GET /candidates' ? inTurn(request) : send(request))
    const answered = { question, answer }
    if (answer.status === 401) throw new FatalError(NOT_LET_IN, factsOf(answered))
    if (answer.status === 403) throw forbidden(answered)
    if (answer.status === 408 || answer.status === 425) throw new RetryableError(AGAIN, factsOf(answered))
    return answered
  }
}

/** One thing by its id; undefined where SmartRecruiters has none such. */
export async function readOne(ask: Ask, question: Omit<Question, 'effect'>): Promise<Answered | undefined> {
  if (!Object.values(question.ids ?? {}).every(isId)) return undefined
  const answered = await ask({ ...question, effect: 'read' })
  if (answered.answer.status === 404) return undefined
  if (!isSuccess(answered)) throw refusal(answered)
  return answered
}

/** The JSON of a read that must succeed; a sign-in page with status 200 is no answer. */
export function readJson(answered: Answered): unknown {
  const { body } = answered.answer
  if (!isSuccess(answered)) throw new FatalError(MISPLACED, factsOf(answered))
  if (typeof body === 'object' && body !== null) return body
  throw new RetryableError('SmartRecruiters answered a read with something other than JSON', factsOf(answered))
}

/** Any 2xx is success, with or without a body: which write gives which is not documented throughout. */
export async function write(ask: Ask, question: Question): Promise<Answered> {
  const answered = await ask(question)
  if (!isSuccess(answered)) throw refusal(answered)
  return answered
}

/** The id of what a write made. */
export function newId(answered: Answered): string {
  const { body } = answered.answer
  const id = isObject(body) ? body.id : undefined
  if (typeof id === 'string' && isId(id)) return id
  const message = 'SmartRecruiters took the write and told no id; look for what it made'
  throw new UnknownOutcomeError(message, factsOf(answered))
}

/** Ids are opaque; what could change the meaning of a path is none. */
export function isId(id: string): boolean {
  return /^[\w.:~@ -]{1,200}$/.test(id) && id.trim() === id && !/^\.+$/.test(id)
}

export function refusal(answered: Answered): FieldRefusal {
  const { body } = answered.question
  return new FieldRefusal(
    'SmartRecruiters',
    readRefusal(answered.answer.body, isObject(body) ? body : {}),
    factsOf(answered),
  )
}

export function factsOf({ question: { endpoint }, answer: { status, requestId, body } }: Answered): CallFacts {
  const [method, path] = endpoint.split(' ')
  return { method, path, status, requestId, code: codeOf(body) }
}

export function isSuccess({ answer: { status } }: Answered): boolean {
  return status >= 200 && status < 300
}

function requestOf({ endpoint, ids = {}, ...rest }: Question): HttpRequest {
  const [method, template = ''] = endpoint.split(' ') as [HttpRequest['method'], string?]
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name] ?? ''
    if (!isId(id))
      throw new RejectedRecordError('An id that SmartRecruiters cannot have given', { method, path: template })
    return encodeURIComponent(id)
  })
  return { ...rest, method, path, template }
}

function forbidden(answered: Answered): FatalError {
  const permission = scopeFor(answered.question.endpoint)
  return new FatalError(NO_ACCESS, { ...factsOf(answered), permission })
}

/** `{ "message", "errors": [{ "code", "message" }] }`; only what looks like a code passes. */
function codeOf(body: unknown): string | undefined {
  const errors = isObject(body) ? body.errors : undefined
  const [first] = Array.isArray(errors) ? errors : []
  const code = isObject(first) ? first.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : undefined
}

const AGAIN = 'SmartRecruiters asks to send it again'

const NOT_LET_IN = 'SmartRecruiters did not let us in; look at smartrecruiters.auth, or have access granted again'

const NO_ACCESS =
  'SmartRecruiters does not let us make this call; look at the scopes of the grant, and at the role and access group of its user'

const MISPLACED = 'SmartRecruiters does not take this call; look at smartrecruiters.baseUrl'
