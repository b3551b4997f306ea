import type { OpenApi, Operation, Parameter, PathItem } from './document.ts'

type Reference = { readonly $ref: string }
type Response = Operation['responses'][string]

/** As written: methods share what stands above them, and refer to what stands among the components. */
export interface RawDocument extends Omit<OpenApi, 'paths' | 'webhooks' | 'components'> {
  readonly paths: Readonly<Record<string, RawPathItem>>
  readonly webhooks?: Readonly<Record<string, RawPathItem>>
  readonly components: OpenApi['components'] & {
    readonly parameters?: Readonly<Record<string, Parameter>>
    readonly responses?: Readonly<Record<string, Response>>
  }
}

interface RawPathItem {
  readonly [method: string]: unknown
  readonly parameters?: readonly (Parameter | Reference)[]
}

interface RawOperation extends Omit<Operation, 'parameters' | 'responses'> {
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly responses: Readonly<Record<string, Response | Reference>>
}

/** The same document with everything a method means in the method itself. References among schemas stay. */
export function spellOut({ paths, webhooks, components, ...rest }: RawDocument): OpenApi {
  const { parameters, responses, ...others } = components
  const readItem = (item: RawPathItem): PathItem => {
    const methods = Object.entries(item).filter(([key]) => METHODS.has(key))
    return Object.fromEntries(methods.map(([method, operation]) => [method, readOne(item, operation as RawOperation)]))
  }
  const readOne = (item: RawPathItem, operation: RawOperation): Operation => ({
    ...operation,
    parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => follow(one, parameters)),
    responses: mapValues(operation.responses, (one) => follow(one, responses)),
  })
  const read = { ...rest, paths: mapValues(paths, readItem), components: others }
  return webhooks === undefined ? read : { ...read, webhooks: mapValues(webhooks, readItem) }
}

export const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete'])

function follow<T extends object>(given: T | Reference, known: Readonly<Record<string, T>> = {}): T {
  if (!('$ref' in given)) return given
  const found = known[given.$ref.split('/').at(-1) ?? '']
  if (found === undefined) throw new Error(`the document has nothing at ${given.$ref}`)
  return found
}

export function mapValues<From, To>(
  of: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value)]))
}
