import type { Json } from '../../lib/json.ts'

/**
 * How far references and decisions are, when that was, and what was configured. What people said of a candidate, as score,
 * report and result, is nobody's who may not see it.
 */
const names: ReadonlySet<string> = new Set([
  ...['status', 'statusText', 'hiringStatus', 'progress', 'hasLink', 'outcome', 'hiring', 'word', 'mail'],
  ...['at', 'completedAt', 'isOverruled', 'cancelAll', 'template', 'survey', 'templates', 'application', 'request'],
])

/** Fields of a request carry its id before their name: `<id>.status`. */
export function isPublicOfRequest(field: string, value: Json): boolean {
  const name = field.slice(field.lastIndexOf('.') + 1)
  return names.has(name) && typeof value !== 'object'
}
