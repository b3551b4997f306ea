import { escapeHtml, htmlLink } from '../../../lib/html.ts'
import type { Json } from '../../../lib/json.ts'
import type { Change } from '../../../plan/change.ts'
import type { Written } from '../../mirror.ts'
import type { RequestRow } from '../request-row.ts'

export const NOTE = 'note.create'

/** What a request that a trigger started came to: it has no assessment in Ashby that would show it. Pure. */
export function planNote(request: RequestRow, told: readonly Written[]): readonly Change[] {
  const isDue = request.status === 'completed' && !told.some(({ action }) => action === NOTE)
  if (!isDue) return []
  const { id: record } = request
  const fields = [{ field: 'note', before: null, after: 'references complete' }]
  const input = request as unknown as Json
  return [{ flow: 'results', record, target: record, action: NOTE, effect: 'create', fields, input }]
}

/** The request's id stands in it, so that a note whose answer was lost is found again. */
export function noteFor({ id, score, reportUrl }: RequestRow): string {
  const result = score === undefined ? '' : ` Score: ${score} of 5.`
  return `<b>Crosschq references are complete.</b>${result} ${htmlLink(reportUrl, 'Report')}. Request ${escapeHtml(id)}.`
}
