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
