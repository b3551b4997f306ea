import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { mayDo } from './access.ts'
import {
  accessOf,
  bodyOf,
  type Call,
  created,
  effectiveDay,
  fieldsOf,
  noContent,
  ok,
  type Route,
  readingOf,
} from './call.ts'
import { isText, textsOf } from './job-filter.ts'
import type { PersonView } from './model.ts'
import { pageOf, readPage } from './paging.ts'
import { personRow, readPerson, resolveView } from './person-rows.ts'
import { createPerson, requirePerson, updatePerson } from './persons.ts'
import { type Condition, meets, parseQuery } from './query.ts'
import { forbidden, invalid, notFound } from './refusal.ts'
import type { Reading } from './rows.ts'
import { currentJob } from './state.ts'

export const PERSON_ROUTES: readonly Route[] = [
  ['GET', '/v2/org/:org/person', listPersons],
  ['POST', '/v2/org/:org/person', postPerson],
  ['GET', '/v2/org/:org/person/:id', getPerson],
  ['PATCH', '/v2/org/:org/person/:id', patchPerson],
]

function listPersons(call: Call): SandboxAnswer {
  const { state, request } = call
  const { from, limit } = readPage(request.query, state.settings)
  const reading = readingOf(call)
  const fields = fieldsOf(request.query)
  const { rows, next } = pageOf(findPersons(call, reading, from), limit, state.settings.cursor)
  const access = accessOf(call, (action) => mayDo(call.access, 'person') && /^(create|update)$/.test(action))
  return ok({ data: rows.map((view) => personRow(reading, view, fields)), next, ...access })
}

function getPerson(call: Call): SandboxAnswer {
  const view = readPerson(call.state, call.params.id!)
  if (!view) throw notFound('person')
  return ok(personRow(readingOf(call), view, fieldsOf(call.request.query)))
}

/** A date is taken and not looked at: what the sandbox keeps of people has no timeline. */
function postPerson(call: Call): SandboxAnswer {
  if (!mayDo(call.access, 'person')) throw forbidden()
  effectiveDay(call)
  const { now } = createPerson(call.state, call.actor, bodyOf(call))
  return created(personRow(readingOf(call), now, []))
}

function patchPerson(call: Call): SandboxAnswer {
  requirePerson(call.state, call.params.id!)
  if (!mayDo(call.access, 'person')) throw forbidden()
  effectiveDay(call)
  updatePerson(call.state, call.actor, call.params.id!, bodyOf(call))
  return noContent()
}

/** Without `includeAll`, only people who sit in a job: somebody hired for later is not there yet. */
function* findPersons({ state, request }: Call, reading: Reading, from: string): Generator<PersonView> {
  const conditions = parseQuery(request.query.get('q') ?? '')
  const includesAll = request.query.get('includeAll') === 'true'
  const ids = request.query.get('ids')?.split(',')
  for (const id of ids ? ids.filter((one) => one >= from).sort() : state.personIds.from(from)) {
    const view = readPerson(state, id)
    if (view && (includesAll || currentJob(state, id)) && matchesPerson(reading, view, conditions)) yield view
  }
}

function matchesPerson(reading: Reading, view: PersonView, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => {
    const path = condition.field.split('.')
    const field = reading.state.fields.get(path[0]!)
    const isId = path[0] === 'id' || path[0] === 'jobid' || path[0] === 'personid'
    if (!field && !isId) throw invalid(`q: ${condition.field} is not known`)
    const value = path[0] === 'personid' ? view.id : resolveView(reading, view, path)
    return meets(condition, textsOf(field, path.length === 1, value), isText(field, path))
  })
}
