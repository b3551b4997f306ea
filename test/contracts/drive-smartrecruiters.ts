import type { LoggedCall } from '../../src/sandbox/server.ts'
import { TOLD } from '../../src/systems/smartrecruiters/sandbox/events.ts'
import { STATUSES } from '../../src/systems/smartrecruiters/sandbox/model.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/systems/smartrecruiters/sandbox/settings.ts'
import {
  type Call,
  type Receiver,
  startReceiver,
  startWithCall,
} from '../../src/systems/smartrecruiters/sandbox/testing.ts'
import { type SmartRecruitersSandbox, startSmartRecruitersSandbox } from '../../src/systems/smartrecruiters/sandbox.ts'
import { addSource, codeOf, OTHER_ANSWERS } from './client-calls-smartrecruiters.ts'
import type { Hook } from './hook.ts'
import { NOBODY } from './listing.ts'
import { must } from './must.ts'

const SUBSCRIPTIONS = '/webhooks-api/v201907/subscriptions'
const USERS = '/user-api/v201804/users'
const SOURCE = { sourceTypeId: 'PARTNER', sourceId: 'crosschq' }

/** Everything the sandbox can answer and tell, whether or not our client asks for it. Requests may be wrong on purpose. */
export async function driveSmartRecruiters(): Promise<{
  readonly calls: readonly LoggedCall[]
  readonly hooks: readonly Hook[]
}> {
  await using receiver = await startReceiver()
  await using started = await startWithCall()
  const { sandbox, call } = started
  addSource(sandbox)
  await subscriptions(sandbox, call, receiver)
  for (const variant of VARIANTS) {
    Object.assign(sandbox.settings, DEFAULT_SETTINGS, { limits: undefined }, variant)
    await company(sandbox, call)
    await candidates(sandbox, call)
  }
  await sandbox.callbacks.settled()
  for (const status of ['successful', 'failed'])
    for (const { id } of sandbox.state.subscriptions.values())
      await must(call, 'GET', `${SUBSCRIPTIONS}/${id}/callbacks-log?callbackStatus=${status}`)
  await tokens(sandbox, call)
  await refusals(sandbox, call, receiver)
  await sandbox.callbacks.settled()
  const hooks = receiver.received.map(({ headers, rawBody }) => {
    return { body: JSON.parse(rawBody.toString('utf8')) as unknown, query: '', name: String(headers['event-name']) }
  })
  return { calls: [...sandbox.server.calls, ...(await throttled())], hooks }
}

const VARIANTS: readonly Partial<Settings>[] = [
  {},
  OTHER_ANSWERS,
  { freeText: 'value', lastPageId: null, knownCandidate: 'refused' },
]

/** One stays and is told of everything, the first time in vain; the others show each way to prove who calls. */
async function subscriptions(sandbox: SmartRecruitersSandbox, call: Call, receiver: Receiver): Promise<void> {
  const { url: callbackUrl } = receiver
  const subscribe = (more: object) => must(call, 'POST', SUBSCRIPTIONS, { callbackUrl, events: TOLD, ...more })
  const { id } = await subscribe({ alertingEmailAddress: 'ops@acme.example' })
  const path = `${SUBSCRIPTIONS}/${id}`
  for (const _ of ['first', 'second']) await must(call, 'POST', `${path}/secret-key`)
  await must(call, 'GET', `${path}/secret-key`)
  await must(call, 'PUT', `${path}/activation`)
  receiver.statuses.push(500)
  sandbox.addJob()
  for (const callbackAuthentication of [
    { type: 'basic', username: 'u', password: 'p' },
    { type: 'header', headerName: 'x-secret', headerValue: 's' },
  ]) {
    const other = await subscribe({ callbackAuthentication })
    await must(call, 'GET', `${SUBSCRIPTIONS}/${other.id}`)
    await must(call, 'DELETE', `${SUBSCRIPTIONS}/${other.id}`)
  }
}

