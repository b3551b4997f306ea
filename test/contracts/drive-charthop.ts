import type { LoggedCall } from '../../src/sandbox/server.ts'
import { startReceiver } from '../../src/systems/ashby/sandbox/testing.ts'
import type { AccessName } from '../../src/systems/charthop/sandbox/access.ts'
import { type Caller, callerOf } from '../../src/systems/charthop/sandbox/test-client.ts'
import { type ChartHopSandbox, startChartHopSandbox } from '../../src/systems/charthop/sandbox.ts'
import { type Hook, rawHooksOf } from './hook.ts'
import { must } from './must.ts'

const NOBODY = '0'.repeat(24)
const TODAY = new Date().toISOString().slice(0, 10)
const TOKENS = [
  { token: 'owner', access: 'OWNER' },
  { token: 'viewer', access: 'VIEW' },
  { token: 'nothing', access: 'NONE' },
] as const satisfies readonly { token: string; access: AccessName }[]

/** Everything the sandbox can answer and tell, whether or not our client asks for it. Requests may be wrong on purpose. */
export async function driveChartHop(): Promise<{
  readonly calls: readonly LoggedCall[]
  readonly hooks: readonly Hook[]
}> {
  await using receiver = await startReceiver()
  await using sandbox = await startChartHopSandbox({ maxLimit: 2, tokens: TOKENS, webhooks: { url: receiver.url } })
  const call = callerOf(sandbox)
  await fields(sandbox, call)
  const jobId = await jobs(sandbox, call)
  await people(sandbox, call)
  await changes(sandbox, call)
  await organisation(sandbox, call)
  await building(sandbox, call, jobId)
  await refusals(sandbox, call)
  await sandbox.webhooks.settled()
  return { calls: [...sandbox.server.calls, ...(await throttled())], hooks: rawHooksOf(receiver) }
}

const PLAIN = 'STRING TEXT EMAIL PHONE URL INTEGER DECIMAL PERCENT BOOLEAN DATE MONEY'.split(' ')
const CHOICES = 'ENUM ENUM_SCALE ENUM_MULTI'.split(' ')

async function fields(_sandbox: ChartHopSandbox, call: Caller): Promise<void> {
  for (const type of [...PLAIN, ...CHOICES]) {
    const values = CHOICES.includes(type) ? [{ label: 'High' }, { label: 'Low' }] : undefined
    const flags = { sensitive: 'ORG', isUnique: false, isRequired: false }
    for (const entityType of ['JOB', 'PERSON']) {
      const name = `${entityType.toLowerCase()}${type.replace('_', '')}`
      await must(call, 'POST', '/v1/org/{org}/field', { name, label: name, type, entityType, values, ...flags })
    }
  }
  const { data, next } = await must(call, 'GET', '/v1/org/{org}/field')
  await must(call, 'GET', `/v1/org/{org}/field?from=${next}&builtin=all`)
  await must(call, 'GET', `/v1/org/{org}/field/${data[0].id}`)
  await must(call, 'PATCH', `/v1/org/{org}/field/${data[0].id}`, { label: 'Renamed' })
  await must(call, 'GET', '/v1/org/{org}/field/built-in')
}

const VALUES: Readonly<Record<string, unknown>> = {
  ...{ STRING: 's', TEXT: 't', EMAIL: 'a@example.com', PHONE: '+12025550100', URL: 'https://example.com' },
  ...{
    INTEGER: 1,
    DECIMAL: 1.5,
    PERCENT: 50,
    BOOLEAN: true,
    DATE: '2027-01-01',
    MONEY: { amount: 1, currency: 'USD' },
  },
  ...{ ENUM: 'high', ENUMSCALE: 'low', ENUMMULTI: ['high', 'low'] },
}

function values(entity: 'job' | 'person') {
  return Object.fromEntries(Object.entries(VALUES).map(([type, value]) => [`${entity}${type}`, value]))
}

