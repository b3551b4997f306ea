import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import type { State } from './state.ts'
import { linkTo } from './views.ts'

/** The pages people see: the participants at the root, for the demo, and what is behind the link to a response. */
export function answerScreen(
  state: State,
  { method, path }: SandboxRequest,
  origin: string,
): SandboxAnswer | undefined {
  if (method !== 'GET') return undefined
  if (path === '/') return pageOf(200, 'Willo sandbox', `<table>${participantRows(state, origin)}</table>`)
  const [, shareKey] = /^\/common\/([0-9a-f]{32})\/?$/.exec(path) ?? []
  return shareKey === undefined ? undefined : responsePage(state, shareKey)
}

function responsePage({ participants }: State, shareKey: string): SandboxAnswer {
  const found = [...participants.values()].find((known) => known.shareKey === shareKey && known.completedAt !== null)
  if (found === undefined) return pageOf(404, 'No such response', '')
  const answers = found.responses.map(({ question, type }) => rowOf([question, type]))
  return pageOf(200, 'Response', `<table>${answers.join('\n')}</table>`)
}

function participantRows(state: State, origin: string): string {
  const rows = [...state.participants.values()].map((participant) => {
    const { name, email, interviewKey, stageKey, progress, scores } = participant
    const invited = state.invitations.filter(({ participantKey }) => participantKey === participant.key).length
    return [
      ...[
        name,
        email,
        state.interviews.get(interviewKey)?.title,
        state.stages.find(({ key }) => key === stageKey)?.name,
      ],
      ...[progress, invited, scores.join(', '), linkTo(participant, origin)],
    ]
  })
  const titles = ['Name', 'E-mail', 'Interview', 'Stage', 'Progress', 'Invitations', 'Scores', 'Response']
  return [titles, ...rows].map(rowOf).join('\n')
}

function pageOf(status: number, title: string, content: string): SandboxAnswer {
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1>${content}</body></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

function rowOf(cells: readonly unknown[]): string {
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(String(cell ?? ''))}</td>`).join('')}</tr>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
