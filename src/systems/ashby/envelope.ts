import { z } from 'zod'
import type { HttpAnswer } from '../../lib/http-client.ts'
import { textAt } from './text-at.ts'

export type Reply = Success | Failure

export interface Success {
  readonly type: 'success'
  readonly results: unknown
  readonly hasMore: boolean
  readonly nextCursor?: string
  readonly syncToken?: string
  readonly requestId?: string
}

export interface Failure {
  readonly type: 'failure'
  readonly status: number
  readonly code?: string
  /** The request's member that Ashby objects to. */
  readonly parameter?: string
  /** Ashby's own sentences, only to be searched: they can quote a record, so they never reach a message or a log. */
  readonly wording: string
  readonly requestId?: string
}

export interface Unreadable {
  readonly type: 'unreadable'
  readonly status: number
  readonly isPage: boolean
  readonly requestId?: string
}

/**
 * A refusal mostly comes with status 200, so `success` decides and the status only helps out. Where `errorInfo` is
 * missing, the deprecated `errors` holds the code: as a text, or as the code or message of an object.
 * https://developers.ashbyhq.com/reference/introduction
 */
export function readEnvelope({ status, body, headers, requestId }: HttpAnswer): Reply | Unreadable {
  const envelope = Envelope.safeParse(body).data
  if (envelope?.success === true && status < 300) return readSuccess(envelope, requestId)
  if (envelope?.success === false) return readFailure(envelope, status, requestId)
  const isPage = typeof body === 'string' && (/^\s*</.test(body) || /html/i.test(headers['content-type'] ?? ''))
  return { type: 'unreadable', status, isPage, requestId }
}

const Envelope = z.discriminatedUnion('success', [
  z.object({
    success: z.literal(true),
    results: z.unknown().optional(),
    moreDataAvailable: z.boolean().nullish(),
    nextCursor: z.string().nullish(),
    syncToken: z.string().nullish(),
  }),
  z.object({ success: z.literal(false), errors: z.unknown().optional(), errorInfo: z.unknown().optional() }),
])

type Envelope = z.infer<typeof Envelope>

function readSuccess(envelope: Envelope & { success: true }, requestId?: string): Success {
  const nextCursor = envelope.nextCursor || undefined
  return {
    type: 'success',
    results: envelope.results,
    // A cursor without the flag can only mean more: taking it for the end would lose the rest of the list.
    hasMore: envelope.moreDataAvailable ?? nextCursor !== undefined,
    nextCursor,
    syncToken: envelope.syncToken || undefined,
    requestId,
  }
}

function readFailure(
  { errors, errorInfo }: Envelope & { success: false },
  status: number,
  requestId?: string,
): Failure {
  const [first] = Array.isArray(errors) ? (errors as unknown[]) : []
  const texts = [errorInfo, first].flatMap((error) => ['code', 'message'].map((key) => textAt(error, key)))
  const wording = [...texts, typeof first === 'string' ? first : undefined].filter((text) => text !== undefined)
  const parameter = textAt(first, 'parameter')
  return {
    type: 'failure',
    status,
    code: wording.find((text) => /^[a-z0-9]+(_[a-z0-9]+)+$/.test(text)),
    parameter: parameter && /^[a-zA-Z][\w.[\]]{0,60}$/.test(parameter) ? parameter : undefined,
    wording: wording.join(' '),
    requestId: requestId ?? safeRequestId(textAt(errorInfo, 'requestId')),
  }
}

function safeRequestId(text: string | undefined): string | undefined {
  return text && /^[\w-]{1,64}$/.test(text) ? text : undefined
}
