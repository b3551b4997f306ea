import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { mayDo } from './access.ts'
import { bodyOf, type Call, created, dayOf, noContent, ok, type Route } from './call.ts'
import { changeRow } from './change-row.ts'
import { accept, isChangeType, toChangeInput } from './change-rules.ts'
import { amendChange, cancelChange, enterChange, findSame, idsOf, requireChange } from './changes.ts'
import { attempt } from './job-routes.ts'
import type { Change, ChangeType } from './model.ts'
import { pageOf, readPage } from './paging.ts'
import { forbidden, invalid, notFound } from './refusal.ts'
import type { State } from './state.ts'
import { object } from './values.ts'

export const CHANGE_ROUTES: readonly Route[] = [
  ['GET', '/v1/org/:org/change', listChanges],
  ['POST', '/v1/org/:org/change/bulkchange', postManyChanges],
  ['POST', '/v1/org/:org/change/sync/:type', syncChange],
  ['POST', '/v1/org/:org/change/:type/validate', validateChange],
  ['POST', '/v1/org/:org/change/:type', postChange],
  ['GET', '/v1/org/:org/change/:id', getChange],
  ['PATCH', '/v1/org/:org/change/:id', patchChange],
  ['DELETE', '/v1/org/:org/change/:id', deleteChange],
]

/** Ascending by effective date unless `desc`; `date` is inclusive, `untilDate` is not. */
function listChanges({ state, request }: Call): SandboxAnswer {
  const { query } = request
  const { from, limit } = readPage(query, state.settings)
  const direction = query.get('desc') === 'true' ? -1 : 1
  const found = changesOf(state, query)
    .filter(filterOf(query))
    .sort((left, right) => direction * compare(left, right))
  const start = from === '' ? 0 : found.findIndex(({ id }) => id === from)
  if (start < 0) throw invalid('from: no such change')
  const { rows, next } = pageOf(found.slice(start, start + limit + 1), limit, state.settings.cursor)
  return ok({ data: rows.map(changeRow), next })
}

function getChange({ state, params }: Call): SandboxAnswer {
  const change = state.lag.read(params.id!, state.changes.get(params.id!))
  if (!change) throw notFound('change')
  return ok(changeRow(change))
}

function postChange(call: Call): SandboxAnswer {
  requireMayChange(call)
  return created(changeRow(enterChange(call.state, call.actor, typeOf(call), toChangeInput(bodyOf(call)))))
}

/** Creates a change only if the same person does not have the same kind of change on the same job. */
function syncChange(call: Call): SandboxAnswer {
  requireMayChange(call)
  const type = typeOf(call)
  const input = toChangeInput(bodyOf(call))
  return ok(changeRow(findSame(call.state, type, input) ?? enterChange(call.state, call.actor, type, input)))
}

function validateChange(call: Call): SandboxAnswer {
  requireMayChange(call)
  accept(call.state, typeOf(call), toChangeInput(bodyOf(call)))
  return noContent()
}

function patchChange(call: Call): SandboxAnswer {
  requireChange(call.state, call.params.id!)
  requireMayChange(call)
  amendChange(call.state, call.actor, call.params.id!, bodyOf(call))
  return noContent()
}

function deleteChange(call: Call): SandboxAnswer {
  requireChange(call.state, call.params.id!)
  requireMayChange(call)
  cancelChange(call.state, call.actor, call.params.id!)
  return noContent()
}

function postManyChanges(call: Call): SandboxAnswer {
  requireMayChange(call)
  const { changes } = bodyOf(call)
  if (!Array.isArray(changes)) throw invalid('changes: missing')
  const errors = changes.flatMap((one) =>
    attempt(() => enterChange(call.state, call.actor, readType(String(object(one).type)), toChangeInput(one))),
  )
  return ok(call.processes.start('Bulk change', call.token.userId, errors))
}

function requireMayChange({ access }: Call): void {
  if (!mayDo(access, 'change')) throw forbidden()
}

function typeOf({ state, params }: Call): ChangeType {
  const text = params.type!
  const { changeTypeCase } = state.settings
  if (changeTypeCase === 'upper' && text !== text.toUpperCase()) throw notFound('change type')
  if (changeTypeCase === 'lower' && text !== text.toLowerCase()) throw notFound('change type')
  return readType(text)
}

function readType(text: string): ChangeType {
  const type = text.toUpperCase()
  if (!isChangeType(type)) throw notFound('change type')
  return type
}

function changesOf(state: State, query: URLSearchParams): Change[] {
  const jobId = query.get('jobId')
  const ids = jobId ? idsOf(state, jobId) : [...state.changes.keys()]
  return ids.flatMap((id) => state.lag.read(id, state.changes.get(id)) ?? [])
}

function filterOf(query: URLSearchParams): (change: Change) => boolean {
  const types = query
    .get('type')
    ?.split(',')
    .map((type) => readType(type.trim()))
  const personId = query.get('personId')
  const date = dayOf(query, 'date')
  const untilDate = dayOf(query, 'untilDate')
  const status = query.get('status')
  return (change) =>
    (!types || types.includes(change.type)) &&
    (!personId || change.personId === personId) &&
    (!date || change.date >= date) &&
    (!untilDate || change.date < untilDate) &&
    (!status || change.status === status)
}

function compare(left: Change, right: Change): number {
  return left.date === right.date ? left.sort - right.sort : left.date < right.date ? -1 : 1
}
