import { type Actor, emit } from './events.ts'
import type { Person, PersonName, PersonView, Values } from './model.ts'
import { contactFormat } from './person-rows.ts'
import { invalid, notFound } from './refusal.ts'
import type { State } from './state.ts'
import { object, parseValue } from './values.ts'

/** Contact types of https://api.charthop.com/swagger. There is none for every system one might think of. */
const CONTACT_TYPES: ReadonlySet<string> = new Set(
  `ADP BAMBOO EMPLOYEE GREENHOUSE GOOGLE GUSTO HUMAANS JOBVITE JUSTWORKS JUSTWORKS_MEMBER_ID LEVER NAMELY OKTA PAYLOCITY
   SAPLING PRISM SUCCESSFACTORS RIPPLING TRINET ULTIPRO WORKDAY ZENEFITS LINKEDIN TWITTER GITHUB GITLAB SLACK TIMETASTIC
   FINCH ALPHASTAFF DEEL ADP_ASSOCIATE_ID ADP_WORKER_ID HIBOB GUSTO_UUID MSTEAMS HOME_EMAIL MOBILE_PHONE WORK_EMAIL
   HOME_PHONE WORK_PHONE WORK_FAX`.split(/\s+/),
)

export function createPerson(state: State, actor: Actor, body: unknown): Person {
  const parts = parseBody(state, body)
  if (!parts.name) throw invalid('name: missing')
  const id = state.nextId('person')
  const now: PersonView = { id, name: parts.name, contacts: clean(parts.contacts), values: parts.values }
  const person: Person = { id, now, jobIds: new Set() }
  state.lag.note(id, undefined)
  state.persons.set(id, person)
  state.personIds.add(id)
  emitPerson(state, actor, 'CREATE', person, Object.keys(object(body)))
  return person
}

export function updatePerson(state: State, actor: Actor, id: string, body: unknown): void {
  const person = requirePerson(state, id)
  const { name, contacts, values } = parseBody(state, body)
  state.lag.note(id, person.now)
  person.now = {
    id,
    name: name ?? person.now.name,
    contacts: clean({ ...person.now.contacts, ...contacts }),
    values: { ...person.now.values, ...values },
  }
  emitPerson(state, actor, 'UPDATE', person, Object.keys(object(body)))
}

export function requirePerson(state: State, id: string): Person {
  const person = state.persons.get(id)
  if (!person) throw notFound('person')
  return person
}

interface Parts {
  readonly name?: PersonName
  readonly contacts: Readonly<Record<string, string | null>>
  readonly values: Values
}

/** The keys a body may have are not documented; which way contacts are given is a setting. */
function parseBody(state: State, body: unknown): Parts {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('invalid data')
  const contacts: Record<string, string | null> = {}
  const values: Record<string, unknown> = {}
  let name: PersonName | undefined
  for (const [key, raw] of Object.entries(body)) {
    if (key === 'name') name = parseName(raw)
    else if (key === 'contacts') Object.assign(contacts, parseContactList(state, raw))
    else if (key.toLowerCase().startsWith('contact.')) contacts[contactType(state, key)] = parseContact(key, raw)
    else values[requireField(state, key).name] = parseValue(requireField(state, key), raw, state.references)
  }
  return { name, contacts, values }
}

function parseName(raw: unknown): PersonName {
  if (typeof raw === 'string') {
    const words = raw.trim().split(/\s+/)
    const last = words.pop()
    if (!last) throw invalid('name: empty')
    return words.length > 0 ? { first: words.join(' '), last } : { last }
  }
  const { first, middle, last, pref, prefLast } = object(raw)
  if (typeof last !== 'string' || last === '') throw invalid('name.last: missing')
  const given = Object.entries({ first, middle, last, pref, prefLast }).filter(([, part]) => typeof part === 'string')
  return Object.fromEntries(given) as unknown as PersonName
}

function parseContactList(state: State, raw: unknown): Record<string, string | null> {
  if (state.settings.contactsInBody === 'keys') throw invalid('contacts: no such field')
  if (!Array.isArray(raw)) throw invalid('contacts: not a list')
  return Object.fromEntries(
    raw.map((contact) => {
      const { type, value, format } = object(contact)
      if (typeof type !== 'string' || !CONTACT_TYPES.has(type)) throw invalid('contacts: unknown type')
      if (format !== contactFormat(type)) throw invalid('contacts: missing or wrong format')
      return [type, parseContact(type, value)]
    }),
  )
}

function contactType(state: State, key: string): string {
  const word = key.slice('contact.'.length).toLowerCase()
  const type = [...CONTACT_TYPES].find((known) => known.replaceAll('_', '').toLowerCase() === word)
  if (!type || state.settings.contactsInBody === 'list') throw invalid(`${key}: no such field`)
  return type
}

function parseContact(key: string, raw: unknown): string | null {
  if (raw === null || raw === '') return null
  if (typeof raw !== 'string') throw invalid(`${key}: not a text`)
  if (/email$/i.test(key) && !/^[^\s@]+@[^\s@]+$/.test(raw)) throw invalid(`${key}: not an e-mail address`)
  // A number without its country code is not recognised: docs.charthop.com, troubleshooting of the ATS apps.
  if (/phone$/i.test(key) && !/^\+[\d\s().-]{6,}$/.test(raw)) throw invalid(`${key}: no country code`)
  return raw
}

function requireField(state: State, key: string) {
  const field = state.fields.get(key)
  if (!field) throw invalid(`${key}: no such field`)
  if (field.entityType !== 'PERSON' || field.readonly) throw invalid(`${field.name}: cannot be written on a person`)
  return field
}

function clean(contacts: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(contacts).filter((entry): entry is [string, string] => entry[1] !== null))
}

function emitPerson(state: State, actor: Actor, type: string, { id }: Person, fields: readonly string[]): void {
  emit(state, actor, {
    type,
    entityType: 'PERSON',
    entityId: id,
    personId: id,
    fields,
    payload: { personId: id, fields },
  })
}
