import { changeJob } from './hiring.ts'
import type { Job, JobField, Process, SourceType, TeamMember, User } from './model.ts'
import { put, type State, tell } from './state.ts'

/** What administrators set up. */
export interface SettingUp {
  addUser(given?: Partial<User>): User
  deactivateUser(userId: string): User
  addProcess(given?: Partial<Process>): Process
  /** People who stand in the step go along; nothing tells that it was renamed. */
  renameStep(from: string, to: string): void
  /** A free-text field unless values are given. */
  addJobField(label: string, values?: readonly string[]): JobField
  changeJobField(id: string, changes: Partial<Pick<JobField, 'label' | 'active'>>): JobField
  addJob(given?: Partial<Job>): Job
  /** Of a choice, the value's label. */
  setJobField(jobId: string, fieldId: string, value: string | undefined): Job
  setTeam(jobId: string, team: readonly TeamMember[]): Job
  addSourceType(given: Pick<SourceType, 'id'> & Partial<SourceType>): SourceType
  removeSource(typeId: string, id: string): void
}

export function settingUp(state: State): SettingUp {
  const job = (id: string) => required(state.jobs.get(id), 'job')
  return {
    addUser: (given = {}) => put(state.users, newUser(state, given)),
    deactivateUser: (id) => put(state.users, { ...required(state.users.get(id), 'user'), active: false }),
    addProcess: (given = {}) => put(state.processes, newProcess(state, given)),
    renameStep: (from, to) => renameStep(state, from, to),
    addJobField: (label, values) => put(state.jobFields, newField(state, label, values)),
    changeJobField: (id, changes) =>
      put(state.jobFields, { ...required(state.jobFields.get(id), 'job field'), ...changes }),
    addJob: (given = {}) => {
      const made = put(state.jobs, newJob(state, given))
      tell(state, { name: 'job.created', body: { id: made.id }, path: `/jobs/${made.id}`, by: 'person' })
      return made
    },
    setJobField: (id, fieldId, value) =>
      changeJob(state, job(id), { fields: withField(state, job(id), fieldId, value) }, 'job.updated'),
    setTeam: (id, team) => changeJob(state, job(id), { team }, 'job.hiring-team.updated'),
    addSourceType: (given) => put(state.sourceTypes, { label: given.id, sources: [], ...given }),
    removeSource: (typeId, id) => {
      const type = required(state.sourceTypes.get(typeId), 'source type')
      put(state.sourceTypes, { ...type, sources: type.sources.filter((source) => source.id !== id) })
    },
  }
}

export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no such ${what}`)
  return value
}

function newUser({ ids, users }: State, given: Partial<User>): User {
  const person = {
    firstName: 'Rita',
    lastName: `Recruiter ${users.size + 1}`,
    email: `user-${users.size + 1}@acme.example`,
  }
  return { ...person, role: 'ADMINISTRATOR', active: true, ...given, id: given.id ?? ids.objectId('user') }
}

function newProcess({ ids }: State, given: Partial<Process>): Process {
  const steps = { IN_REVIEW: ['Crosschq'], INTERVIEW: ['Phone screen'], OFFERED: [] }
  return { name: 'Default process', active: true, steps, ...given, id: given.id ?? ids.uuid('process') }
}

function renameStep(state: State, from: string, to: string): void {
  const renamed = (names: readonly string[]) => names.map((name) => (name === from ? to : name))
  for (const process of state.processes.values()) {
    const { IN_REVIEW, INTERVIEW, OFFERED } = process.steps
    const steps = { IN_REVIEW: renamed(IN_REVIEW), INTERVIEW: renamed(INTERVIEW), OFFERED: renamed(OFFERED) }
    put(state.processes, { ...process, steps })
  }
  for (const application of state.applications.values()) {
    if (application.step === from) put(state.applications, { ...application, step: to })
  }
}

function newField({ ids }: State, label: string, values: readonly string[] | undefined): JobField {
  const made = (values ?? []).map((value) => ({ id: ids.uuid('field value'), label: value, archived: false }))
  return {
    id: ids.uuid('job field'),
    label,
    active: true,
    kind: values === undefined ? 'text' : 'choice',
    values: made,
  }
}

function newJob(state: State, given: Partial<Job>): Job {
  const at = state.clock.now()
  const number = state.jobs.size + 1
  return {
    ...{ title: `Job ${number}`, refNumber: `REF${number}`, status: 'SOURCING', team: [], fields: {} },
    ...{ creatorId: [...state.users.keys()][0] ?? '', createdAt: at, updatedAt: at },
    ...given,
    id: given.id ?? state.ids.uuid('job'),
  }
}

function withField(state: State, { fields }: Job, fieldId: string, value: string | undefined): Job['fields'] {
  const { kind, values } = required(state.jobFields.get(fieldId), 'job field')
  const { [fieldId]: _, ...others } = fields
  if (value === undefined) return others
  const held = kind === 'text' ? value : required(values.find(({ label }) => label === value)?.id, 'value of the field')
  return { ...others, [fieldId]: held }
}
