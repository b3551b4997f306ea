import type { OpenApi, Operation } from './document.ts'
import { type Exception, json, withOperation } from './exception.ts'
import type { Schema } from './schema.ts'

/** Of the calls that Ashby makes to us, as its assessment partner. */
export const partnerExceptions: readonly Exception[] = [
  {
    system: 'ashby',
    what: 'a type of assessment is named by the id of a template, which an admin chooses',
    why: "the document's format is uuid; whether Ashby refuses another text is not documented",
    handled: "a template's id may be a UUID, which passes through as it is (crosschq-schema.ts)",
    correct: (document) =>
      PLACES.reduce((current, { path, steps }) => withoutFormat(current, path, steps), document as OpenApi),
  },
  {
    system: 'ashby',
    what: 'a partner answers 401, 404, 409 and 503 with a body of its own',
    why: 'the document has 409 without a body and none of the others; what Ashby does with them is not documented',
    handled: 'only 200 and 422 carry what Ashby reads (partner-answers.ts)',
    correct: (document) =>
      CALLS.reduce((current, path) => withOperation(current, path, 'post', withOwnRefusals), document as OpenApi),
  },
]

const CALLS = ['/assessment.list', '/assessment.start', '/assessment.cancel', '/assessment.customField.list']

function withOwnRefusals(operation: Operation): Operation {
  const own = Object.fromEntries(['401', '404', '409', '503'].map((status) => [status, json({ type: 'object' })]))
  return { ...operation, responses: { ...operation.responses, ...own } }
}

const CONTENT = ['content', 'application/json', 'schema']
const PLACES = [
  {
    path: '/assessment.start',
    steps: ['requestBody', ...CONTENT, 'properties', 'assessment_type_id'],
  },
  {
    path: '/assessment.list',
    steps: [
      ...['responses', '200', ...CONTENT, 'oneOf', '0', 'properties', 'results', 'items'],
      ...['properties', 'assessment_type_id'],
    ],
  },
] as const

function withoutFormat(document: OpenApi, path: string, steps: readonly string[]): OpenApi {
  return withOperation(document, path, 'post', (operation) => {
    const changed = structuredClone(operation)
    const schema = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], changed)
    delete (schema as { format?: Schema }).format
    return changed
  })
}
