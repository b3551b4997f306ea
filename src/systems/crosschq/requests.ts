import { type CallFacts, RejectedRecordError, UnknownOutcomeError } from '../../lib/errors.ts'
import type { HttpClient, HttpRequest } from '../../lib/http-client.ts'
import { isObject, textOf } from '../../lib/loose.ts'
import {
  type Ask,
  call,
  checkWritten,
  factsOf,
  isSuccess,
  misplaced,
  readJson,
  refusal,
  tryCall,
  UNSUPPORTED,
  type Unsupported,
} from './answers.ts'
import { type Listed, listOf, problemOf } from './listing.ts'
import { bodyOf, type NewReferenceRequest } from './new-request.ts'
import { askAbout, askAt, type CrosschqPaths, isRequestId } from './paths.ts'
import { type HiringStatus, type ReferenceRequest, ReferenceRequestRow } from './schema.ts'

export interface Written {
  /** The vendor's own id of the call, where it tells one. */
  readonly requestId?: string
}

export interface RequestCalls {
  /** Invites a person, so it is never sent twice by itself. A refusal is a `FieldRefusal`, which names the fields. */
  createRequest(input: NewReferenceRequest): Promise<Written & { readonly id: string }>
  request(id: string): Promise<ReferenceRequest | undefined>
  /** Those changed since then, or more. Unsupported: ask for each known request by itself. */
  requestsSince(since?: string): Promise<Listed<ReferenceRequest>>
  /** A request that is completed or cancelled already stays as it is, and that counts as done. */
  cancel(id: string, reason: string): Promise<Written | Unsupported>
  setHiringStatus(id: string, status: HiringStatus): Promise<Written | Unsupported>
}

export function requestCalls(http: HttpClient, paths: CrosschqPaths): RequestCalls {
  const request = (id: string) => readOne(http, paths, id)

  /** A 404 says either "no such request" or "no such call": the request itself tells which. */
  async function tryWrite(template: string, id: string, write: Write): Promise<Written | Unsupported> {
    const answered = await tryCall(http, { ...aboutKnown(template, id), ...write, effect: 'repeatable' })
    if (answered === undefined) return UNSUPPORTED
    const { status, requestId } = answered.answer
    if (status === 404 && (await request(id)) !== undefined) return UNSUPPORTED
    if (status !== write.doneAlready) checkWritten(answered)
    return { requestId }
  }

  return {
    request,
    createRequest: (input) => create(http, paths, input),
    requestsSince: (since) =>
      listOf(http, { ...askAt(paths.requests), query: { updated_since: since } }, ReferenceRequestRow),
    cancel: (id, reason) => tryWrite(paths.cancel, id, { method: 'POST', body: { reason }, doneAlready: 409 }),
    setHiringStatus: (id, status) =>
      tryWrite(paths.hiringStatus, id, { method: 'PATCH', body: { hiring_status: status } }),
  }
}

type Write = Pick<HttpRequest, 'method' | 'body'> & {
  /** The status with which Crosschq says that there is nothing left to do. */
  readonly doneAlready?: number
}

async function create(http: HttpClient, paths: CrosschqPaths, input: NewReferenceRequest) {
  const answered = await call(http, { ...askAt(paths.create), method: 'POST', body: bodyOf(input), effect: 'once' })
  if (NO_SUCH_CALL.has(answered.answer.status)) throw misplaced(answered)
  checkWritten(answered)
  const { body, requestId } = answered.answer
  const id = isObject(body) ? (textOf(body.request_id) ?? textOf(body.id)) : undefined
  if (id !== undefined && isRequestId(id)) return { id, requestId }
  const message = 'Crosschq took the request and told no id; look for it in Crosschq'
  throw new UnknownOutcomeError(message, factsOf(answered.request, answered.answer))
}

const NO_SUCH_CALL: ReadonlySet<number> = new Set([404, 405])

async function readOne(http: HttpClient, paths: CrosschqPaths, id: string): Promise<ReferenceRequest | undefined> {
  if (!isRequestId(id)) return undefined
  const answered = await call(http, { ...askAbout(paths.request, id), method: 'GET', effect: 'read' })
  if (answered.answer.status === 404) return undefined
  if (!isSuccess(answered.answer)) throw refusal(answered)
  return parseRequest(id, readJson(answered), factsOf(answered.request, answered.answer))
}

/** A row that names another id would put one person's report beside another's name. */
function parseRequest(id: string, body: unknown, facts: CallFacts): ReferenceRequest {
  const row = isObject(body) && isObject(body.data) ? body.data : body
  const read = ReferenceRequestRow.safeParse(isObject(row) && row.id === undefined ? { ...row, id } : row)
  if (!read.success) throw new RejectedRecordError(`A request cannot be read: ${problemOf(read.error)}`, facts)
  if (bare(read.data.id) === bare(id)) return { ...read.data, id }
  throw new RejectedRecordError('Crosschq answered with another request than the one asked for', facts)
}

function bare(id: string): string {
  return id.toLowerCase().replaceAll('-', '')
}

function aboutKnown(template: string, id: string): Ask {
  if (isRequestId(id)) return askAbout(template, id)
  throw new RejectedRecordError('A request id that Crosschq cannot have given', { path: template })
}
