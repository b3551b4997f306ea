import type { OpenApi } from './document.ts'
import { type Exception, json, withOperation } from './exception.ts'
import type { Schema } from './schema.ts'

export const leverExceptions: readonly Exception[] = [
  {
    system: 'lever',
    what: 'the list of what was deleted has other rows than opportunities',
    why: 'the reference shows rows of an id, who deleted it and when; the subset has the form of an opportunity',
    handled: 'the id and the moment are read alone (applications.ts)',
    correct: (document) =>
      withOperation(document, '/opportunities/deleted', 'get', (operation) => ({
        ...operation,
        responses: { ...operation.responses, '200': json(listOf(DELETED)) },
      })),
  },
  {
    system: 'lever',
    what: 'a change of an opportunity is answered with 201 and nothing',
    why: 'neither status nor body of these answers is documented; the subset has what public clients expect',
    handled: 'any 2xx is success, and the body is not read (writes.ts)',
    correct: withBareWrites,
  },
  {
    system: 'lever',
    what: 'a webhook names the opportunity `candidateId` only',
    why: 'old senders and samples know candidates only, whose ids are those of opportunities',
    handled: 'where there is no `opportunityId`, `candidateId` is read (webhook.ts)',
    correct: withOldSenders,
  },
]

const DELETED: Schema = {
  type: 'object',
  properties: {
    ...{ id: { type: 'string' }, deletedBy: { type: 'string', nullable: true }, deletedAt: { type: 'integer' } },
  },
  required: ['id', 'deletedAt'],
}

function listOf(items: Schema): Schema {
  const properties = { data: { type: 'array', items }, hasNext: { type: 'boolean' }, next: { type: 'string' } }
  return { type: 'object', properties, required: ['data'] }
}

function withBareWrites(document: OpenApi): OpenApi {
  const writes = Object.entries(document.paths).flatMap(([path, item]) =>
    ['put', 'post']
      .filter((method) => method in item && /^\/opportunities\/\{opportunity\}\/(stage|archived|add|remove)/.test(path))
      .map((method) => ({ path, method })),
  )
  return writes.reduce((current, { path, method }) => {
    return withOperation(current, path, method, (operation) => ({
      ...operation,
      responses: { '201': {}, ...operation.responses },
    }))
  }, document)
}

function withOldSenders(document: OpenApi): OpenApi {
  const { schemas } = document.components
  const forms = ['StageChangeData', 'HiredData', 'ArchiveChangeData', 'ApplicationCreatedData'] as const
  const changed = forms.map((name) => [name, withCandidateId(schemas[name] as ObjectSchema)])
  return {
    ...document,
    components: { ...document.components, schemas: { ...schemas, ...Object.fromEntries(changed) } },
  }
}

type ObjectSchema = { readonly required: readonly string[] }

function withCandidateId({ required, ...schema }: ObjectSchema): Schema {
  return { ...schema, required: required.map((name) => (name === 'opportunityId' ? 'candidateId' : name)) }
}
