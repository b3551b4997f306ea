import type { ChartHopSandbox } from '../sandbox.ts'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers whose shape is what they check
  readonly body: any
}

export type Caller = (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>

/** Plain calls for tests; `{org}` in a path is the sandbox's organisation. */
export function callerOf(sandbox: ChartHopSandbox): Caller {
  return async (method, path, body, token = sandbox.token) => {
    const response = await fetch(sandbox.url + path.replace('{org}', sandbox.org.slug), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
}

/** Every row of a list, page after page, as a client would read it. */
export async function readAll(call: Caller, path: string): Promise<{ rows: Answer['body'][]; pages: number }> {
  const rows: Answer['body'][] = []
  for (let from: string | undefined = '', pages = 1; ; pages += 1) {
    const { body } = await call('GET', `${path}&from=${from}`)
    rows.push(...body.data)
    from = body.next
    if (from === undefined) return { rows, pages }
  }
}
