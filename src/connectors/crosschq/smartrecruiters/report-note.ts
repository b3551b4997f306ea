import type { Change } from '../../../plan/change.ts'
import type { Written } from '../../mirror.ts'
import type { RequestRow } from '../request-row.ts'
import { RESULTS } from '../results.ts'

export const NOTE = 'note.create'

export interface ReportNote {
  readonly application: string
  /** The template's name. */
  readonly template: string
  readonly link: string
  /** ISO 8601. */
  readonly completedAt?: string
}

/** Once, as soon as there is a link to tell (S42). Pure. */
export function planNote(request: RequestRow, template: string, told: readonly Written[]): readonly Change[] {
  const { id: record, status, reportUrl: link, application, completedAt } = request
  if (status !== 'completed' || link === undefined || told.some(({ action }) => action === NOTE)) return []
  const fields = [{ field: 'note', before: null, after: 'references complete' }]
  const input = { application, template, link, ...(completedAt && { completedAt }) }
  return [{ flow: RESULTS, record, target: record, action: NOTE, effect: 'create', fields, input }]
}

/** Plain text. The request's id stands in it, so that a note whose answer was lost is found again. */
export function noteText(request: string, { template, link, completedAt }: ReportNote): string {
  const when = completedAt === undefined ? '' : ` on ${completedAt.slice(0, 10)}`
  return `Crosschq references are complete${when}.\nTemplate: ${template}\nReport: ${link}\nRequest: ${request}`
}
