import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { type Content, type FormFields, fileForm, type UploadedFile } from './form.ts'
import { type JudgedLink, judgeLink, type LinkOptions, onlyAddress } from './vendor-link.ts'

/** A place that a vendor's answer named, with the fields that the place wants to see before the file. */
export interface UploadPlace {
  readonly url: string
  readonly fields: FormFields
}

/** Why a file is not where it was to go. A new place may do for each. */
export type UploadRefusal = 'notTaken' | 'refusedAddress' | 'unreachable'

export type Upload =
  | { readonly type: 'stored' }
  /** `reason` is for people and holds no part of the link or of the answer: both may be keys to the place. */
  | { readonly type: 'refused'; readonly refusal: UploadRefusal; readonly reason: string }

export interface UploadOptions extends LinkOptions {
  readonly timeouts?: { readonly connectMs?: number; readonly totalMs?: number }
  readonly signal?: AbortSignal
}

/**
 * One file as a form (https://www.rfc-editor.org/rfc/rfc7578) to an address that a vendor's answer named: fields first, `file`
 * last, which is how storage services want it. No credentials go along and redirects are not followed.
 */
export async function uploadFile(file: UploadedFile, place: UploadPlace, options: UploadOptions = {}): Promise<Upload> {
  const total = AbortSignal.timeout(options.timeouts?.totalMs ?? 120_000)
  const signal = AbortSignal.any([total, ...(options.signal ? [options.signal] : [])])
  const judged = await judgeLink(place.url, options, signal)
  if (judged.type === 'refused') return judged

  const form = await fileForm(file, place.fields)
  const status = await post(judged, form, options, signal).catch(() => undefined)
  if (status === undefined) return refused('unreachable', 'the server behind the link gave no answer')
  const isTaken = status >= 200 && status < 300
  return isTaken ? { type: 'stored' } : refused('notTaken', `the server behind the link answered with status ${status}`)
}

async function post(
  { url, address }: JudgedLink & { readonly type: 'address' },
  form: Content,
  { timeouts }: UploadOptions,
  signal: AbortSignal,
): Promise<number | undefined> {
  const connecting = new AbortController()
  const timer = setTimeout(() => connecting.abort(), timeouts?.connectMs ?? 10_000)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      headers: { 'content-type': form.type, 'content-length': form.bytes.length, 'user-agent': 'hirewire' },
      // A pooled connection may lead to another address than the one that was judged.
      agent: false,
      lookup: onlyAddress(address),
      signal: AbortSignal.any([signal, connecting.signal]),
    })
    sent.on('socket', (socket) => socket.once('connect', () => clearTimeout(timer)))
    sent.on('response', resolve).on('error', reject).end(form.bytes)
  }).finally(() => clearTimeout(timer))
  answer.destroy()
  return answer.statusCode
}

function refused(refusal: UploadRefusal, reason: string): Upload {
  return { type: 'refused', refusal, reason }
}
