import { credentialProblems } from './credentials.ts'
import { type Content, type OpenApi, type Operation, prepare, type System } from './document.ts'
import { createJudge, type Judge } from './judge.ts'
import { type Found, findOperation, parameterProblems } from './operations.ts'

/** One call as a sandbox logged it. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly requestBody: unknown
  readonly status: number
  readonly answerBody: unknown
}

export interface Violation {
  readonly system: System
  readonly where: 'request' | 'answer' | 'webhook'
  /** `POST /opening.create`, or the action of a webhook. */
  readonly operation: string
  /** Where, and what is wrong there; a row's place in an array is `*`. */
  readonly problem: string
}

/** Each answers with what breaks the vendor's document; nothing is what we want. */
export interface Contract {
  request(exchange: Exchange): readonly Violation[]
  answer(exchange: Exchange): readonly Violation[]
  /** `name` is the event's, where it stands beside the body. */
  webhook(body: unknown, query?: string, name?: string): readonly Violation[]
  /** `GET /v2/org/{orgId}/job`; undefined where the document has no such call. */
  operationOf(exchange: Pick<Exchange, 'method' | 'path'>): string | undefined
}

export function createContract(system: System, given: OpenApi): Contract {
  const document = prepare(given)
  const problemsOf = createJudge(document)
  const name = ({ method, template }: Found) => `${method.toUpperCase()} ${template}`
  const find = (exchange: Pick<Exchange, 'method' | 'path'>) => findOperation(document, exchange)
  const report = (where: Violation['where'], operation: string, problems: readonly string[]): Violation[] =>
    [...new Set(problems)].map((problem) => ({ system, where, operation, problem }))

  return {
    operationOf(exchange) {
      const found = find(exchange)
      return found && name(found)
    },
    request(exchange) {
      const found = find(exchange)
      if (!found) return report('request', `${exchange.method} ${exchange.path}`, ['no such call'])
      return report('request', name(found), [
        ...credentialProblems(document, found.operation, exchange.headers),
        ...parameterProblems(found, exchange.query, problemsOf),
        ...requestBodyProblems(found, exchange, problemsOf),
      ])
    },
    answer(exchange) {
      const found = find(exchange)
      if (!found) return report('answer', `${exchange.method} ${exchange.path}`, ['no such call'])
      return report('answer', name(found), answerProblems(found, exchange, problemsOf))
    },
    webhook(body, query = '', named = nameIn(body)) {
      const found = findWebhook(document, named)
      if (!found.operation) return report('webhook', found.template, ['no such webhook'])
      return report('webhook', found.template, [
        ...parameterProblems({ ...found, operation: found.operation }, query, problemsOf),
        ...problemsOf([...found.pointer, ...JSON_BODY], body),
      ])
    },
  }
}

function requestBodyProblems(found: Found, { requestBody, headers }: Exchange, problemsOf: Judge): readonly string[] {
  const declared = found.operation.requestBody
  if (requestBody === undefined) return declared?.required ? ['body: missing'] : []
  if (!declared) return ['body: none is taken']
  const type = headers['content-type']?.split(';')[0] ?? 'none'
  if (!(type in declared.content)) return [`header content-type: ${type}`]
  return problemsOf([...found.pointer, 'requestBody', 'content', type, 'schema'], requestBody)
}

function answerProblems(found: Found, { status, answerBody }: Exchange, problemsOf: Judge): readonly string[] {
  const declared = found.operation.responses[status]
  if (!declared) return [`status ${status}: not in the document`]
  return jsonProblems(declared, [...found.pointer, 'responses', `${status}`], answerBody, problemsOf)
}

function jsonProblems(
  { content }: Operation['responses'][string],
  pointer: readonly string[],
  body: unknown,
  problemsOf: Judge,
): readonly string[] {
  if (body instanceof Uint8Array) return hasBytes(content) ? [] : ['body: bytes']
  if (!hasSchema(content)) return body === undefined ? [] : [`body: the document describes none`]
  return problemsOf([...pointer, 'content', 'application/json', 'schema'], onTheWire(body))
}

/** Members that are undefined do not travel. */
function onTheWire(body: unknown): unknown {
  return body === undefined ? undefined : JSON.parse(JSON.stringify(body))
}

function hasSchema(content: Content | undefined): boolean {
  return content?.['application/json']?.schema !== undefined
}

/** The bytes of a file, whatever type they have. */
function hasBytes(content: Content = {}): boolean {
  return Object.keys(content).some((type) => type !== 'application/json')
}

const JSON_BODY = ['requestBody', 'content', 'application/json', 'schema']

type FoundWebhook = Omit<Found, 'operation'> & { readonly operation: Operation | undefined }

/** A body that names its action is judged by that action's form. */
function nameIn(body: unknown): string {
  const { action, event } = body as { readonly action?: unknown; readonly event?: unknown }
  return String(action ?? event)
}

function findWebhook({ webhooks = {} }: OpenApi, named: string): FoundWebhook {
  const [only, ...others] = Object.keys(webhooks)
  const template = only !== undefined && others.length === 0 ? only : named
  const pointer = ['webhooks', template, 'post']
  return { method: 'post', template, pointer, pathValues: {}, operation: webhooks[template]?.post }
}