async function jobs(sandbox: ChartHopSandbox, call: Caller): Promise<string> {
  for (const [type, name] of [
    ['DEPARTMENT', 'D'],
    ['LOCATION', 'L'],
    ['TEAM', 'T'],
  ] as const)
    sandbox.addGroup(type, name)
  const pay = { interval: 'YEARLY', pay: { amount: 1, currency: 'USD' } }
  const { id } = await must(call, 'POST', '/v2/org/{org}/job', {
    ...{ title: 'Cook', recruit: 'ACTIVE', department: 'D', location: 'L', team: ['T'], employment: 'FULL' },
    ...{ baseComp: pay, description: 'D', startDate: '2027-05-01', ...values('job') },
  })
  for (const title of ['Waiter', 'Baker']) sandbox.addJob({ title, recruit: 'ACTIVE' })
  const { next } = await must(call, 'GET', '/v2/org/{org}/job?q=is:open&returnAccess=create,update')
  await must(call, 'GET', `/v2/org/{org}/job?from=${next}&fields=title,jobENUM,baseComp&date=${TODAY}`)
  await must(call, 'GET', '/v2/org/{org}/job/count?q=is:open')
  for (const format of ['json', 'json-extended', 'json-readable', 'minimal'])
    await must(call, 'GET', `/v2/org/{org}/job/${id}?format=${format}`)
  await must(call, 'PATCH', `/v2/org/{org}/job/${id}?date=${TODAY}`, {
    title: 'Chef',
    jobSTRING: null,
    startDate: null,
  })
  const updates = [
    { jobId: id, update: { title: 'Head chef' } },
    { jobId: id, update: { noSuch: 1 } },
  ]
  const process = await must(call, 'POST', '/v2/org/{org}/job/bulkupdate', { updates, date: TODAY })
  for (const _ of ['running', 'done']) await must(call, 'GET', `/v1/org/{org}/process/${process.id}`)
  await must(call, 'DELETE', `/v2/org/{org}/job/${sandbox.addJob().id}`)
  return id
}

async function people(sandbox: ChartHopSandbox, call: Caller): Promise<void> {
  const name = { first: 'Ada', middle: 'K', last: 'Lovelace', pref: 'A', prefLast: 'L' }
  const contacts = { 'contact.homeEmail': 'a@example.com', 'contact.mobilePhone': '+12025550100' }
  const { id } = await must(call, 'POST', '/v2/org/{org}/person', { name, ...contacts, ...values('person') })
  for (const last of ['One', 'Two']) sandbox.fillJob(sandbox.addJob().id, { last, workEmail: `${last}@example.com` })
  const { next } = await must(call, 'GET', '/v2/org/{org}/person?includeAll=true&returnAccess=create')
  await must(call, 'GET', `/v2/org/{org}/person?includeAll=true&from=${next}&fields=name,contact.homeEmail,job.title`)
  await must(call, 'GET', `/v2/org/{org}/person/${id}`)
  await must(call, 'PATCH', `/v2/org/{org}/person/${id}?date=${TODAY}`, { personSTRING: null })
}

async function changes(sandbox: ChartHopSandbox, call: Caller): Promise<void> {
  const [jobId, otherJobId, personId] = [
    sandbox.addJob().id,
    sandbox.addJob().id,
    sandbox.addPerson({ last: 'New' }).id,
  ]
  const hire = { jobId, personId, date: TODAY }
  await must(call, 'POST', '/v1/org/{org}/change/HIRE/validate', hire)
  for (const _ of ['made', 'found']) await must(call, 'POST', '/v1/org/{org}/change/sync/HIRE', hire)
  const notes = { note: 'n', reason: 'r' }
  const move = { personId, jobId: otherJobId, otherJobId: jobId, date: TODAY, ...notes }
  const { id } = await must(call, 'POST', '/v1/org/{org}/change/MOVE', move)
  await must(call, 'PATCH', `/v1/org/{org}/change/${id}`, { note: 'later', announceDate: TODAY })
  await must(call, 'GET', `/v1/org/{org}/change/${id}`)
  await must(call, 'DELETE', `/v1/org/{org}/change/${id}`)
  await must(call, 'POST', '/v1/org/{org}/change/UPDATE', {
    jobId,
    date: TODAY,
    update: { title: 'T', fields: { recruit: null } },
  })
  await must(call, 'POST', '/v1/org/{org}/change/DEPART', { jobId, date: TODAY, departType: 'VOLUNTARY' })
  sandbox.editJob(otherJobId, { startDatePlanned: null, department: 'D', jobMONEY: { amount: 2, currency: 'USD' } })
  const bulk = {
    changes: [
      { type: 'UPDATE', jobId, date: TODAY, update: { title: 'B' } },
      { type: 'HIRE', jobId: NOBODY },
    ],
  }
  await must(call, 'POST', '/v1/org/{org}/change/bulkchange', bulk)
  for (const query of ['', `jobId=${jobId}&desc=true`, `personId=${personId}&type=HIRE`])
    for (let from: string | undefined = ''; from !== undefined; )
      from = (await must(call, 'GET', `/v1/org/{org}/change?${query}&from=${from}`)).next
}

