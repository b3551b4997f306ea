import type { FastifyRequest } from 'fastify'
import { RequestRefusedError } from './problem.ts'

/** No body at all is none, whatever the header says: `curl -X POST` with a content type is how people try things. */
export function readJson(
  _request: FastifyRequest,
  text: string | Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  const { error, body } = parse(text.toString())
  done(error, body)
}

function parse(text: string): { readonly error: Error | null; readonly body?: unknown } {
  if (text === '') return { error: null }
  try {
    return { error: null, body: JSON.parse(text) }
  } catch {
    return { error: new RequestRefusedError({ status: 400, code: 'not_json', detail: 'the body is not JSON' }) }
  }
}
