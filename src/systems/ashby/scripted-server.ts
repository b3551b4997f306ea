import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Ashby, createAshby } from './client.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  readonly body: Readonly<Record<string, unknown>>
}

/** An object is sent as JSON and text as it is; "hang up" closes the connection without an answer. */
export type Scripted =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }
  | 'hang up'

export interface ScriptedAshby extends AsyncDisposable {
  readonly ashby: Ashby
  readonly url: string
  readonly asked: readonly Asked[]
}

/** For tests: an Ashby that says what the test tells it to, over real HTTP, and a client of it. */
export async function scriptedAshby(answer: (asked: Asked, count: number) => Scripted): Promise<ScriptedAshby> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    asked.push(await readAsked(request))
    const scripted = answer(asked.at(-1)!, asked.length)
    if (scripted === 'hang up') return void request.socket.destroy()
    const { status = 200, headers = {}, body } = scripted
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const ashby = createAshby({ baseUrl: url, apiKey: () => 'the-key', rate: { perSecond: 1000, inFlight: 10 } })

  async function close(): Promise<void> {
    ashby.close()
    await new Promise((closed) => server.close(closed))
  }
  return { ashby, url, asked, [Symbol.asyncDispose]: close }
}

export function success(results: unknown, rest: object = {}): Scripted {
  return { body: { success: true, results, ...rest } }
}

export function failure(code: string, rest: object = {}): Scripted {
  return { body: { success: false, errors: [code], errorInfo: { code, message: 'Words of Ashby', ...rest } } }
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  let raw = ''
  for await (const chunk of request) raw += chunk
  const { method = '', url: path = '', headers } = request
  const isJson = headers['content-type'] === 'application/json'
  return { method, path, headers, raw, body: isJson ? JSON.parse(raw) : {} }
}
