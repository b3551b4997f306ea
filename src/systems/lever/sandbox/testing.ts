import { type LeverSandbox, type LeverSandboxOptions, startLeverSandbox } from '../sandbox.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers whose shape is what they check
  readonly body: any
}

export type Call = (method: string, path: string, body?: unknown, key?: string) => Promise<Answer>

/** Paths are below the API's base path. */
export async function startWithCall(
  options: LeverSandboxOptions = {},
): Promise<{ sandbox: LeverSandbox; call: Call } & AsyncDisposable> {
  const sandbox = await startLeverSandbox({ rate: 'none', ...options })
  const call: Call = async (method, path, body, key = sandbox.key) => {
    const isForm = body instanceof FormData
    const headers = { authorization: basic(key), ...(!isForm && { 'content-type': 'application/json' }) }
    const sent = isForm || body === undefined ? body : JSON.stringify(body)
    const response = await fetch(sandbox.url + path, { method, headers, body: sent })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
  return { sandbox, call, [Symbol.asyncDispose]: () => sandbox.close() }
}

export function basic(key: string, password = ''): string {
  return `Basic ${Buffer.from(`${key}:${password}`).toString('base64')}`
}