async function organisation(sandbox: ChartHopSandbox, call: Caller): Promise<void> {
  const [group] = [...sandbox.state.groups.keys()]
  for (const path of [
    '/v1/org',
    `/v1/org/slug/${sandbox.org.slug}`,
    '/v1/org/{org}',
    '/v1/org/{org}/access',
    '/v1/user/me',
  ])
    await must(call, 'GET', path)
  await must(call, 'GET', '/v1/org/{org}/group-type')
  const { next } = await must(call, 'GET', '/v2/org/{org}/group')
  await must(call, 'GET', `/v2/org/{org}/group?from=${next}&type=TEAM&fields=id,name`)
  await must(call, 'GET', `/v2/org/{org}/group/${group}`)
  const { data } = await must(call, 'GET', '/v1/org/{org}/event')
  await must(call, 'GET', `/v1/org/{org}/event/${data[0].id}`)
  await must(call, 'POST', '/v1/app/notify', { orgId: sandbox.org.id, message: 'done' })
}

/** "Snapshot currently building" wherever it can happen. */
async function building(sandbox: ChartHopSandbox, call: Caller, jobId: string): Promise<void> {
  const lists = ['job', 'job/count', 'person', 'group']
  sandbox.buildSnapshot({ reads: lists.length, writes: 2 })
  for (const list of lists) await must(call, 'GET', `/v2/org/{org}/${list}`)
  await must(call, 'PATCH', `/v2/org/{org}/job/${jobId}`, { title: 'Built' })
  await must(call, 'DELETE', `/v2/org/{org}/job/${sandbox.addJob().id}`)
}

/** Each call again: by nobody, by somebody who may not, about nothing, with nonsense. */
async function refusals(sandbox: ChartHopSandbox, call: Caller): Promise<void> {
  const known = new Map<string, { method: string; path: string }>()
  for (const { method, path } of sandbox.server.calls)
    known.set(`${method} ${path.replaceAll(/[0-9a-f]{24}/g, '*')}`, { method, path })
  for (const { method, path } of known.values()) {
    const nonsense = method === 'GET' || method === 'DELETE' ? undefined : [5]
    await call(method, path, nonsense, 'unknown')
    await call(method, path, nonsense, 'viewer')
    await call(method, path, nonsense, 'nothing')
    await call(method, path, nonsense)
    await call(method, `${path}?limit=x&date=x&from=x`, nonsense)
    await call(method, path.replaceAll(/[0-9a-f]{24}/g, NOBODY), nonsense === undefined ? undefined : {})
    await call(method, path.replace(/\/org\/(slug\/)?[^/]+/, '/org/$1elsewhere'), nonsense)
  }
}

async function throttled(): Promise<readonly LoggedCall[]> {
  await using sandbox = await startChartHopSandbox({ rate: { perSecond: 0.01, burst: 1 } })
  for (const _ of ['let through', 'refused']) await callerOf(sandbox)('GET', '/v1/user/me')
  return [...sandbox.server.calls]
}
