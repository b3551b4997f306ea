import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export interface Post {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** The status of the answer, or undefined when none came. The connection is not kept: the receiver may close at once. */
export function post({ url, body, headers, timeoutMs, signal }: Post): Promise<number | undefined> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  return new Promise((resolve) => {
    const options = { method: 'POST', agent: false as const, headers, signal, timeout: timeoutMs }
    const outgoing = request(url, options, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
      response.on('error', () => resolve(undefined))
    })
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('error', () => resolve(undefined))
    outgoing.on('close', () => resolve(undefined))
    outgoing.end(body)
  })
}
