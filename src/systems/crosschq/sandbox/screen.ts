import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { linksTo } from './reports.ts'
import { progressOf, type State } from './state.ts'

/** The requests as a person at Crosschq would see them: the demo's window, no part of the API. */
export function answerScreen(
  state: State,
  { method, path }: SandboxRequest,
  origin: string,
): SandboxAnswer | undefined {
  if (method !== 'GET' || path !== '/') return undefined
  const rows = [...state.requests.values()].map((request) => {
    const { candidate, jobPosition, requestor } = request
    const answered = request.references.filter((reference) => reference.state === 'completed').length
    const mails = state.invitations.filter(({ requestId }) => requestId === request.id).length
    return [
      ...[`${candidate.first_name} ${candidate.last_name}`, jobPosition, requestor],
      ...[state.settings.statusWords[request.state], `${progressOf(request)} %`],
      ...[`${answered} of ${request.references.length}`, request.score, request.hiringStatus, mails],
      linksTo(request, state, origin).report_url,
    ]
  })
  const body = pageOf([TITLES, ...rows].map(rowOf).join('\n'))
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

const TITLES = [
  ...['Candidate', 'Position', 'Requestor', 'Status', 'Progress', 'References', 'Score', 'Hiring status', 'Messages'],
  'Report',
]

function pageOf(rows: string): string {
  return `<!DOCTYPE html><html><head><title>Crosschq sandbox</title></head><body><table>${rows}</table></body></html>`
}

function rowOf(cells: readonly unknown[]): string {
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(String(cell ?? ''))}</td>`).join('')}</tr>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
