import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import { explain } from '../lib/zod-problems.ts'
import { RequestRefusedError } from './problem.ts'

/** What was sent is checked once, here. Answers name the place and what is expected there, never what was sent. */
export const validate: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart = 'request' }) => {
  return (sent: unknown) => {
    // A query or parameters without a prototype are no plain object to zod.
    const value = httpPart === 'body' ? sent : { ...(sent as object) }
    const read = schema.safeParse(value, { error: explain })
    return read.success ? { value: read.data } : { error: refusalOf(read.error, httpPart) }
  }
}

function refusalOf({ issues }: z.ZodError, part: string): RequestRefusedError {
  const errors = issues.map(({ path, message }) => ({ in: part, path: path.join('.'), message }))
  const detail = errors.map((error) => [error.in, error.path, error.message].filter(Boolean).join(' ')).join('; ')
  return new RequestRefusedError({ status: 400, code: 'invalid', detail: detail.slice(0, 1_000), errors })
}
