import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AshbySandbox, type AshbySandboxOptions, startAshbySandbox } from '../sandbox.ts'

/** What an answer of Ashby's can hold, loosely: tests look at parts of it. */
export interface Answer {
  readonly success: boolean
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of every shape
  readonly results: any
  readonly moreDataAvailable?: boolean
  readonly nextCursor?: string
  readonly syncToken?: string
  readonly errorInfo?: { readonly code: string; readonly message: string; readonly requestId: string }
  readonly errors?: readonly string[]
}

export type Call = (name: string, body?: object) => Promise<Answer>

export const KEY = 'ashby-sandbox-key'

export function basic(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`
}

export async function startWithCall(
  options: AshbySandboxOptions = {},
): Promise<{ sandbox: AshbySandbox; call: Call } & AsyncDisposable> {
  const sandbox = await startAshbySandbox(options)
  const call: Call = async (name, body = {}) => {
    const response = await fetch(`${sandbox.url}/${name}`, {
      method: 'POST',
      headers: { authorization: basic(KEY), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as Answer
  }
  return { sandbox, call, [Symbol.asyncDispose]: () => sandbox.close() }
}

/** Reads a list to its end, as a careful caller does. */
export async function readAll(
  call: Call,
  name: string,
  body: object = {},
): Promise<{ ids: string[]; syncToken: string; pages: number }> {
  const ids: string[] = []
  let cursor: string | undefined
  for (let pages = 1; ; pages += 1) {
    const page = await call(name, { ...body, ...(cursor !== undefined && { cursor }) })
    if (!page.success) throw new Error(page.errorInfo?.code)
    ids.push(...page.results.map(({ id }: { id: string }) => id))
    if (page.moreDataAvailable !== true) return { ids, syncToken: page.syncToken ?? '', pages }
    cursor = page.nextCursor
  }
}

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  readonly action: string
  readonly webhookActionId: string
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into events of every shape
  readonly data: any
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
    const raw = Buffer.concat(chunks).toString('utf8')
    received.push({ ...JSON.parse(raw), raw, headers: request.headers })
    response.writeHead(statuses.shift() ?? 200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    statuses,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
