import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { judgeLink, type LinkOptions, onlyAddress } from './vendor-link.ts'

/** Why a link gave no file. `expired` and `unreachable` may be otherwise with a new link, or later. */
export type DownloadRefusal = 'expired' | 'tooLarge' | 'notPdf' | 'refusedAddress' | 'unreachable'

export type Download =
  | { readonly type: 'file'; readonly bytes: Buffer; readonly contentType?: string }
  /** `reason` is for people and holds no part of the link: such links are keys to what they lead to. */
  | { readonly type: 'refused'; readonly refusal: DownloadRefusal; readonly reason: string }

export interface DownloadOptions extends LinkOptions {
  readonly maxBytes?: number
  readonly timeouts?: { readonly connectMs?: number; readonly totalMs?: number }
  readonly signal?: AbortSignal
}

/**
 * A PDF from an address that a vendor's answer named. The address is not trusted: it may lead into our own network, so
 * what its name resolves to is judged, and exactly that is connected to. No credentials go along.
 */
export async function downloadPdf(link: string, options: DownloadOptions = {}): Promise<Download> {
  const total = AbortSignal.timeout(options.timeouts?.totalMs ?? 120_000)
  const signal = AbortSignal.any([total, ...(options.signal ? [options.signal] : [])])
  let url = link
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const step = await takeStep(url, options, signal)
    if (step.type !== 'redirect') return step
    url = step.url
  }
  return refused('unreachable', `the link redirects more than ${MAX_REDIRECTS} times`)
}

export const MAX_PDF_BYTES = 25 * 1024 * 1024

const MAX_REDIRECTS = 3

type Step = Download | { readonly type: 'redirect'; readonly url: string }

async function takeStep(link: string, options: DownloadOptions, signal: AbortSignal): Promise<Step> {
  const judged = await judgeLink(link, options, signal)
  if (judged.type === 'refused') return judged
  const { url, address } = judged

  const answer = await request(url, address, options, signal).catch(() => undefined)
  if (!answer) return refused('unreachable', 'the server behind the link gave no answer')
  return judge(answer, url, options.maxBytes ?? MAX_PDF_BYTES)
}

async function request(url: URL, address: string, options: DownloadOptions, signal: AbortSignal) {
  const connecting = new AbortController()
  const timer = setTimeout(() => connecting.abort(), options.timeouts?.connectMs ?? 10_000)
  return await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? https : http).request(url, {
      // Asked for by the bytes as they are: an unpacked answer could be of any size.
      headers: { accept: 'application/pdf, */*;q=0.5', 'accept-encoding': 'identity', 'user-agent': 'hirewire' },
      // A pooled connection may lead to another address than the one that was judged.
      agent: false,
      lookup: onlyAddress(address),
      signal: AbortSignal.any([signal, connecting.signal]),
    })
    sent.on('socket', (socket) => socket.once('connect', () => clearTimeout(timer)))
    sent.on('response', resolve).on('error', reject).end()
  }).finally(() => clearTimeout(timer))
}

async function judge(answer: IncomingMessage, from: URL, maxBytes: number): Promise<Step> {
  const { statusCode: status = 0, headers } = answer
  const redirect = status >= 300 && status < 400 && headers.location !== undefined
  if (status === 200) return await readPdf(answer, maxBytes)
  answer.destroy()
  if (redirect && URL.canParse(headers.location!, from.href)) {
    return { type: 'redirect', url: new URL(headers.location!, from.href).href }
  }
  if (GONE.has(status)) return refused('expired', `the link no longer gives the file (status ${status})`)
  return refused('unreachable', `the server behind the link answered with status ${status}`)
}

/** 400 and 401 too: storage services say so of a link past its time, https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const GONE: ReadonlySet<number> = new Set([400, 401, 403, 404, 410])

async function readPdf(answer: IncomingMessage, maxBytes: number): Promise<Download> {
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) return drop(answer, tooLarge(maxBytes))
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes) return drop(answer, tooLarge(maxBytes))
      if (size >= PDF.length && size - chunk.length < PDF.length && !isPdf(chunks)) return drop(answer, NO_PDF)
    }
  } catch {
    return refused('unreachable', 'the connection broke before the whole file came')
  }
  if (!isPdf(chunks)) return NO_PDF
  return { type: 'file', bytes: Buffer.concat(chunks), contentType: plainType(answer.headers['content-type']) }
}

function drop(answer: IncomingMessage, download: Download): Download {
  answer.destroy()
  return download
}

/** ISO 32000-1, 7.5.2: the header every PDF begins with. */
const PDF = '%PDF-'

export function isPdf(chunks: readonly Buffer[]): boolean {
  return Buffer.concat(chunks).subarray(0, PDF.length).toString('latin1') === PDF
}

const NO_PDF = refused('notPdf', 'what the link gives is not a PDF')

function tooLarge(maxBytes: number): Download {
  return refused('tooLarge', `the file is larger than ${maxBytes} bytes`)
}

function plainType(header: string | undefined): string | undefined {
  return /^\s*([\w.+-]+\/[\w.+-]+)/.exec(header ?? '')?.[1]?.toLowerCase()
}

function refused(refusal: DownloadRefusal, reason: string): Download {
  return { type: 'refused', refusal, reason }
}
