import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { deliveriesOf } from './deliveries.ts'
import { closed, type Schema } from './schema.ts'
import { METHODS, mapValues, type RawDocument, spellOut } from './spell-out.ts'

export const systems = ['ashby', 'charthop', 'willo', 'crosschq', 'lever', 'smartrecruiters'] as const
export type System = (typeof systems)[number]

/** As far as contracts look into an OpenAPI document. */
export interface OpenApi {
  readonly openapi: string
  /** The path of the first stands before every path. */
  readonly servers?: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly webhooks?: Readonly<Record<string, PathItem>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly securitySchemes: Readonly<
      Record<string, { readonly type: string; readonly scheme?: string; readonly name?: string }>
    >
  }
}

export type PathItem = Readonly<Record<string, Operation>>

export interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
  /** Left out: as for the whole API. None: no proof of who calls. */
  readonly security?: readonly unknown[]
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Schema
}

export type Content = Readonly<Record<string, { readonly schema?: Schema }>>

/** As the vendor's page has it, each method saying everything it means. */
export function loadDocument(system: System): OpenApi {
  const folder = process.env.CONTRACTS_DIR
  if (!folder) throw new Error('CONTRACTS_DIR is not set')
  return spellOut(parse(readFileSync(join(folder, system, `${system}-openapi.subset.yml`), 'utf8')) as RawDocument)
}

/** The same document with every schema as JSON Schema 2020-12, closed to members it does not name. */
export function prepare(document: OpenApi): OpenApi {
  return {
    ...document,
    paths: mapValues(document.paths, readPathItem),
    webhooks: mapValues(document.webhooks ?? deliveriesOf(document), readPathItem),
    components: { ...document.components, schemas: mapValues(document.components.schemas, closed.part) },
  }
}

/** Parameters that stand above all methods of a path are not read, so there must be none. */
function readPathItem(item: PathItem): PathItem {
  if ('parameters' in item || '$ref' in item) throw new Error('a path says more than its methods do')
  const methods = Object.entries(item).filter(([key]) => METHODS.has(key))
  return Object.fromEntries(methods.map(([method, operation]) => [method, readOperation(operation)]))
}

function readOperation({ parameters = [], requestBody, responses, security }: Operation): Operation {
  return {
    parameters: parameters.map((parameter) => ({ ...parameter, schema: closed.whole(parameter.schema) })),
    ...(requestBody && { requestBody: { ...requestBody, content: readContent(requestBody.content) } }),
    ...(security && { security }),
    responses: mapValues(responses, ({ content }) => (content ? { content: readContent(content) } : {})),
  }
}

function readContent(content: Content): Content {
  return mapValues(content, ({ schema }) => (schema === undefined ? {} : { schema: closed.whole(schema) }))
}
