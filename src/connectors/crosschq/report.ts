import type { Download } from '../../lib/download.ts'
import { RejectedRecordError, RetryableError } from '../../lib/errors.ts'
import { escapeHtml, htmlLink } from '../../lib/html.ts'
import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { ReferenceRequest } from '../../systems/crosschq/schema.ts'
import type { Receipt } from '../flow.ts'
import type { Candidate, CandidatePage } from './host.ts'
import { findNote } from './lost-note.ts'

export interface ReportParts {
  readonly crosschq: Crosschq
  readonly page: CandidatePage
}

export interface ReportOf {
  readonly request: string
  readonly application: string
  /** The link stands in the ATS already: where there is no file, nothing more is said. */
  readonly isLinked: boolean
}

/**
 * The report as a file of the candidate (S18), or a note with its link where there is no file that could be taken (R16).
 * The link to the file is asked for right before, because it lives for a short time only.
 */
export async function attachReport({ crosschq, page }: ReportParts, report: ReportOf): Promise<Receipt> {
  const candidate = await page.find(report.application)
  if (!candidate)
    throw new RejectedRecordError('The application is gone, so its report has no place; look for the candidate')
  const { request, download } = await fetchReport(crosschq, report.request)
  const receipt = await write(page, candidate, { ...report, link: request.reportUrl }, download)
  return { ...receipt, target: report.request }
}

interface Linked extends ReportOf {
  readonly link: string | undefined
}

async function write(page: CandidatePage, candidate: Candidate, report: Linked, download: Download | undefined) {
  if (download?.type === 'file') {
    return page.addFile(candidate, { name: fileName(candidate.name, report.request), bytes: download.bytes })
  }
  return report.isLinked ? {} : page.addNote(candidate, noteHtml(report, download?.reason))
}

/** Undefined: Crosschq has no file. */
async function fetchReport(
  crosschq: Crosschq,
  id: string,
): Promise<{ readonly request: ReferenceRequest; readonly download: Download | undefined }> {
  for (const isLast of [false, true]) {
    const request = await crosschq.request(id)
    if (!request) throw new RetryableError('Crosschq does not show the request whose report is due')
    if (!request.fullPdf) return { request, download: undefined }
    const download = await crosschq.download(request.fullPdf)
    if (download.type === 'file' || !mayPass(download)) return { request, download }
    if (isLast) throw new RetryableError(`The report could not be fetched: ${download.reason}; tried again later`)
  }
  throw new Error('unreachable')
}

/** A new link, or some time, may cure it. */
function mayPass(download: Download): boolean {
  return download.type === 'refused' && (download.refusal === 'expired' || download.refusal === 'unreachable')
}

/** Whether an earlier try got through: by the name of the file, or the request's id in a note. */
export async function settleReport(
  page: CandidatePage,
  report: ReportOf,
  meantAt: Date,
): Promise<Receipt | 'absent' | 'unsure'> {
  const candidate = await page.find(report.application)
  if (!candidate) return 'absent'
  if (candidate.fileNames.some((name) => name.endsWith(` ${shortId(report.request)}.pdf`)))
    return { target: report.request }
  return report.isLinked ? 'absent' : findNote(page, candidate, { request: report.request, meantAt })
}

/** File names are shown, sorted and downloaded: what a file system minds is left out of the person's name. */
export function fileName(candidate: string, request: string): string {
  const name = candidate
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} .,'-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
  return ['Crosschq reference report', name, `${shortId(request)}.pdf`].filter(Boolean).join(' ')
}

function shortId(request: string): string {
  return request.replaceAll('-', '').slice(0, 8)
}

export function noteHtml({ request, link }: Pick<Linked, 'request' | 'link'>, problem?: string): string {
  const where = link ? htmlLink(link, 'Crosschq reference report') : 'Crosschq has the reference report'
  const why = problem ? ` (no file here: ${escapeHtml(problem)})` : ''
  return `${where}${why}. Request ${escapeHtml(request)}.`
}
