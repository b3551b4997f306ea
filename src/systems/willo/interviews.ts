import { RejectedRecordError } from '../../lib/errors.ts'
import type { HttpClient } from '../../lib/http-client.ts'
import type { Page } from '../../record/record.ts'
import { call, pageBody, readOne } from './answers.ts'
import { keyOf } from './keys.ts'
import { pagesOf, problemOf } from './listing.ts'
import { Interview, type WilloInterview } from './schema.ts'

export interface InterviewCalls {
  /** Throws where the key is not good: the cheapest call that needs it. */
  checkKey(): Promise<void>
  /** Those that the key's user may see. */
  interviews(): AsyncIterable<Page<WilloInterview>>
  interview(key: string): Promise<WilloInterview | undefined>
}

const LIST = '/interviews/'

export function interviewCalls(http: HttpClient, baseUrl: string): InterviewCalls {
  return {
    checkKey: async () => {
      const query = { page_size: 1 }
      pageBody(await call(http, { method: 'GET', path: LIST, template: LIST, query, effect: 'read' }))
    },
    interviews: () => pagesOf(http, baseUrl, { path: LIST, row: Interview }),
    interview: (key) => interview(http, key),
  }
}

async function interview(http: HttpClient, asked: string): Promise<WilloInterview | undefined> {
  const key = keyOf(asked)
  if (key === undefined) return undefined
  const template = '/interviews/{interviewKey}/'
  const row = await readOne(http, { path: `/interviews/${key}/`, template })
  if (row === undefined) return undefined
  const read = Interview.safeParse(row)
  if (read.success) return read.data
  const message = `An interview cannot be read: ${problemOf(read.error)}`
  throw new RejectedRecordError(message, { method: 'GET', path: template })
}
