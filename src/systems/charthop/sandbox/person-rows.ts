import { sees } from './access.ts'
import type { PersonName, PersonView } from './model.ts'
import { drill, type Reading, resolveJob, toRow } from './rows.ts'
import { currentJob, type State } from './state.ts'
import { renderValue } from './values.ts'

export function personRow(reading: Reading, view: PersonView, fields: readonly string[]): Record<string, unknown> {
  const custom = reading.state.fields.custom.filter(({ entityType }) => entityType === 'PERSON')
  const usual = ['id', 'jobId', 'name', 'title', 'gender', 'startDateOrg', 'contact.workEmail', 'contact.homeEmail']
  const expressions = fields.length > 0 ? fields : [...usual, ...custom.map(({ name }) => name)]
  return toRow(expressions, (path) => resolveView(reading, view, path), reading)
}

export function resolvePerson(reading: Reading, id: string, path: readonly string[]): unknown {
  const view = readPerson(reading.state, id)
  return view && resolveView(reading, view, path)
}

export function readPerson(state: State, id: string): PersonView | undefined {
  return state.lag.read(id, state.persons.get(id)?.now)
}

export function resolveView(reading: Reading, view: PersonView, path: readonly string[]): unknown {
  const [head = '', ...rest] = path
  const { state, access } = reading
  if (head === 'id') return view.id
  const job = currentJob(state, view.id)
  if (head === 'jobid') return job?.id
  const field = state.fields.get(head)
  if (!field) return undefined
  if (field.entityType !== 'PERSON') return job && resolveJob(reading, job, path)
  if (!sees(access, field.sensitive)) return undefined
  if (head === 'name') return nameValue(view.name, rest, reading.isMinimal)
  if (head === 'contact') return contactValue(reading, view, rest)
  if (head === 'startdateorg') return firstDay(state, view.id)
  return drill(renderValue(field, view.values[field.name], state.settings), rest)
}

export function fullName({ first, last }: PersonName): string {
  return first ? `${first} ${last}` : last
}

function nameValue(name: PersonName, [key]: readonly string[], isMinimal: boolean): unknown {
  if (key === undefined) return isMinimal ? fullName(name) : name
  return key === 'full' ? fullName(name) : drill(name, [key])
}

/** Ways to reach somebody at home are not for everybody; that they count as PERSONAL is unverified. */
const PRIVATE_CONTACTS = new Set(['HOME_EMAIL', 'HOME_PHONE', 'MOBILE_PHONE'])

/** `contact.workEmail` is the contact of type WORK_EMAIL. Without a key: the contacts as a list. */
function contactValue({ access }: Reading, { contacts }: PersonView, [key]: readonly string[]): unknown {
  const isSeen = (type: string): boolean => !PRIVATE_CONTACTS.has(type) || sees(access, 'PERSONAL')
  const seen = Object.entries(contacts).filter(([type]) => isSeen(type))
  if (key !== undefined) return seen.find(([type]) => type.replaceAll('_', '').toLowerCase() === key)?.[1]
  return seen.map(([type, value]) => ({ type, value, format: contactFormat(type) }))
}

export function contactFormat(type: string): 'EMAIL' | 'PHONE' | 'ID' {
  return type.endsWith('EMAIL') ? 'EMAIL' : type.endsWith('PHONE') ? 'PHONE' : 'ID'
}

function firstDay(state: State, personId: string): string | undefined {
  const jobs = [...state.persons.get(personId)!.jobIds].map((id) => state.jobs.get(id)!)
  const days = jobs.flatMap(({ entries }) =>
    entries.flatMap(({ effect, date }) => (effect.type === 'fill' && effect.personId === personId ? [date] : [])),
  )
  return days.sort()[0]
}
