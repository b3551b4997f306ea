import { type IncomingHttpHeaders, request } from 'node:http'

export interface Asked {
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** One request under whatever host name; `fetch` says the one it connects to. */
export function exchange(
  { url }: { readonly url: string },
  { path, method = 'GET', headers = {}, body = '' }: Asked,
): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const asked = request(url + path, { method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } })
    asked.once('error', reject)
    asked.once('response', (answer) => {
      answer.resume().once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }))
    })
    asked.end(body)
  })
}
