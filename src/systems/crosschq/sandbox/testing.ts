import {
  type CrosschqSandbox,
  type CrosschqSandboxOptions,
  SANDBOX_REQUESTOR,
  startCrosschqSandbox,
} from '../sandbox.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers whose shape is what they check
  readonly body: any
}

export type Call = (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>

/** Plain calls for tests. */
export async function startWithCall(
  options: CrosschqSandboxOptions = {},
): Promise<{ sandbox: CrosschqSandbox; call: Call } & AsyncDisposable> {
  const sandbox = await startCrosschqSandbox(options)
  const call: Call = async (method, path, body, token = sandbox.token) => {
    const headers = { authorization: token, 'content-type': 'application/json' }
    const text = body === undefined ? undefined : JSON.stringify(body)
    const response = await fetch(sandbox.url + path, { method, headers, body: text, redirect: 'manual' })
    const answer = await response.text()
    return { status: response.status, headers: response.headers, body: answer === '' ? undefined : JSON.parse(answer) }
  }
  return { sandbox, call, [Symbol.asyncDispose]: () => sandbox.close() }
}

/** A create call that passes. */
export const CREATE_BODY = {
  candidate: { first_name: 'Ada', last_name: 'Byron', email: 'ada@people.example' },
  jobrole: 'software-engineer',
  requestor: SANDBOX_REQUESTOR,
  config_params: { managers: 1, peers: 1 },
  job_position: 'Engineer',
  hiring_manager: { first_name: 'Grace', last_name: 'Hop', email: 'grace@acme.example' },
}
