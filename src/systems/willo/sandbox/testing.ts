import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startWilloSandbox, type WilloSandbox, type WilloSandboxOptions } from '../sandbox.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers whose shape is what they check
  readonly body: any
}

export type Call = (method: string, path: string, body?: unknown, key?: string) => Promise<Answer>

/** Paths are below the API's base path. */
export async function startWithCall(
  options: WilloSandboxOptions = {},
): Promise<{ sandbox: WilloSandbox; call: Call } & AsyncDisposable> {
  const sandbox = await startWilloSandbox(options)
  const call: Call = async (method, path, body, key = sandbox.key) => {
    const headers = { authorization: key, 'content-type': 'application/json' }
    const text = body === undefined ? undefined : JSON.stringify(body)
    const response = await fetch(sandbox.url + path, { method, headers, body: text, redirect: 'manual' })
    const answer = await response.text()
    return { status: response.status, headers: response.headers, body: answer === '' ? undefined : JSON.parse(answer) }
  }
  return { sandbox, call, [Symbol.asyncDispose]: () => sandbox.close() }
}

export interface Received {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into deliveries whose shape is what they check
  readonly body: any
}

export interface Receiver extends AsyncDisposable {
  readonly url: string
  readonly received: Received[]
  /** Statuses to answer with, one after the other; 200 afterwards. */
  readonly statuses: number[]
}

/** Somebody who takes webhooks. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const statuses: number[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
    response.writeHead(statuses.shift() ?? 200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/vendor`,
    received,
    statuses,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
