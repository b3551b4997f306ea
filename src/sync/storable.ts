import type { Page, Row } from '../record/record.ts'

/**
 * The rows that PostgreSQL can keep as they are. NUL and half a surrogate pair have no place in its text or JSON
 * (https://www.postgresql.org/docs/current/datatype-json.html); one such row must not take its whole page with it.
 */
export function storable<T extends Row>(page: Page<T>): Page<T> {
  return sift(page, (row) => problemIn(row))
}

/** The rows that can be asked for in PostgreSQL: all that is needed of one that is there already. */
export function nameable<T extends Row>(page: Page<T>): Page<T> {
  return sift(page, ({ id }) => describe(textProblem(id), 'id'))
}

function sift<T extends Row>({ rows, rejected, ...page }: Page<T>, problemOf: (row: T) => string | undefined): Page<T> {
  const kept: T[] = []
  const refused = [...rejected]
  for (const row of rows) {
    const problem = problemOf(row)
    if (problem === undefined) kept.push(row)
    else refused.push({ ...(textProblem(row.id) === undefined && { id: row.id }), problem })
  }
  return { ...page, rows: kept, rejected: refused }
}

/** Where in the row, and what; never the text itself. */
function problemIn(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return describe(textProblem(value), path)
  if (value === null || typeof value !== 'object') return undefined
  for (const [key, member] of Object.entries(value)) {
    const inKey = textProblem(key)
    const problem = inKey ? describe(inKey, path) : problemIn(member, path ? `${path}.${key}` : key)
    if (problem) return problem
  }
  return undefined
}

function textProblem(text: string): string | undefined {
  if (text.includes('\0')) return 'a NUL character'
  return text.isWellFormed() ? undefined : 'half a character (a lone surrogate)'
}

function describe(problem: string | undefined, path: string): string | undefined {
  return problem && `${path || 'a name in the row'} holds ${problem}; remove it at the source`
}
