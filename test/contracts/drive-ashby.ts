import type { LoggedCall } from '../../src/sandbox/server.ts'
import { basic, KEY, type Receiver, startReceiver } from '../../src/systems/ashby/sandbox/testing.ts'
import { type AshbySandbox, startAshbySandbox } from '../../src/systems/ashby/sandbox.ts'
import { partners } from './drive-ashby-partners.ts'
import { type Hook, rawHooksOf } from './hook.ts'

/** Everything the sandbox can answer and tell, whether or not our client asks for it. Requests may be wrong on purpose. */
export async function driveAshby(): Promise<{
  readonly calls: readonly LoggedCall[]
  readonly hooks: readonly Hook[]
}> {
  await using receiver = await startReceiver()
  await using sandbox = await startAshbySandbox({ pageSize: 2 })
  const drive = await begin(sandbox, receiver)
  await openings(drive)
  await fields(drive)
  await hiring(drive)
  await partners(drive)
  await lists(drive)
  await looks(drive)
  await webhooks(drive)
  await refusals(drive)
  await sandbox.deliveries.settled()
  return { calls: [...sandbox.server.calls, ...(await throttled())], hooks: rawHooksOf(receiver) }
}

interface Drive {
  readonly sandbox: AshbySandbox
  readonly receiver: Receiver
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any endpoint
  readonly call: (name: string, body?: object) => Promise<any>
  readonly openingId: string
  readonly jobId: string
  readonly locationId: string
  readonly departmentId: string
}

const WEBHOOKS = [
  'openingCreate',
  'applicationSubmit',
  'applicationUpdate',
  'candidateHire',
  'candidateStageChange',
].concat(['offerCreate', 'offerUpdate', 'offerDelete', 'candidateMerge', 'pushToHRIS'])

async function begin(sandbox: AshbySandbox, receiver: Receiver): Promise<Drive> {
  for (const webhookType of WEBHOOKS)
    await sandbox.addWebhookByHand({ webhookType, requestUrl: receiver.url, secretToken: 's' })
  const departmentId = sandbox.addDepartment({ name: 'D' }).id
  sandbox.addDepartment({ name: 'D2', parentId: departmentId })
  const locationId = sandbox.addLocation({ name: 'L' }).id
  sandbox.addLocation({ name: 'H', type: 'LocationHierarchy' })
  const jobId = sandbox.addJob({ title: 'J', departmentId, locationId }).id
  sandbox.addJob({ title: 'bare' })
  sandbox.addJob({ title: 'draft', status: 'Draft' })
  const call: Drive['call'] = async (name, body = {}) => (await post(sandbox, name, body)).json()
  const made = await call('opening.create', {
    ...{ identifier: 'A', teamId: departmentId, locationIds: [locationId], jobIds: [jobId] },
    ...{ openingState: 'Approved', targetHireDate: '2026-01-01' },
  })
  return { sandbox, receiver, call, jobId, locationId, departmentId, openingId: made.results.id }
}

