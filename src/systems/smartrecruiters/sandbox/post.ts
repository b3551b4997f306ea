import { randomBytes } from 'node:crypto'
import { type IncomingHttpHeaders, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly waitMs: number
  readonly signal: AbortSignal
}

/** Status 0 where no answer came in time. One connection per delivery, none kept: an idle one would hold the receiver's close() up. */
export function post({ url, headers, body, waitMs, signal }: Post) {
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  const type = body === '' ? {} : { 'content-type': 'application/json' }
  const options = {
    ...{ method: 'POST', agent: false as const, signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]) },
    headers: { ...type, 'content-length': Buffer.byteLength(body), ...headers },
  }
  return new Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders }>((resolve) => {
    const outgoing = request(url, options, (incoming) => {
      incoming.resume().on('close', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers }))
    })
    outgoing.on('error', () => resolve({ status: 0, headers: {} })).end(body)
  })
}

/** Asks whether somebody is there: 200 and the same header within 20 s. https://developers.smartrecruiters.com/docs/activating-webhook-subscriptions */
export async function shakeHands(callbackUrl: string, waitMs = 20_000): Promise<boolean> {
  const secret = randomBytes(10).toString('hex')
  const signal = new AbortController().signal
  const sent = { url: callbackUrl, headers: { 'x-hook-secret': secret }, body: '', waitMs, signal }
  const { status, headers } = await post(sent)
  return status === 200 && headers['x-hook-secret'] === secret
}
