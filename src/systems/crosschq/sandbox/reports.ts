import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { objectIdFrom } from '../../../sandbox/ids.ts'
import type { ReferenceRequest } from './model.ts'
import { pdfOf } from './pdf.ts'
import type { State } from './state.ts'

export interface ReportLinks {
  readonly report_url: string | null
  readonly report_summary_pdf: string | null
  readonly report_full_pdf: string | null
}

type Kind = 'summary' | 'full'

const PAGES = '/reports/'
const FILES = '/report-files/'

/** Fresh links on each reading: the key to a file is in its address, and works for a while only. */
export function linksTo(request: ReferenceRequest, state: State, ownOrigin: string): ReportLinks {
  const origin = state.settings.reportOrigin ?? ownOrigin
  const file = (kind: Kind): string | null => {
    if (request.report !== 'pdf') return null
    if (state.settings.pdfAs === 'base64') return reportOf(request.id, kind).toString('base64')
    const expires = state.clock.now() + state.settings.reportLinkMs
    return `${origin}${FILES}${request.id}/${kind}.pdf?expires=${expires}&signature=${sign(request.id, kind, expires)}`
  }
  return {
    report_url: request.report === 'none' ? null : `${origin}${PAGES}${request.id}/`,
    report_summary_pdf: file('summary'),
    report_full_pdf: file('full'),
  }
}

/** The answer to a link, or undefined for what is no report's address. No token is asked for. */
export function answerReport(state: State, request: SandboxRequest): SandboxAnswer | undefined {
  if (request.method !== 'GET') return undefined
  if (request.path.startsWith(PAGES)) return pageAnswer(state, request.path.slice(PAGES.length).replace(/\/$/, ''))
  const [, id = '', kind] = /^\/report-files\/([^/]+)\/(summary|full)\.pdf$/.exec(request.path) ?? []
  if (kind === undefined) return undefined
  return fileAnswer(state, request, id, kind as Kind)
}

function pageAnswer(state: State, id: string): SandboxAnswer {
  const known = state.requests.get(id)
  if (known === undefined || known.report === 'none') return html(404, 'No such report')
  return html(200, `Report of request ${id}`)
}

function fileAnswer(state: State, { query, headers }: SandboxRequest, id: string, kind: Kind): SandboxAnswer {
  const expires = Number(query.get('expires'))
  // File stores refuse two keys at once; it also shows a client that gives its token away to them.
  if (headers.authorization !== undefined) return xml(400, 'TwoKeys')
  if (query.get('signature') !== sign(id, kind, expires)) return xml(403, 'WrongSignature')
  if (expires <= state.clock.now()) return xml(403, 'Expired')
  if (state.requests.get(id)?.report !== 'pdf') return xml(404, 'NoSuchFile')
  return faultAnswer(state) ?? { status: 200, headers: PDF, body: reportOf(id, kind) }
}

function faultAnswer({ settings }: State): SandboxAnswer | undefined {
  switch (settings.reportFault) {
    case 'notFound':
      return xml(404, 'NoSuchFile')
    case 'notPdf':
      return html(200, 'Please log in')
    case 'huge':
      return { status: 200, headers: PDF, body: hugeFile(settings.hugeBytes) }
    case 'redirect':
      return { status: 302, headers: { location: settings.redirectTo }, body: undefined }
    case undefined:
      return undefined
  }
}

const PDF = { 'content-type': 'application/pdf' }

/** Begins as a PDF does, so that only its size gives it away. */
function hugeFile(bytes: number): Buffer {
  const file = Buffer.alloc(bytes)
  pdfOf(['too large']).copy(file)
  return file
}

function reportOf(id: string, kind: Kind): Buffer {
  return pdfOf(['Crosschq 360', `${kind} report of request`, id])
}

function sign(id: string, kind: Kind, expires: number): string {
  return objectIdFrom('crosschq report', id, kind, expires)
}

function html(status: number, text: string): SandboxAnswer {
  const body = `<!DOCTYPE html><html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

function xml(status: number, code: string): SandboxAnswer {
  return { status, headers: { 'content-type': 'application/xml' }, body: `<Error><Code>${code}</Code></Error>` }
}