function post(sandbox: AshbySandbox, name: string, body: object, key = KEY): Promise<Response> {
  const headers = { authorization: basic(key), 'content-type': 'application/json' }
  return fetch(`${sandbox.url}/${name}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function openings({ sandbox, call, openingId, jobId, locationId }: Drive): Promise<void> {
  const [teamMemberId] = [...sandbox.state.users.all()].map(({ id }) => id)
  const [roleId] = [...sandbox.state.hiringTeamRoles.all()].map(({ id }) => id)
  await call('opening.create')
  await call('opening.update', { openingId, description: 'x', employmentType: '' })
  await call('opening.setOpeningState', { openingId, openingState: 'Open' })
  for (const archive of [true, false]) await call('opening.setArchived', { openingId, archive })
  for (const verb of ['removeJob', 'addJob']) await call(`opening.${verb}`, { openingId, jobId })
  for (const verb of ['removeLocation', 'addLocation']) await call(`opening.${verb}`, { openingId, locationId })
  for (const on of [{ openingId }, { jobId }]) {
    await call('hiringTeam.addMember', { ...on, teamMemberId, roleId })
    await call('hiringTeam.removeMember', { ...on, teamMemberId, roleId })
  }
}

const CONTENTS: Readonly<Record<string, unknown>> = {
  Boolean: true,
  CompensationRange: { type: 'compensation-range', minValue: 1, maxValue: 2, currencyCode: 'USD', interval: '1 YEAR' },
  Currency: { value: 1, currencyCode: 'USD' },
  Date: '2026-01-01',
  LongText: 'x',
  MultiValueSelect: ['a'],
  Number: 1,
  NumberRange: { type: 'number-range', minValue: 1, maxValue: 2 },
  String: 's',
  ValueSelect: 'a',
  Url: 'https://example.com',
  UUID: '00000000-0000-4000-8000-000000000001',
  Location: { city: 'x' },
}
const OBJECTS = ['Opening_Version', 'Application', 'Candidate', 'Job', 'Offer_Version']

async function fields({ sandbox, call, openingId, jobId }: Drive): Promise<void> {
  const selectableValues = [{ label: 'A', value: 'a' }]
  for (const objectType of OBJECTS)
    for (const fieldType of Object.keys(CONTENTS))
      await call('customField.create', { fieldType, objectType, title: fieldType, selectableValues })
  const { candidate, application } = sandbox.addCandidateWithApplication({ name: 'N', email: 'a@example.com', jobId })
  const objectIds = { Opening: openingId, Application: application.id, Candidate: candidate.id, Job: jobId }
  for (const { id: fieldId, objectType, fieldType } of sandbox.state.fields.all()) {
    await call('customField.info', { customFieldId: fieldId })
    if (fieldType.endsWith('Select'))
      await call('customField.updateSelectableValues', { customFieldId: fieldId, selectableValues })
    if (!(objectType in objectIds)) continue
    const object = { objectType, objectId: objectIds[objectType as keyof typeof objectIds] }
    const fieldValue = CONTENTS[fieldType]
    await call('customField.setValue', { ...object, fieldId, fieldValue })
    await call('customField.setValues', { ...object, values: [{ fieldId, fieldValue: null }] })
    await call('customField.setValues', { ...object, values: [{ fieldId, fieldValue }] })
  }
}

async function hiring({ sandbox, call, openingId, jobId }: Drive): Promise<void> {
  const [first, second] = ['N1', 'N2'].map((name) => sandbox.addCandidateWithApplication({ name, phone: '1', jobId }))
  const applicationId = first!.application.id
  const offerFields = [...sandbox.state.fields.all()].filter(({ objectType }) => objectType === 'Offer')
  const custom = Object.fromEntries(offerFields.map(({ id, fieldType }) => [id, CONTENTS[fieldType]]))
  const salary = { value: 1, currencyCode: 'USD' }
  const offer = sandbox.makeOffer({ applicationId, openingId, startDate: '2026-03-01', salary, custom })
  sandbox.deleteOffer(sandbox.makeOffer({ applicationId }).id)
  sandbox.declineOffer(sandbox.makeOffer({ applicationId }).id)
  sandbox.acceptOffer(offer.id)
  const stageOf = (type: string) => [...sandbox.state.stages.all()].find((stage) => stage.type === type)!.id
  const [archiveReasonId] = [...sandbox.state.archiveReasons.all()].map(({ id }) => id)
  await call('application.changeStage', { applicationId, interviewStageId: stageOf('Hired') })
  await call('application.info', { applicationId, expand: ['openings', 'applicationFormSubmissions', 'referrals'] })
  sandbox.pushToHris(applicationId)
  sandbox.unhire(applicationId)
  await call('application.changeStage', { applicationId, interviewStageId: stageOf('Archived'), archiveReasonId })
  await call('application.info', { applicationId })
  for (const excludeFormDefinition of [false, true])
    await call('offer.info', { offerId: offer.id, excludeFormDefinition })
  sandbox.mergeCandidates(first!.candidate.id, second!.candidate.id)
}

const LISTS: Readonly<Record<string, object>> = {
  ...{ 'opening.list': {}, 'customField.list': {}, 'offer.list': {}, 'candidate.list': {}, 'department.list': {} },
  ...{
    'location.list': {},
    'user.list': {},
    'closeReason.list': {},
    'archiveReason.list': {},
    'interviewPlan.list': {},
  },
  ...{ 'application.list': { expand: ['openings'] }, 'job.list': { expand: ['location', 'openings'] } },
  ...{ 'hiringTeamRole.list': {}, 'interviewStage.list': {} },
}

async function lists({ sandbox, call }: Drive): Promise<void> {
  const [interviewPlanId] = [...sandbox.state.interviewPlans.all()].map(({ id }) => id)
  for (const [name, parameters] of Object.entries(LISTS)) {
    const body = name === 'interviewStage.list' ? { interviewPlanId } : parameters
    let page = await call(name, body)
    while (page.moreDataAvailable && page.nextCursor) page = await call(name, { ...body, cursor: page.nextCursor })
    if (page.syncToken) await call(name, { ...body, syncToken: page.syncToken })
    for (const wrong of [{ cursor: 'x' }, { syncToken: 'x' }, { limit: 0 }]) await call(name, { ...body, ...wrong })
  }
  await call('hiringTeamRole.list', { namesOnly: false })
}

async function looks({ sandbox, call, jobId, openingId, departmentId, locationId }: Drive): Promise<void> {
  const [user] = [...sandbox.state.users.all()]
  const [candidateId] = [...sandbox.state.candidates.all()].map(({ id }) => id)
  const [stage] = [...sandbox.state.stages.all()]
  const asked: Readonly<Record<string, object>> = {
    ...{ 'apiKey.info': {}, 'opening.info': { openingId }, 'opening.search': { identifier: 'a' } },
    ...{ 'job.info': { id: jobId, expand: ['location', 'openings'] }, 'job.search': { title: 'J' } },
    'jobInterviewPlan.info': { jobId },
    ...{ 'candidate.info': { id: candidateId }, 'candidate.search': { name: 'N' } },
    ...{ 'user.info': { userId: user!.id }, 'user.search': { email: user!.email } },
    ...{ 'department.info': { departmentId }, 'location.info': { locationId } },
    'interviewStage.info': { interviewStageId: stage!.id },
  }
  for (const [name, body] of Object.entries(asked)) {
    const found = await call(name, body)
    if (!found.success) throw new Error(`${name} found nothing`)
  }
}

async function webhooks({ call, receiver }: Drive): Promise<void> {
  const wanted = { webhookType: 'surveySubmit', requestUrl: receiver.url, secretToken: 'x' }
  const webhookId = (await call('webhook.create', wanted)).results.id
  await call('webhook.create', wanted)
  await call('webhook.info', { webhookId })
  await call('webhook.update', { webhookId, secretToken: 'y', enabled: false })
  for (const _ of ['gone now', 'gone already']) await call('webhook.delete', { webhookId })
}

/** The same wrong call at every endpoint, then what stands before all of them. */
async function refusals({ sandbox, call }: Drive): Promise<void> {
  const names = new Set(sandbox.server.calls.map(({ path }) => path.slice(1)).filter((name) => !name.includes('/')))
  const id = '00000000-0000-4000-8000-00000000dead'
  const nobody = { openingId: id, applicationId: id, id, offerId: id, jobId: id, userId: id, departmentId: id }
  for (const name of names) {
    await call(name, { ...nobody, locationId: id, customFieldId: id, webhookId: id, interviewStageId: id, title: 5 })
    await post(sandbox, name, [])
    await post(sandbox, name, {}, 'unknown')
    await fetch(`${sandbox.url}/${name}`, { method: 'POST', body: '{}' })
  }
  sandbox.keys.set(KEY, [])
  for (const name of names) await call(name)
}

async function throttled(): Promise<readonly LoggedCall[]> {
  await using sandbox = await startAshbySandbox({ rate: { perSecond: 0.01, burst: 1 } })
  for (const _ of ['let through', 'refused']) await post(sandbox, 'opening.list', {})
  return [...sandbox.server.calls]
}
