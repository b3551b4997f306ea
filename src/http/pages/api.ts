import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Refusal, RequestRefusedError } from '../problem.ts'
import type { Session } from './session.ts'

/**
 * The API as the signed-in person's token has it. Pages ask it like any program: they check nothing and decide nothing
 * themselves, so the console can do exactly what the API and the commands can.
 */
export interface Api {
  get<T>(path: string, query?: Query): Promise<T>
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>
  /** Where an address of the server, not only of the API, leads this person. */
  location(path: string): Promise<string>
}

export type Query = Readonly<Record<string, string | undefined>>

export function apiOf(app: FastifyInstance, { ip, headers }: FastifyRequest, { token }: Session): Api {
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown) => {
    const answer = await app.inject({
      ...{ method, url, remoteAddress: ip },
      headers: { authorization: `Bearer ${token.token}`, host: headers.host ?? '' },
      ...(body !== undefined && { payload: body as object }),
    })
    if (answer.statusCode >= 400) throw refusalOf(answer.statusCode, answer.body, answer.headers['retry-after'])
    return answer
  }
  const ask = async <T>(...asked: Parameters<typeof call>): Promise<T> => {
    const answer = await call(...asked)
    return (answer.body === '' ? undefined : answer.json()) as T
  }
  return {
    get: (path, query = {}) => ask('GET', `/api/v1${path}${queryOf(query)}`),
    send: (method, path, body) => ask(method, `/api/v1${path}`, body),
    location: async (path) => String((await call('GET', path)).headers.location ?? '/'),
  }
}

/** As `?a=b`, without what is not said. */
export function queryOf(query: Query): string {
  const said = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`
}

/** The API's own words, for a page to show. */
function refusalOf(status: number, body: string, retryAfter: unknown): RequestRefusedError {
  const { code, detail, errors } = JSON.parse(body) as { code: string; detail: string; errors?: Refusal['errors'] }
  const headers = typeof retryAfter === 'string' && { headers: { 'retry-after': retryAfter } }
  return new RequestRefusedError({ status, code, detail, ...headers, ...(errors && { errors }) })
}
