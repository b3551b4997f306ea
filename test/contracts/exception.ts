import type { OpenApi, Operation, System } from './document.ts'
import type { Schema } from './schema.ts'

/** Where we, or a vendor as the sandbox plays it, knowingly differ from the vendor's document. */
export interface Exception {
  readonly system: System
  readonly what: string
  readonly why: string
  /** What in our code makes this harmless. */
  readonly handled: string
  /** The document as it would have to read; everything else in it still counts. */
  correct(document: OpenApi): OpenApi
}

export function json(schema: Schema): Operation['responses'][string] {
  return { content: { 'application/json': { schema } } }
}

/** At every such call of which the document does not speak of this status. */
export function withAnswer(
  document: OpenApi,
  status: string,
  schema: Schema,
  isSuch: (call: string) => boolean = () => true,
): OpenApi {
  const calls = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ path, method, name: `${method.toUpperCase()} ${path}` })),
  )
  return calls
    .filter(({ name }) => isSuch(name))
    .reduce((current, { path, method }) => withOperation(current, path, method, addAnswer), document)

  function addAnswer(operation: Operation): Operation {
    return { ...operation, responses: { [status]: json(schema), ...operation.responses } }
  }
}

export function withRequest(document: OpenApi, path: string, members: Readonly<Record<string, Schema>>): OpenApi {
  return withOperation(document, path, 'post', (operation) => {
    const schema = operation.requestBody!.content['application/json']!.schema as { readonly properties: object }
    const corrected = { ...schema, properties: { ...schema.properties, ...members } }
    return { ...operation, requestBody: { required: true, content: { 'application/json': { schema: corrected } } } }
  })
}

export function withOperation(
  document: OpenApi,
  path: string,
  method: string,
  correct: (operation: Operation) => Operation,
): OpenApi {
  const item = document.paths[path]
  const operation = item?.[method]
  if (!operation?.responses) return document
  return { ...document, paths: { ...document.paths, [path]: { ...item, [method]: correct(operation) } } }
}