async function company(sandbox: SmartRecruitersSandbox, call: Call): Promise<void> {
  const field = sandbox.addJobField('Level', ['Senior'])
  const { id } = sandbox.addJob({ status: 'FILLED' })
  sandbox.setJobField(id, field.id, 'Senior')
  sandbox.setJobField(id, sandbox.addJobField('Crosschq tag').id, 'sales')
  sandbox.setTeam(id, [{ userId: sandbox.adminId, role: 'HIRING_MANAGER' }])
  sandbox.deactivateUser(sandbox.addUser().id)
  for (const path of [
    ...[`/jobs/${id}`, `/jobs/${id}/hiring-team`, `${USERS}/me`, `${USERS}/${sandbox.adminId}`, SUBSCRIPTIONS],
    ...['/configuration/company', '/configuration/job-properties', '/configuration/hiring-processes'],
    ...[`/configuration/job-properties/${field.id}/values`, '/configuration/rejection-reasons'],
    ...['/configuration/sources', '/configuration/sources/PARTNER/values/crosschq'],
  ])
    await must(call, 'GET', path)
  await walk(call, '/jobs?sort=job_id')
  await walk(call, USERS)
}

async function candidates(sandbox: SmartRecruitersSandbox, call: Call): Promise<void> {
  const jobId = sandbox.addJob().id
  const input = { firstName: 'Ada', lastName: 'Byron', email: 'ada@people.example', tags: ['t'], internal: true }
  const body = { ...input, phoneNumber: '1', web: { linkedin: 'https://l.example' }, sourceDetails: SOURCE }
  const { id } = await must(call, 'POST', `/jobs/${jobId}/candidates`, { ...body, lastName: `Byron ${jobId}` })
  await must(call, 'POST', '/candidates', { ...input, lastName: `Bare ${jobId}` })
  sandbox.apply(id, sandbox.addJob().id)
  const path = `/candidates/${id}`
  await must(call, 'POST', `${path}/tags`, { tags: ['u'] })
  await must(call, 'GET', `${path}/tags`)
  await must(call, 'PUT', `${path}/jobs/${jobId}/source`, SOURCE)
  await statuses(sandbox, call, `${path}/jobs/${jobId}`)
  await attachments(call, [path, `${path}/jobs/${jobId}`])
  const content = `Done #[CANDIDATE:${id}] @[USER:${sandbox.adminId}]`
  for (const shareWith of [{ openNote: true }, { everyone: true }, { users: [sandbox.adminId] }, {}])
    await must(call, 'POST', '/messages/shares', { content, correlationId: 'c', shareWith })
  await must(call, 'GET', `/messages?candidateId=${id}&limit=100`)
  await walk(call, '/candidates')
  await must(
    call,
    'GET',
    `/candidates?jobId=${jobId}&status=HIRED&status=NEW&tag=T&q=ada&updatedAfter=2020-01-01T00:00:00Z`,
  )
  const [application] = sandbox.state.applications.keys()
  await must(call, 'GET', `/job-applications-api/v202112/job-applications/${application}`)
  sandbox.removeCandidate(sandbox.addCandidate().id)
}

async function statuses(sandbox: SmartRecruitersSandbox, call: Call, path: string): Promise<void> {
  const reasons = {
    ...{ REJECTED: sandbox.state.rejectionReasons[0]?.id, WITHDRAWN: sandbox.state.withdrawalReasons[0]?.id },
  } as Readonly<Record<string, string | undefined>>
  for (const status of STATUSES) {
    const more = { ...(status === 'HIRED' && { startsOn: '2027-01-01T00:00:00.000Z' }), reason: reasons[status] }
    await must(call, 'PUT', `${path}/status`, { status, ...more })
    await must(call, 'GET', path)
    await must(call, 'GET', path.split('/jobs/')[0]!)
  }
  await must(call, 'PUT', `${path}/status`, { status: 'IN_REVIEW', subStatus: 'Crosschq' })
  await must(call, 'GET', `${path}/status/history`)
}

async function attachments(call: Call, places: readonly string[]): Promise<void> {
  for (const place of places) {
    const form = new FormData()
    form.append('attachmentType', 'GENERIC_FILE')
    form.append('file', new Blob(['%PDF-1.7'], { type: 'application/pdf' }), 'report.pdf')
    const { id } = await must(call, 'POST', `${place}/attachments`, form)
    await must(call, 'GET', `${place}/attachments`)
    await must(call, 'GET', `/candidates/attachments/${id}`)
  }
}

