import { applicationsOf } from './hiring.ts'
import type { Application, Attachment, Candidate, Job, JobField, Message, Subscription, User } from './model.ts'
import { type State, timestamp } from './state.ts'

/** In a list: other jobs of the person stand there without any status, and there is no phone. */
export function candidateRow(state: State, candidate: Candidate) {
  const [primary, ...others] = applicationsOf(state, candidate.id)
  return {
    ...{ ...candidateCore(candidate), consent: {} },
    ...(primary && { primaryAssignment: { job: jobOf(state, primary), ...briefStanding(primary) } }),
    secondaryAssignments: others.map(({ jobId }) => ({ job: { id: jobId, actions: {} } })),
  }
}

export function candidateDetails(state: State, candidate: Candidate) {
  const [primary, ...others] = applicationsOf(state, candidate.id)
  const { phone, linkedin } = candidate
  return {
    ...candidateCore(candidate),
    ...{ phoneNumber: phone, web: linkedin === undefined ? {} : { linkedin }, education: [], experience: [] },
    ...(primary && { primaryAssignment: { job: jobOf(state, primary), ...standingView(state, primary) } }),
    secondaryAssignments: others.map((each) => ({ job: jobOf(state, each), ...standingView(state, each) })),
  }
}

export function standingView(state: State, application: Application) {
  const { status, source, startsOn, reasonId } = application
  const reason = (reasons: State['rejectionReasons']) => reasons.find(({ id }) => id === reasonId)
  return {
    ...{ ...briefStanding(application), startsOn, source: source?.id ?? 'API', actions: {} },
    ...(status === 'REJECTED' && { reasonOfRejection: reason(state.rejectionReasons) }),
    ...(status === 'WITHDRAWN' && { reasonOfWithdrawal: reason(state.withdrawalReasons) }),
  }
}

export function historyView({ history }: Application) {
  return history.map(({ at, status, step }) => ({ changedOn: timestamp(at), status, subStatus: step, actions: {} }))
}

export function jobRow({ id, title, refNumber, status, createdAt, updatedAt }: Job) {
  const times = { createdOn: timestamp(createdAt), updatedOn: timestamp(updatedAt) }
  return { id, title, refNumber, status, ...times, postingStatus: 'PUBLIC', location: {}, actions: {} }
}

export function jobDetails(state: State, job: Job) {
  const properties = Object.entries(job.fields).flatMap(([id, value]) => {
    const field = state.jobFields.get(id)
    return field?.active ? propertyViews(state, field, value) : []
  })
  const { firstName, lastName } = state.users.get(job.creatorId) ?? {}
  return { ...jobRow(job), creator: { id: job.creatorId, firstName, lastName }, properties }
}

export function userView({ id, email, firstName, lastName, role, active }: User) {
  return {
    id,
    email,
    firstName,
    lastName,
    systemRole: { id: role, name: role.toLowerCase() },
    active,
    accessGroups: [],
  }
}

export function attachmentView({ id, name, type, contentType }: Attachment) {
  return { id, name, type, contentType, actions: actionsOn(id) }
}

function actionsOn(id: string) {
  const url = `/candidates/attachments/${id}`
  return { download: { url, method: 'GET' }, remove: { url, method: 'DELETE' } }
}

export function messageView(state: State, { content, createdAt, visibility, authorId, candidateIds }: Message) {
  const applications = candidateIds.flatMap((candidateId) =>
    applicationsOf(state, candidateId).map(({ jobId }) => ({ candidateId, jobId })),
  )
  return { content, createdOn: timestamp(createdAt), visibility, authorId, context: { applications } }
}

export function subscriptionView({ id, callbackUrl, events, status }: Subscription) {
  return { id, callbackUrl, events: events.map((name) => ({ name, version: 'v201910' })), status }
}

function candidateCore({ id, firstName, lastName, email, tags, internal, createdAt, updatedAt }: Candidate) {
  const times = { createdOn: timestamp(createdAt), updatedOn: timestamp(updatedAt) }
  return { id, internal, firstName, lastName, email, ...times, tags, location: {}, actions: {} }
}

function briefStanding({ status, step }: Application) {
  return { status, subStatus: step }
}

function jobOf({ jobs }: State, { jobId }: Application) {
  return { id: jobId, title: jobs.get(jobId)?.title, actions: {} }
}

function propertyViews({ settings }: State, { id, label, kind, values }: JobField, value: string) {
  if (kind === 'choice') {
    const chosen = values.find((each) => each.id === value)
    return chosen === undefined ? [] : [{ id, label, value: { id: chosen.id, label: chosen.label } }]
  }
  if (settings.freeText === 'hidden') return []
  const forms = { label: { id: value, label: value }, value: { value }, text: value }
  return [{ id, label, value: forms[settings.freeText] }]
}
