import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { mayDo } from './access.ts'
import { bodyOf, type Call, created, noContent, ok, type Route } from './call.ts'
import { addField, renameField } from './field-changes.ts'
import type { NewField } from './fields.ts'
import type { Field } from './model.ts'
import { pageOf, readPage } from './paging.ts'
import { forbidden, invalid, notFound, unsupported } from './refusal.ts'

export const FIELD_ROUTES: readonly Route[] = [
  ['GET', '/v1/org/:org/field', listFields],
  ['POST', '/v1/org/:org/field', postField],
  ['GET', '/v1/org/:org/field/built-in', listBuiltInFields],
  ['GET', '/v1/org/:org/field/:id', getField],
  ['PATCH', '/v1/org/:org/field/:id', patchField],
]

/** Custom fields unless `builtin` says otherwise; the word for both is not documented, `all` is taken. */
function listFields({ state, request }: Call): SandboxAnswer {
  const { query } = request
  const { from, limit } = readPage(query, state.settings)
  const ids = query.get('ids')?.split(',')
  const fields = chosen(state.fields, query.get('builtin') ?? 'custom')
    .filter(({ id }) => id >= from && (!ids || ids.includes(id)))
    .sort((left, right) => (left.id < right.id ? -1 : 1))
  const { rows, next } = pageOf(fields, limit, state.settings.cursor)
  return ok({ data: rows.map((field) => fieldRow(state.org.id, field)), next })
}

function listBuiltInFields({ state }: Call): SandboxAnswer {
  return ok({ data: state.fields.builtIn.map((field) => builtInRow(state.org.id, field)) })
}

function getField({ state, params }: Call): SandboxAnswer {
  const field = state.fields.byId(params.id!)
  if (!field) throw notFound('field')
  return ok(fieldRow(state.org.id, field))
}

/** Making fields takes an owner or technical owner: docs.charthop.com, fields. */
function postField(call: Call): SandboxAnswer {
  if (!mayDo(call.access, 'field')) throw forbidden()
  const body = bodyOf(call)
  for (const key of ['name', 'label', 'type', 'entityType', 'sensitive'])
    if (typeof body[key] !== 'string') throw invalid(`${key}: missing`)
  for (const key of ['isUnique', 'isRequired']) if (typeof body[key] !== 'boolean') throw invalid(`${key}: missing`)
  const { name, values, ...rest } = body
  const field = { ...rest, code: name, options: values } as unknown as NewField
  return created(fieldRow(call.state.org.id, addField(call.state, call.actor, field)))
}

function patchField(call: Call): SandboxAnswer {
  const field = call.state.fields.byId(call.params.id!)
  if (!field || field.builtIn) throw notFound('field')
  if (!mayDo(call.access, 'field')) throw forbidden()
  const { label, ...rest } = bodyOf(call)
  if (Object.keys(rest).length > 0) throw unsupported('changing more of a field than its label')
  if (typeof label !== 'string') throw invalid('label: missing')
  renameField(call.state, call.actor, field.name, label)
  return noContent()
}

function chosen(fields: { builtIn: readonly Field[]; custom: readonly Field[] }, which: string): readonly Field[] {
  if (which === 'custom') return fields.custom
  if (which === 'builtin') return fields.builtIn
  if (which === 'all') return [...fields.builtIn, ...fields.custom]
  throw invalid('builtin: custom, builtin or all')
}

function fieldRow(orgId: string, field: Field): object {
  return { ...field, orgId }
}

function builtInRow(orgId: string, { builtIn: _builtIn, readonly: _readonly, ...field }: Field): object {
  return { ...field, orgId }
}