async function tokens(sandbox: SmartRecruitersSandbox, call: Call): Promise<void> {
  const path = '/identity/oauth/token'
  const { clientId: client_id, clientSecret: client_secret } = sandbox.app
  const ask = (fields: Readonly<Record<string, string>>) => new URLSearchParams({ client_id, client_secret, ...fields })
  const granted = await must(call, 'POST', path, ask({ grant_type: 'authorization_code', code: codeOf(sandbox) }))
  await must(call, 'POST', path, ask({ grant_type: 'refresh_token', refresh_token: granted.refresh_token }))
  const wrongs: readonly Readonly<Record<string, string>>[] = [{ client_secret: 'x' }, { grant_type: 'x' }, {}]
  for (const wrong of wrongs) await call('POST', path, ask({ grant_type: 'client_credentials', ...wrong }))
}

/** Each call again: by nobody, with a token that may do nothing, about nothing, with nonsense. */
async function refusals(sandbox: SmartRecruitersSandbox, call: Call, receiver: Receiver): Promise<void> {
  const powerless = { authorization: `Bearer ${await powerlessToken(sandbox, call)}` }
  const ID = /[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24}|crosschq/g
  const known = new Map<string, { method: string; path: string }>()
  for (const { method, path } of sandbox.server.calls) known.set(`${method} ${path.replace(ID, '*')}`, { method, path })
  receiver.shakesHands = false
  for (const { method, path } of known.values()) {
    const body = method === 'GET' || method === 'DELETE' ? undefined : { status: 5, tags: 5 }
    await call(method, path, body, { 'x-smarttoken': 'unknown' })
    await call(method, path, body, powerless)
    await call(method, path.replace(ID, NOBODY), body)
    for (const wrong of ['limit=x', 'pageId=x', 'updatedAfter=x', 'subStatus=x'])
      await call(method, `${path}?${wrong}`, body)
  }
  await call('POST', '/candidates', { firstName: 'Ada', lastName: 'Byron', email: 'ada@people.example' })
  await tooMany(sandbox, call, receiver)
  await tooLarge(sandbox, call)
}

async function powerlessToken(sandbox: SmartRecruitersSandbox, call: Call): Promise<string> {
  const { id, secret } = sandbox.addClient({ kind: 'credential' })
  const fields = { grant_type: 'client_credentials', client_id: id, client_secret: secret }
  return (await must(call, 'POST', '/identity/oauth/token', new URLSearchParams(fields))).access_token
}

/** What there may be a number of only, and what must not come twice. */
async function tooMany(sandbox: SmartRecruitersSandbox, call: Call, { url: callbackUrl }: Receiver): Promise<void> {
  const [first] = sandbox.state.subscriptions.keys()
  for (let count = 0; count < 20; count += 1) {
    await call('POST', SUBSCRIPTIONS, { callbackUrl, events: TOLD })
    await call('POST', `${SUBSCRIPTIONS}/${first}/secret-key`)
  }
  sandbox.settings.knownCandidate = 'refused'
  const twice = { firstName: 'Ada', lastName: 'Twice', email: 'ada@people.example' }
  for (const path of ['/candidates', `/jobs/${sandbox.addJob().id}/candidates`])
    for (const _ of ['taken', 'refused']) await call('POST', path, twice)
}

async function tooLarge(sandbox: SmartRecruitersSandbox, call: Call): Promise<void> {
  const form = new FormData()
  form.append('attachmentType', 'GENERIC_FILE')
  form.append('file', new Blob([Buffer.alloc(sandbox.settings.maxAttachmentBytes + 1)]), 'report.pdf')
  await call('POST', `/candidates/${sandbox.addCandidate().id}/attachments`, form)
}

async function throttled(): Promise<readonly LoggedCall[]> {
  const limits = { perSecond: 1, inFlight: 1, candidateListsInFlight: 1 }
  await using sandbox = await startSmartRecruitersSandbox({ limits })
  const headers = { 'x-smarttoken': sandbox.apiKey }
  for (const _ of ['let through', 'refused']) await fetch(`${sandbox.url}/configuration/company`, { headers })
  return [...sandbox.server.calls]
}

/** Every page, forwards. */
async function walk(call: Call, path: string): Promise<void> {
  const limited = `${path}${path.includes('?') ? '&' : '?'}limit=2`
  for (let pageId: string | undefined = ''; pageId !== undefined; ) {
    const page = await must(call, 'GET', pageId === '' ? limited : `${limited}&pageId=${pageId}`)
    pageId = page.nextPageId || undefined
  }
}
