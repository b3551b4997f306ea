import { type Exception, withAnswer } from './exception.ts'
import type { Schema } from './schema.ts'

export const crosschqExceptions: readonly Exception[] = [
  {
    system: 'crosschq',
    what: 'a new request is answered with 200',
    why: 'the status of a success is documented nowhere',
    handled: 'any 2xx is success (answers.ts)',
    correct: (document) => withAnswer(document, '200', CREATED, (call) => call === 'POST /partners/reference-request/'),
  },
  {
    system: 'crosschq',
    what: '401 and 403 at any call',
    why: 'every call needs a key, and an admin can switch the partner API off; which calls say so is documented nowhere',
    handled: 'both mean the same everywhere and end the run with what to do (answers.ts)',
    correct: (document) => withAnswer(withAnswer(document, '401', ERROR), '403', ERROR),
  },
  {
    system: 'crosschq',
    what: 'a change or a list is refused with 400',
    why: 'the calls themselves are inferred, so their refusals are known from the one that creates a request',
    handled: 'a refused change names its fields, a refused list says that the path is wrong (answers.ts)',
    correct: (document) => withAnswer(document, '400', ERROR, isInferred),
  },
  {
    system: 'crosschq',
    what: '404 or 405 for a call that Crosschq turns out not to have',
    why: 'lists, cancelling and the hiring status are found in no public source',
    handled: 'the client says `unsupported`: nothing was done, and asking again does not help (answers.ts, tryCall)',
    correct: (document) => withAnswer(withAnswer(document, '404', ERROR, isInferred), '405', ERROR, isInferred),
  },
  {
    system: 'crosschq',
    what: '429 when calls come too fast',
    why: 'no limit is published, and every API has one',
    handled: 'waited out by Retry-After or a back-off, the body is not looked at (lib/http-client.ts)',
    correct: (document) => withAnswer(document, '429', ERROR),
  },
]

const CREATED: Schema = { $ref: '#/components/schemas/ReferenceRequestCreated' }
const ERROR: Schema = { $ref: '#/components/schemas/Error' }

const INFERRED: ReadonlySet<string> = new Set([
  'GET /partners/reference-request/',
  'PATCH /partners/reference-request/{request_id}/',
  'POST /partners/reference-request/{request_id}/cancel/',
  'GET /partners/templates/',
  'GET /partners/prospects/',
])

function isInferred(call: string): boolean {
  return INFERRED.has(call)
}
