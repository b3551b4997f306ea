import { cancelChange, enterChange } from './changes.ts'
import { type Actor, emit } from './events.ts'
import { addField, addOption, deleteField, renameField } from './field-changes.ts'
import type { NewField, OptionInput } from './fields.ts'
import type { Change, Day, Field, Group, JobView, PersonView } from './model.ts'
import { createPerson, requirePerson, updatePerson } from './persons.ts'
import { notFound } from './refusal.ts'
import { catchUp, currentJob, findGroup, type State } from './state.ts'

/** Values by field code as a person types them; groups by name, made when they are new. `custom` is only a grouping. */
export interface JobInput {
  readonly id?: string
  readonly title?: string
  readonly createDate?: Day
  readonly recruit?: string | null
  readonly department?: string
  readonly location?: string
  readonly team?: string | readonly string[]
  readonly custom?: Readonly<Record<string, unknown>>
  readonly [code: string]: unknown
}

export interface PersonInput {
  readonly first?: string
  readonly last: string
  readonly workEmail?: string
  readonly homeEmail?: string
  readonly mobilePhone?: string
  readonly custom?: Readonly<Record<string, unknown>>
}

/** What people do on ChartHop's screen. Each enters changes, records events and sets off webhooks as ChartHop would. */
export interface Actions {
  addJob(input?: JobInput): JobView
  editJob(id: string, values: JobInput, date?: Day): void
  setRecruit(id: string, status: string | null): void
  clearValue(id: string, code: string): void
  deleteJob(id: string, date?: Day): void
  /** Makes a job vacant again: whoever holds it leaves, an announced hire is cancelled, a deleted job comes back. */
  reopenJob(id: string, recruit?: string | null): void
  fillJob(
    id: string,
    person: string | PersonInput,
    date?: Day,
  ): { readonly personId: string; readonly changeId: string }
  addPerson(input: PersonInput): PersonView
  editPerson(id: string, values: Readonly<Record<string, unknown>>): void
  movePerson(personId: string, toJobId: string, date?: Day): Change
  departPerson(personId: string, date?: Day): Change
  addGroup(type: Group['type'], name: string): Group
  addField(input: NewField): Field
  renameField(code: string, label: string): Field
  addOption(code: string, option: OptionInput): Field
  deleteField(code: string): Field
}

export function createActions(state: State, actor: Actor): Actions {
  /** The day moves on with the clock, also between calls. */
  const today = (): Day => {
    catchUp(state)
    return state.settledDay
  }
  const addJob = (input: JobInput = {}): JobView => {
    const { id: jobId, createDate: date = today(), ...rest } = input
    const { jobId: id } = enterChange(state, actor, 'CREATE', {
      jobId,
      date,
      job: { fields: typed(state, actor, rest) },
    })
    return state.jobs.get(id)!.now
  }
  const editJob = (jobId: string, values: JobInput, date = today()): void => {
    enterChange(state, actor, 'UPDATE', { jobId, date, update: { fields: typed(state, actor, values) } })
  }
  const addPerson = (input: PersonInput): PersonView => createPerson(state, actor, toPersonBody(input)).now
  return {
    addJob,
    editJob,
    addPerson,
    setRecruit: (id, recruit) => editJob(id, { recruit }),
    clearValue: (id, code) => editJob(id, { [code]: null }),
    deleteJob: (jobId, date = today()) => void enterChange(state, actor, 'DELETE', { jobId, date }),
    reopenJob: (id, recruit = 'active') => {
      vacate(state, actor, id, today())
      editJob(id, { recruit })
    },
    fillJob: (jobId, person, date = today()) => {
      const personId = typeof person === 'string' ? person : addPerson(person).id
      return { personId, changeId: enterChange(state, actor, 'HIRE', { jobId, personId, date }).id }
    },
    editPerson: (id, values) => updatePerson(state, actor, id, values),
    movePerson: (personId, jobId, date = today()) => {
      const otherJobId = requireCurrentJob(state, personId).id
      return enterChange(state, actor, 'MOVE', { jobId, personId, otherJobId, date })
    },
    departPerson: (personId, date = today()) => {
      const jobId = requireCurrentJob(state, personId).id
      return enterChange(state, actor, 'DEPART', { jobId, personId, date })
    },
    addGroup: (type, name) => addGroup(state, actor, type, name),
    addField: (input) => addField(state, actor, input),
    renameField: (code, label) => renameField(state, actor, code, label),
    addOption: (code, option) => addOption(state, actor, code, option),
    deleteField: (code) => deleteField(state, actor, code),
  }
}

const GROUP_FIELDS = { department: 'DEPARTMENT', location: 'LOCATION', team: 'TEAM' } as const

function typed(state: State, actor: Actor, { custom, ...values }: JobInput): Readonly<Record<string, unknown>> {
  for (const [code, type] of Object.entries(GROUP_FIELDS)) {
    const names = [values[code] ?? []].flat()
    for (const name of names)
      if (!findGroup(state.groups, code, String(name))) addGroup(state, actor, type, String(name))
  }
  const given = Object.entries({ ...values, ...custom }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given)
}

function addGroup(state: State, actor: Actor, type: Group['type'], name: string): Group {
  const group = { id: state.nextId('group'), type, name }
  state.groups.set(group.id, group)
  emit(state, actor, { type: 'CREATE', entityType: 'GROUP', entityId: group.id, payload: { groupId: group.id } })
  return group
}

function vacate(state: State, actor: Actor, jobId: string, date: Day): void {
  const job = state.jobs.get(jobId)
  if (!job) throw notFound('job')
  const deletion = job.entries.find(({ effect }) => effect.type === 'delete')
  if (deletion) cancelChange(state, actor, deletion.changeId)
  const { personId, filledOn, upcoming } = job.now
  for (const { id } of upcoming) cancelChange(state, actor, id)
  if (filledOn) enterChange(state, actor, 'DEPART', { jobId, personId, date })
}

function requireCurrentJob(state: State, personId: string): JobView {
  requirePerson(state, personId)
  const job = currentJob(state, personId)
  if (!job) throw notFound('job of the person')
  return job
}

function toPersonBody({ first, last, workEmail, homeEmail, mobilePhone, custom }: PersonInput): object {
  const contacts = Object.entries({ WORK_EMAIL: workEmail, HOME_EMAIL: homeEmail, MOBILE_PHONE: mobilePhone })
  const given = contacts.filter((contact): contact is [string, string] => contact[1] !== undefined)
  const list = given.map(([type, value]) => ({ type, value, format: type.endsWith('PHONE') ? 'PHONE' : 'EMAIL' }))
  return { name: { first, last }, contacts: list, ...custom }
}
