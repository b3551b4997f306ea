import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type SmartRecruitersSandbox,
  type SmartRecruitersSandboxOptions,
  startSmartRecruitersSandbox,
} from '../sandbox.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers whose shape is what they check
  readonly body: any
}

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** Plain calls for tests, without limits unless a test wants them. */
export async function startWithCall(
  options: SmartRecruitersSandboxOptions = {},
): Promise<{ sandbox: SmartRecruitersSandbox; call: Call } & AsyncDisposable> {
  const sandbox = await startSmartRecruitersSandbox({ limits: undefined, ...options })
  const call: Call = async (method, path, body, headers = { 'x-smarttoken': sandbox.apiKey }) => {
    const isForm = body instanceof FormData || body instanceof URLSearchParams
    const type = isForm ? {} : { 'content-type': 'application/json' }
    const sent = isForm || body === undefined ? body : JSON.stringify(body)
    const asked = { method, headers: { ...type, ...headers }, body: sent, redirect: 'manual' } as const
    const response = await fetch(sandbox.url + path, asked)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text }
  }
  return { sandbox, call, [Symbol.asyncDispose]: () => sandbox.close() }
}

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly rawBody: Buffer
}

export interface Receiver extends AsyncDisposable {
  readonly url: string
  /** Deliveries, without handshakes. */
  readonly received: Received[]
  /** Statuses to answer deliveries with, one after the other; 202 afterwards. 0 is no answer. */
  readonly statuses: number[]
  shakesHands: boolean
}

/** Somebody who takes webhooks. */
export async function startReceiver(): Promise<Receiver> {
  const receiver = { received: [] as Received[], statuses: [] as number[], shakesHands: true }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const secret = request.headers['x-hook-secret']
    if (secret !== undefined) {
      response.writeHead(200, receiver.shakesHands ? { 'x-hook-secret': secret } : {}).end()
      return
    }
    receiver.received.push({ headers: request.headers, rawBody: Buffer.concat(chunks) })
    const status = receiver.statuses.shift() ?? 202
    if (status !== 0) response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dispose = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/references-sr/smartrecruiters`
  return Object.assign(receiver, { url, [Symbol.asyncDispose]: dispose })
}
