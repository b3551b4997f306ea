import type { OpenApi, Operation, Parameter } from './document.ts'
import type { Judge } from './judge.ts'

/** A call's place in the document. */
export interface Found {
  readonly method: string
  readonly template: string
  readonly operation: Operation
  readonly pointer: readonly string[]
  readonly pathValues: Readonly<Record<string, string>>
}

/** Where several templates fit, the one with the fewest variables is meant: `/job/count` before `/job/{jobId}`. */
export function findOperation(
  { paths, servers }: OpenApi,
  { method: given, path: whole }: { readonly method: string; readonly path: string },
): Found | undefined {
  const method = given.toLowerCase()
  const path = belowServer(servers, whole)
  if (path === undefined) return undefined
  const fitting = Object.entries(paths).flatMap(([template, item]): Found[] => {
    const operation = item[method]
    const pathValues = operation && match(template, path)
    return pathValues ? [{ method, template, operation, pointer: ['paths', template, method], pathValues }] : []
  })
  return fitting.sort((a, b) => count(a.pathValues) - count(b.pathValues))[0]
}

export function parameterProblems(found: Found, query: string, problemsOf: Judge): readonly string[] {
  const given = new URLSearchParams(query)
  const parameters = found.operation.parameters ?? []
  const ofQuery = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
  const unknown = [...new Set(given.keys())].filter((name) => !ofQuery.includes(name))
  return [
    ...unknown.map((name) => `query ${name}: not in the document`),
    ...parameters.flatMap((parameter, at) => {
      const texts = parameter.in === 'path' ? [found.pathValues[parameter.name]] : given.getAll(parameter.name)
      const pointer = [...found.pointer, 'parameters', `${at}`, 'schema']
      return oneParameterProblems(
        parameter,
        texts.filter((text) => text !== undefined),
        (value) => problemsOf(pointer, value),
      )
    }),
  ]
}

function oneParameterProblems(
  { name, required, schema, in: place }: Parameter,
  texts: readonly string[],
  problemsOf: (value: unknown) => readonly string[],
): readonly string[] {
  const at = `${place} ${name}`
  if (texts.length === 0) return required ? [`${at}: missing`] : []
  const { type } = schema as { readonly type?: string }
  if (type !== 'array' && texts.length > 1) return [`${at}: given ${texts.length} times`]
  const value = type === 'array' ? texts : readText(texts[0]!, type)
  return problemsOf(value).map((problem) => problem.replace('body', at))
}

/** A parameter is a text; a number or a boolean is one by how it reads. Anything else stays a text and is refused. */
function readText(text: string, type: string | undefined): unknown {
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

function belowServer(servers: OpenApi['servers'], path: string): string | undefined {
  const [server] = servers ?? []
  const base = server ? new URL(server.url).pathname.replace(/\/$/, '') : ''
  return path.startsWith(`${base}/`) ? path.slice(base.length) : undefined
}

function match(template: string, path: string): Record<string, string> | undefined {
  const [pattern, steps] = [template.split('/'), path.split('/')]
  if (pattern.length !== steps.length) return undefined
  const values: Record<string, string> = {}
  for (const [at, part] of pattern.entries()) {
    const step = decodeURIComponent(steps[at]!)
    const variable = /^\{(.+)\}$/.exec(part)?.[1]
    if (variable === undefined ? part !== step : step === '') return undefined
    if (variable !== undefined) values[variable] = step
  }
  return values
}

function count(values: object): number {
  return Object.keys(values).length
}
