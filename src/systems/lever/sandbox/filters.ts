import { sameEmail } from './contacts.ts'
import type { Opportunity, Time } from './model.ts'
import { invalid } from './refusal.ts'
import { type Call, confidentialityOf } from './route.ts'

/** https://hire.lever.co/developer/documentation#list-all-opportunities: all filters must hold, one repeated is any of its values. */
export function opportunityFilter(call: Call): (opportunity: Opportunity) => boolean {
  const { state } = call
  const emails = call.query.getAll('email')
  const hasEmail = ({ contactId }: Opportunity): boolean =>
    emails.length === 0 ||
    emails.some((email) => state.contacts.get(contactId)?.emails.some((known) => sameEmail(state, known, email)))
  const tests = [
    confidentialityOf(call),
    hasEmail,
    archivedFilter(call.query),
    oneOf(call, 'tag', ({ tags }) => tags),
    oneOf(call, 'origin', ({ origin }) => [origin]),
    oneOf(call, 'source', ({ sources }) => sources),
    oneOf(call, 'stage_id', ({ stage }) => [stage]),
    oneOf(call, 'posting_id', ({ application }) => [application?.posting]),
    oneOf(call, 'contact_id', ({ contactId }) => [contactId]),
    oneOf(call, 'archive_reason_id', ({ archived }) => [archived?.reason]),
    within(call.query, 'created_at', ({ createdAt }: Opportunity) => createdAt),
    within(call.query, 'updated_at', ({ updatedAt }: Opportunity) => updatedAt),
    within(call.query, 'advanced_at', ({ lastAdvancedAt }: Opportunity) => lastAdvancedAt),
    within(call.query, 'archived_at', ({ archived }: Opportunity) => archived?.archivedAt),
  ]
  return (opportunity) => tests.every((test) => test(opportunity))
}

/** Inclusive at both ends; what has no such time is within none. */
export function within<Row>(
  query: URLSearchParams,
  name: string,
  timeOf: (row: Row) => Time | null | undefined,
): (row: Row) => boolean {
  const start = millisecondsIn(query, `${name}_start`)
  const end = millisecondsIn(query, `${name}_end`)
  if (start === undefined && end === undefined) return () => true
  return (row) => {
    const time = timeOf(row)
    if (time === null || time === undefined) return false
    return time >= (start ?? Number.NEGATIVE_INFINITY) && time <= (end ?? Number.POSITIVE_INFINITY)
  }
}

function oneOf(
  { query }: Call,
  name: string,
  valuesOf: (row: Opportunity) => readonly (string | undefined)[],
): (row: Opportunity) => boolean {
  const wanted = query.getAll(name)
  return (row) => wanted.length === 0 || valuesOf(row).some((value) => value !== undefined && wanted.includes(value))
}

function archivedFilter(query: URLSearchParams): (row: Opportunity) => boolean {
  const wanted = query.get('archived')
  if (wanted !== null && wanted !== 'true' && wanted !== 'false') throw invalid('archived must be true or false')
  return ({ archived }) => wanted === null || (archived !== null) === (wanted === 'true')
}

function millisecondsIn(query: URLSearchParams, name: string): Time | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^\d{1,16}$/.test(text)) throw invalid(`${name} must be milliseconds since 1970`)
  return Number(text)
}
