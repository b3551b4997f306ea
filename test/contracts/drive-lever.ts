import { type Receiver, startReceiver } from '../../src/sandbox/receiver.ts'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { EVENTS, type EventName } from '../../src/systems/lever/sandbox/model.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/systems/lever/sandbox/settings.ts'
import { basic, type Call, startWithCall } from '../../src/systems/lever/sandbox/testing.ts'
import { type LeverSandbox, startLeverSandbox } from '../../src/systems/lever/sandbox.ts'
import { OTHER_ANSWERS } from './client-calls-lever.ts'
import type { Hook } from './hook.ts'
import { NOBODY } from './listing.ts'
import { must } from './must.ts'

/** Everything the sandbox can answer and tell, whether or not our client asks for it. Requests may be wrong on purpose. */
export async function driveLever(): Promise<{
  readonly calls: readonly LoggedCall[]
  readonly hooks: readonly Hook[]
}> {
  await using receiver = await startReceiver()
  await using started = await startWithCall()
  const { sandbox, call } = started
  await webhooks(sandbox, call, receiver)
  for (const variant of [{}, OTHER_ANSWERS]) {
    Object.assign(sandbox.settings, DEFAULT_SETTINGS, variant satisfies Partial<Settings>)
    Object.assign(sandbox.webhooks.settings, { eventId: true, ids: 'all' })
    await opportunities(sandbox, call)
    await sandbox.webhooks.settled()
    sandbox.webhooks.settings.ids = 'candidateId'
    sandbox.apply(sandbox.addPosting().id)
    await setUp(sandbox, call)
  }
  await refusals(sandbox, call)
  await sandbox.webhooks.settled()
  const hooks = receiver.received.map(({ body }) => ({ body, query: '' }))
  return { calls: [...sandbox.server.calls, ...(await throttled())], hooks }
}

/** They stay, so that all of what follows is told; one more of them is made and deleted. */
async function webhooks(sandbox: LeverSandbox, call: Call, { url }: Receiver): Promise<void> {
  const configuration = { conditions: { origins: ['applied', 'sourced'] } }
  for (const event of EVENTS) await must(call, 'POST', '/webhooks', { url, event, configuration })
  const event: EventName = 'candidateHired'
  const { data } = await must(call, 'POST', '/webhooks', { url, event })
  await walk(call, '/webhooks')
  await must(call, 'DELETE', `/webhooks/${data.id}`)
  const byHand = sandbox.addWebhook({ event, url, isSigned: false })
  sandbox.webhooks.verifyConnection(byHand.id)
}

/** One person's way, in everything that can be expanded and included. */
async function opportunities(sandbox: LeverSandbox, call: Call): Promise<void> {
  const posting = sandbox.addPosting({ owner: sandbox.userId, hiringManager: sandbox.userId, tags: ['senior'] }).id
  const body = { name: 'Ada', headline: 'H', stage: 'lead-new', location: 'Oslo', createdAt: 5, origin: 'sourced' }
  const lists = {
    phones: [{ type: 'mobile', value: '1' }],
    emails: ['ada@people.example'],
    links: ['https://a.example'],
  }
  const more = { tags: ['t'], sources: ['s'], owner: sandbox.userId, followers: [sandbox.userId], postings: [posting] }
  const create = (given: object) => must(call, 'POST', `/opportunities?perform_as=${sandbox.userId}`, given)
  const { data } = await create({ ...body, ...lists, ...more })
  await create({ contact: data.contact })
  const path = `/opportunities/${data.id}`
  const expand = ['applications', 'stage', 'owner', 'followers', 'sourcedBy', 'contact'].map((name) => `expand=${name}`)
  for (const query of ['', `?${expand.join('&')}`]) await must(call, 'GET', path + query)
  await must(call, 'GET', `/contacts/${data.contact}`)
  await walk(call, `${path}/applications`)
  await changes(sandbox, call, path)
  await notesAndFiles(sandbox, call, path)
  await walk(call, '/opportunities')
  sandbox.hire(data.id)
  sandbox.deleteOpportunity(data.id, sandbox.userId)
  await walk(call, '/opportunities/deleted?deleted_at_start=0')
}

async function changes(sandbox: LeverSandbox, call: Call, path: string): Promise<void> {
  await must(call, 'PUT', `${path}/stage`, { stage: 'offer' })
  for (const listed of ['Tags', 'Links', 'Sources'])
    for (const change of ['add', 'remove'])
      await must(call, 'POST', `${path}/${change}${listed}`, { [listed.toLowerCase()]: ['https://b.example'] })
  for (const reason of [...sandbox.state.reasons.keys(), null])
    await must(call, 'PUT', `${path}/archived?perform_as=${sandbox.userId}`, { reason })
}

