import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SandboxAnswer, SandboxRequest } from './exchange.ts'
import { type CallFaults, createFaults, type Faults } from './faults.ts'
import { createRateGate, type RateLimit } from './rate-gate.ts'

export interface LoggedCall {
  readonly at: number
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Record<string, string>
  readonly requestBody: unknown
  /** What came where a body is not JSON: a form, or nothing that can be read. */
  readonly requestBytes: Buffer | undefined
  /** 0 when the connection was cut without an answer. */
  readonly status: number
  readonly answerBody: unknown
  /** Whether the call reached `respond`, whatever the caller got to see. */
  readonly applied: boolean
}

export interface SandboxOptions {
  readonly port?: number
  readonly latencyMs?: number
  readonly rate?: RateLimit
  readonly respond: (request: SandboxRequest) => SandboxAnswer | Promise<SandboxAnswer>
  readonly keepCalls?: boolean
}

export interface SandboxServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Ground truth: every request that arrived, also the faulted ones. */
  readonly calls: readonly LoggedCall[]
  clearCalls(): void
  readonly faults: Faults
  close(): Promise<void>
}

/** What leaves the machine: an answer, perhaps cut short, or nothing at all. */
type Outcome = { readonly applied: boolean } & (
  | { readonly type: 'answer' | 'truncated'; readonly answer: SandboxAnswer }
  | { readonly type: 'cut'; readonly afterMs: number }
)

const HTML_PAGE = '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>'

export async function startSandboxServer(options: SandboxOptions): Promise<SandboxServer> {
  const calls: LoggedCall[] = []
  const faults = createFaults()
  const gate = options.rate === undefined ? undefined : createRateGate(options.rate)

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = Date.now()
    const request = await readRequest(incoming)
    const befallen = faults.take(request.method, request.path)
    await delay((options.latencyMs ?? 0) + befallen.latencyMs)
    const refusal = gate?.(request.headers.authorization ?? '')
    const outcome: Outcome = refusal
      ? { type: 'answer', answer: refusal, applied: false }
      : await run(request, befallen, options.respond)
    if (options.keepCalls !== false) calls.push(toLoggedCall(at, request, outcome))
    await send(response, outcome)
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy())
  })
  const port = await listen(server, options.port ?? 0)
  const close = async (): Promise<void> => {
    if (!server.listening) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    calls,
    clearCalls: () => {
      calls.length = 0
    },
    faults,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const rawBody = Buffer.concat(chunks)
  const url = new URL(incoming.url ?? '/', 'http://sandbox.invalid')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  const method = (incoming.method ?? 'GET').toUpperCase()
  return { method, path: url.pathname, query: url.searchParams, headers, rawBody, body: parseJson(rawBody) }
}

function parseJson(rawBody: Buffer): unknown {
  if (rawBody.length === 0) return undefined
  try {
    return JSON.parse(rawBody.toString('utf8'))
  } catch {
    return undefined
  }
}

async function run(
  request: SandboxRequest,
  { changes, end }: CallFaults,
  respond: SandboxOptions['respond'],
): Promise<Outcome> {
  if (end?.type === 'resetBeforeApply') return { type: 'cut', afterMs: 0, applied: false }
  if (end?.type === 'html') return { type: 'answer', answer: htmlAnswer(), applied: false }
  if (end?.type === 'status') {
    const answer = { status: end.status, headers: end.headers, body: end.body }
    return { type: 'answer', answer, applied: false }
  }
  const handled = await respondOrExplain(request, respond)
  if (end?.type === 'timeoutAfterApply') return { type: 'cut', afterMs: end.ms ?? 0, applied: true }
  const answer = changes.reduce((current, change) => change(current), handled)
  return { type: end?.type === 'truncatedBody' ? 'truncated' : 'answer', answer, applied: true }
}

/** A mistake in a sandbox must be readable in the failed test, not a hung connection. */
async function respondOrExplain(request: SandboxRequest, respond: SandboxOptions['respond']): Promise<SandboxAnswer> {
  try {
    return await respond(request)
  } catch (error) {
    return { status: 500, body: { sandboxError: error instanceof Error ? error.stack : String(error) } }
  }
}

function htmlAnswer(): SandboxAnswer {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: HTML_PAGE }
}

async function send(response: ServerResponse, outcome: Outcome): Promise<void> {
  if (outcome.type === 'cut') {
    await delay(outcome.afterMs)
    response.destroy()
    return
  }
  const { status, headers, body } = outcome.answer
  const bytes = toBytes(body)
  response.writeHead(status, { 'content-type': contentType(body), 'content-length': bytes.length, ...headers })
  if (outcome.type === 'answer') {
    response.end(bytes)
    return
  }
  // The length promises the whole body, so the caller sees an answer that broke off.
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy())
}

function toBytes(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0)
  if (body instanceof Uint8Array) return Buffer.from(body)
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

function contentType(body: unknown): string {
  if (body instanceof Uint8Array) return 'application/octet-stream'
  return typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
}

function toLoggedCall(at: number, request: SandboxRequest, outcome: Outcome): LoggedCall {
  return {
    at,
    method: request.method,
    path: request.path,
    query: request.query.toString(),
    headers: { ...request.headers },
    requestBody: request.body,
    requestBytes: request.body === undefined && request.rawBody.length > 0 ? request.rawBody : undefined,
    status: outcome.type === 'cut' ? 0 : outcome.answer.status,
    answerBody: outcome.type === 'cut' ? undefined : outcome.answer.body,
    applied: outcome.applied,
  }
}

/** Without a reference: a delay must not keep a process alive whose server is closed. */
async function delay(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { ref: false })
}
