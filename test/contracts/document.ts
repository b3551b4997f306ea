import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { closed, type Schema } from './schema.ts'

export const systems = ['ashby', 'charthop'] as const
export type System = (typeof systems)[number]

/** As far as contracts look into an OpenAPI document. */
export interface OpenApi {
  readonly openapi: string
  readonly paths: Readonly<Record<string, PathItem>>
  readonly webhooks?: Readonly<Record<string, PathItem>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly securitySchemes: Readonly<Record<string, { readonly type: string; readonly scheme?: string }>>
  }
}

export type PathItem = Readonly<Record<string, Operation>>

export interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Schema
}

export type Content = Readonly<Record<string, { readonly schema?: Schema }>>

/** As the vendor's page has it. */
export function loadDocument(system: System): OpenApi {
  const folder = process.env.CONTRACTS_DIR
  if (!folder) throw new Error('CONTRACTS_DIR is not set')
  return parse(readFileSync(join(folder, system, `${system}-openapi.subset.yml`), 'utf8')) as OpenApi
}

/** The same document with every schema as JSON Schema 2020-12, closed to members it does not name. */
export function prepare(document: OpenApi): OpenApi {
  return {
    ...document,
    paths: mapValues(document.paths, readPathItem),
    webhooks: mapValues(document.webhooks ?? oneForm(document), readPathItem),
    components: { ...document.components, schemas: mapValues(document.components.schemas, closed.part) },
  }
}

/** Version 3.0 has no webhooks: ChartHop's one form for all events stands among the components. */
function oneForm({ components }: OpenApi): Readonly<Record<string, PathItem>> {
  const name = 'WebhookNotification'
  if (!components.schemas[name]) return {}
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } }
  return { [name]: { post: { requestBody: { content }, responses: {} } } }
}

/** Parameters that stand above all methods of a path are not read, so there must be none. */
function readPathItem(item: PathItem): PathItem {
  if ('parameters' in item || '$ref' in item) throw new Error('a path says more than its methods do')
  const methods = Object.entries(item).filter(([key]) => METHODS.has(key))
  return Object.fromEntries(methods.map(([method, operation]) => [method, readOperation(operation)]))
}

const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete'])

function readOperation({ parameters = [], requestBody, responses }: Operation): Operation {
  return {
    parameters: parameters.map((parameter) => ({ ...parameter, schema: closed.whole(parameter.schema) })),
    ...(requestBody && { requestBody: { ...requestBody, content: readContent(requestBody.content) } }),
    responses: mapValues(responses, ({ content }) => (content ? { content: readContent(content) } : {})),
  }
}

function readContent(content: Content): Content {
  return mapValues(content, ({ schema }) => (schema === undefined ? {} : { schema: closed.whole(schema) }))
}

function mapValues<From, To>(of: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]))
}