async function notesAndFiles(sandbox: LeverSandbox, call: Call, path: string): Promise<void> {
  const note = { value: 'Done', secret: true, score: 4, notifyFollowers: true, createdAt: 5 }
  const { data: made } = await must(call, 'POST', `${path}/notes`, note)
  await must(call, 'GET', `${path}/notes/${made.noteId}`)
  await walk(call, `${path}/notes`)
  const file = new FormData()
  file.append('file', new Blob(['%PDF-1.7'], { type: 'application/pdf' }), 'report.pdf')
  const { data: kept } = await must(call, 'POST', `${path}/files?perform_as=${sandbox.userId}`, file)
  await must(call, 'GET', `${path}/files`)
  await must(call, 'GET', `${path}/files/${kept.id}`)
  await fetch(`${sandbox.url}${path}/files/${kept.id}/download`, { headers: { authorization: basic(sandbox.key) } })
}

async function setUp(sandbox: LeverSandbox, call: Call): Promise<void> {
  const user = sandbox.addUser({ name: 'Left' }).id
  sandbox.deactivateUser(user)
  const full = sandbox.addPosting({ user, owner: user, hiringManager: user, tags: ['senior'] }).id
  sandbox.addPosting({ state: 'internal', distributionChannels: null, confidentiality: 'confidential' })
  const expand = 'expand=user&expand=owner&expand=hiringManager&expand=followers'
  for (const path of ['', `?${expand}`]) await must(call, 'GET', `/postings/${full}${path}`)
  for (const path of [
    ...['/postings?confidentiality=all', `/postings?${expand}`, '/postings?state=published&tag=senior', '/stages'],
    ...[
      '/archive_reasons',
      '/archive_reasons?type=hired',
      '/users?includeDeactivated=true',
      '/users',
      '/tags',
      '/sources',
    ],
  ])
    await walk(call, path)
  const [reason] = sandbox.state.reasons.keys()
  for (const path of ['/stages/offer', `/archive_reasons/${reason}`, `/users/${user}`]) await must(call, 'GET', path)
}

/** Each call again: by nobody, with a key that may do nothing, about nothing, with nonsense. */
async function refusals(sandbox: LeverSandbox, call: Call): Promise<void> {
  const powerless = sandbox.addKey({ permissions: [] }).key
  const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/g
  const known = new Map<string, { method: string; path: string }>()
  for (const { method, path } of sandbox.server.calls)
    known.set(`${method} ${path.replace(ID, '*')}`, { method, path: path.slice('/v1'.length) })
  for (const { method, path } of known.values()) {
    const body = method === 'GET' || method === 'DELETE' ? undefined : { stage: 5, reason: 5, value: 5 }
    await call(method, path, body, 'unknown')
    await call(method, path, body, powerless)
    await call(method, path.replace(ID, NOBODY), body)
    for (const wrong of ['limit=x', 'offset=x', 'expand=x', 'perform_as=x&confidentiality=x'])
      await call(method, `${path}?${wrong}`, body)
    await fetch(sandbox.url + path, { method })
  }
  await hidden(sandbox, call)
}

/** To keys without access to confidential records, in each of the ways that are possible. */
async function hidden(sandbox: LeverSandbox, call: Call): Promise<void> {
  const { key } = sandbox.addKey({ confidential: false })
  const posting = sandbox.addPosting({ confidentiality: 'confidential' }).id
  for (const hiddenRecord of [403, 404] as const) {
    Object.assign(sandbox.settings, { hiddenRecord, refusedConfidential: hiddenRecord === 403 ? 403 : 400 })
    await call('GET', `/postings/${posting}`, undefined, key)
    await call('GET', '/postings?confidentiality=all', undefined, key)
    await call('GET', `/opportunities/${sandbox.apply(posting).id}`, undefined, key)
  }
}

async function throttled(): Promise<readonly LoggedCall[]> {
  await using sandbox = await startLeverSandbox({ rate: { perSecond: 0.01, burst: 1 } })
  const headers = { authorization: basic(sandbox.key) }
  for (const _ of ['let through', 'refused']) await fetch(`${sandbox.url}/stages`, { headers })
  return [...sandbox.server.calls]
}

/** Every page, forwards. */
async function walk(call: Call, path: string): Promise<void> {
  const limited = `${path}${path.includes('?') ? '&' : '?'}limit=1`
  for (let offset: string | undefined = ''; offset !== undefined; ) {
    const page = await must(call, 'GET', offset === '' ? limited : `${limited}&offset=${encodeURIComponent(offset)}`)
    offset = page.next
  }
}
