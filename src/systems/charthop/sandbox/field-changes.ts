import { type Actor, emit } from './events.ts'
import { type NewField, type OptionInput, toOption } from './fields.ts'
import type { Entry, Field } from './model.ts'
import { invalid } from './refusal.ts'
import type { State } from './state.ts'

export function addField(state: State, actor: Actor, input: NewField): Field {
  return told(state, actor, 'CREATE', state.fields.add(input))
}

export function renameField(state: State, actor: Actor, code: string, label: string): Field {
  return told(
    state,
    actor,
    'UPDATE',
    state.fields.change(code, (field) => ({ ...field, label })),
  )
}

export function addOption(state: State, actor: Actor, code: string, input: OptionInput): Field {
  const option = toOption(input, state.nextId)
  const changed = state.fields.change(code, (field) => {
    if (!field.values) throw invalid(`${code}: has no options`)
    return { ...field, values: [...field.values, option] }
  })
  return told(state, actor, 'UPDATE', changed)
}

/** The values go with the field, so that a new field of the same code starts empty. */
export function deleteField(state: State, actor: Actor, code: string): Field {
  const field = state.fields.remove(code)
  for (const job of state.jobs.values()) {
    job.entries.splice(0, job.entries.length, ...job.entries.map((entry) => without(entry, field.name)))
    job.now = { ...job.now, values: omit(job.now.values, field.name) }
  }
  for (const person of state.persons.values())
    person.now = { ...person.now, values: omit(person.now.values, field.name) }
  return told(state, actor, 'DELETE', field)
}

function told(state: State, actor: Actor, type: string, field: Field): Field {
  emit(state, actor, { type, entityType: 'FIELD', entityId: field.id, payload: { fieldId: field.id } })
  return field
}

function without(entry: Entry, name: string): Entry {
  const { effect } = entry
  return effect.type === 'set' ? { ...entry, effect: { type: 'set', values: omit(effect.values, name) } } : entry
}

function omit(values: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  if (!(name in values)) return values
  const { [name]: _gone, ...rest } = values
  return rest
}
