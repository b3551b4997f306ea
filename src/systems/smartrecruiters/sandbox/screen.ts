import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import type { State } from './state.ts'

/** What people see at the root, for the demo: who stands where, with how many notes and files. */
export function answerScreen(state: State, { method, path }: SandboxRequest): SandboxAnswer | undefined {
  if (method !== 'GET' || path !== '/') return undefined
  const titles = ['Name', 'Job', 'Status', 'Step', 'Tags', 'Notes', 'Files']
  const rows = [titles, ...rowsOf(state)].map(rowOf).join('\n')
  const title = 'SmartRecruiters sandbox'
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1><table>${rows}</table></body></html>`
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

function rowsOf({ candidates, applications, jobs, messages, attachments }: State): readonly (readonly unknown[])[] {
  return [...applications.values()].map(({ candidateId, jobId, status, step }) => {
    const { firstName, lastName, tags } = candidates.get(candidateId) ?? { firstName: '', lastName: '', tags: [] }
    const notes = [...messages.values()].filter(({ candidateIds }) => candidateIds.includes(candidateId)).length
    const files = [...attachments.values()].filter((each) => each.candidateId === candidateId).length
    return [`${firstName} ${lastName}`, jobs.get(jobId)?.title, status, step, tags.join(', '), notes, files]
  })
}

function rowOf(cells: readonly unknown[]): string {
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(String(cell ?? ''))}</td>`).join('')}</tr>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
