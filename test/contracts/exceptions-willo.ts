import type { OpenApi } from './document.ts'
import { type Exception, withAnswer, withOperation } from './exception.ts'
import type { Schema } from './schema.ts'

export const willoExceptions: readonly Exception[] = [
  {
    system: 'willo',
    what: 'PUT of a webhook',
    why: 'among the methods of the only public profile of the reference; the subset keeps PATCH alone',
    handled: 'not called by the client, which changes webhooks with PATCH (webhooks.ts)',
    correct: (document) => {
      const path = '/webhooks/{key}/'
      const item = document.paths[path]!
      return { ...document, paths: { ...document.paths, [path]: { ...item, put: item.patch! } } }
    },
  },
  {
    system: 'willo',
    what: 'the list of webhooks is asked for by pages',
    why: 'its envelope is only assumed to be the usual page; Django REST passes over a parameter that it does not know',
    handled: 'a bare list is read as well (listing.ts)',
    correct: withPagedWebhooks,
  },
  {
    system: 'willo',
    what: 'an interview shows when it is scheduled',
    why: 'lists can be ordered by `scheduled_at`, and the members of an interview are documented in part only',
    handled: 'the member is not read (schema.ts)',
    correct: (document) => withMember(document, 'Interview', 'scheduled_at', { type: ['string', 'null'] }),
  },
  {
    system: 'willo',
    what: 'an invitation is answered with 200',
    why: 'the status of a success is documented nowhere',
    handled: 'any 2xx is success (answers.ts)',
    correct: (document) => withAnswer(document, '200', PARTICIPANT, (call) => call === 'POST /participants/'),
  },
  {
    system: 'willo',
    what: '401 and 403 at any call',
    why: 'every call needs a key, and a Standard user may do less; which calls say so is documented nowhere',
    handled: 'both mean the same everywhere and end the run with what to do (answers.ts)',
    correct: (document) => withAnswer(withAnswer(document, '401', DETAIL), '403', DETAIL),
  },
  {
    system: 'willo',
    what: 'a change is refused with 400',
    why: 'the refusal is known of an invitation; changes are judged by the same fields',
    handled: 'the fields are named in the refusal (answers.ts)',
    correct: (document) => withAnswer(document, '400', FIELD_ERRORS, (call) => /^(PUT|PATCH) /.test(call)),
  },
  {
    system: 'willo',
    what: '404 for a page behind the last one',
    why: 'Django REST answers so; Willo says nothing about it',
    handled: 'only addresses that Willo gives as `next` are followed; the run is told if one is not there (listing.ts)',
    correct: (document) => withAnswer(document, '404', DETAIL, (call) => /^GET [^{]+$/.test(call)),
  },
  {
    system: 'willo',
    what: '415 for a body that is not sent as JSON',
    why: 'Django REST answers so; Willo says nothing about it',
    handled: 'the client sends JSON only (lib/http-client.ts)',
    correct: (document) => withAnswer(document, '415', DETAIL),
  },
]

const DETAIL: Schema = { $ref: '#/components/schemas/Detail' }
const FIELD_ERRORS: Schema = { $ref: '#/components/schemas/FieldErrors' }
const PARTICIPANT: Schema = { $ref: '#/components/schemas/Participant' }

function withPagedWebhooks(document: OpenApi): OpenApi {
  const paging = (document.paths['/participants/']?.get?.parameters ?? []).filter(({ name }) => /^page/.test(name))
  return withOperation(document, '/webhooks/', 'get', (operation) => ({
    ...operation,
    parameters: [...(operation.parameters ?? []), ...paging],
  }))
}

function withMember(document: OpenApi, name: string, member: string, schema: Schema): OpenApi {
  const { schemas } = document.components
  const shown = schemas[name] as { readonly properties: object }
  const changed = { ...shown, properties: { ...shown.properties, [member]: schema } }
  return { ...document, components: { ...document.components, schemas: { ...schemas, [name]: changed } } }
}
