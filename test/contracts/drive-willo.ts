import { startReceiver } from '../../src/sandbox/receiver.ts'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { EVENTS } from '../../src/systems/willo/sandbox/model.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/systems/willo/sandbox/settings.ts'
import { type Call, startWithCall } from '../../src/systems/willo/sandbox/testing.ts'
import { startWilloSandbox, type WilloSandbox } from '../../src/systems/willo/sandbox.ts'
import { type Hook, hooksOf } from './hook.ts'
import { must } from './must.ts'

/** Everything the sandbox can answer and tell, whether or not our client asks for it. Requests may be wrong on purpose. */
export async function driveWillo(): Promise<{
  readonly calls: readonly LoggedCall[]
  readonly hooks: readonly Hook[]
}> {
  await using receiver = await startReceiver()
  await using started = await startWithCall({ pageSize: 2 })
  const { sandbox, call } = started
  await webhooks(sandbox, call, receiver.url)
  await interviews(sandbox, call)
  await participants(sandbox, call)
  await refusals(sandbox, call)
  await sandbox.webhooks.settled()
  return { calls: [...sandbox.server.calls, ...(await throttled())], hooks: hooksOf(receiver) }
}

/** They stay, so that all of what follows is told; one more of them is made and deleted. */
async function webhooks(sandbox: WilloSandbox, call: Call, receiver: string): Promise<void> {
  const interview = sandbox.addInterview({ department: 'Sales' })
  for (const event of EVENTS) {
    const url = `${receiver}?token=secret&event=${event}`
    await must(call, 'POST', '/webhooks/', { url, event, follow_all_interviews: true })
  }
  const [event] = EVENTS
  const narrow = { event, interviews: [interview.key], departments: [interview.department?.key], status: 'off' }
  const { key } = await must(call, 'POST', '/webhooks/', { url: receiver, payload_configuration: { a: 1 }, ...narrow })
  await walk(call, '/webhooks/')
  await must(call, 'PATCH', `/webhooks/${key}/`, { status: 'active' })
  await must(call, 'PUT', `/webhooks/${key}/`, { url: receiver, ...narrow })
  await must(call, 'DELETE', `/webhooks/${key}/`)
}

async function interviews(sandbox: WilloSandbox, call: Call): Promise<void> {
  const { key, department, ownerKey } = sandbox.addInterview({ department: 'Sales', scheduledAt: Date.now() })
  await walk(call, '/interviews/')
  const query = `department=${department?.key}&owner=${ownerKey}&search=sales&ordering=-scheduled_at,title&page_size=1`
  await must(call, 'GET', `/interviews/?${query}`)
  await must(call, 'GET', `/interviews/${key}/`)
  sandbox.addInterview({ ownerKey: '0'.repeat(32) })
  await walk(call, '/interviews/')
}

/** The same life under each answer to what Willo's documents leave open. */
const VARIANTS: readonly Partial<Settings>[] = [
  {},
  { statusWords: { invited: null, opened: null, started: null, completed: null }, stageAs: 'object' },
  { completedField: 'responded_at', linkField: 'share_url', interviewAs: 'object', stageInput: 'name' },
  { completedField: undefined, linkField: undefined, showsUnfinished: true, filtersParticipants: false },
  { createdStatus: 200, duplicates: 'ignored', linkField: 'link' },
]

async function participants(sandbox: WilloSandbox, call: Call): Promise<void> {
  for (const [at, variant] of VARIANTS.entries()) {
    Object.assign(sandbox.settings, DEFAULT_SETTINGS, { pageSize: 2 }, variant)
    sandbox.webhooks.settings.shape = (['flat', 'nested', 'inAddress'] as const)[at % 3]!
    await life(sandbox, call)
    await sandbox.webhooks.settled()
  }
  Object.assign(sandbox.settings, DEFAULT_SETTINGS)
}

async function life(sandbox: WilloSandbox, call: Call): Promise<void> {
  const interview = sandbox.addInterview().key
  const guest = { interview, name: 'Ada', email: 'ada@people.example', phone: '+15550100000' }
  const { key } = await must(call, 'POST', '/participants/', guest)
  await must(call, 'POST', '/participants/', { ...guest, phone: null, external_id: 'x', send_invite: true })
  for (const name of ['Hand', 'Hand 2']) sandbox.inviteByHand(interview, { name })
  sandbox.joinByLink(interview, { name: 'Link' })
  const read = () => must(call, 'GET', `/participants/${key}/`)
  sandbox.openInvitation(key)
  await read()
  sandbox.answer(key, 'part')
  await read()
  sandbox.complete(key)
  await read()
  sandbox.reviewerScores(key, 5, 'Good')
  await must(call, 'PATCH', `/participants/${key}/`, { stage: 'Accepted' })
  await must(call, 'PATCH', `/participants/${key}/`, {})
  await walk(call, `/participants/?interview=${interview}`)
  await must(call, 'DELETE', `/participants/${key}/`)
}

/** Each call again: by nobody, by somebody who may not, about nothing, with nonsense. */
async function refusals(sandbox: WilloSandbox, call: Call): Promise<void> {
  const standard = sandbox.addUser({ role: 'Standard' }).apiKey
  const known = new Map<string, { method: string; path: string }>()
  for (const { method, path } of sandbox.server.calls)
    known.set(`${method} ${path.replace(/[0-9a-f]{32}/, '*')}`, { method, path: path.split('/v2')[1]! })
  for (const { method, path } of known.values()) {
    const bodies = method === 'GET' || method === 'DELETE' ? [undefined] : [[5], {}, { stage: 'x', url: 5 }]
    for (const body of bodies) {
      await call(method, path, body, 'unknown')
      await call(method, path, body, standard)
      await call(method, path, body)
      await call(method, path.replace(/[0-9a-f]{32}/, 'dead'.repeat(8)), body)
      await call(method, `${path}?page=99`, body)
    }
    await fetch(sandbox.url + path, { method })
    if (bodies.length > 1) await fetch(sandbox.url + path, { method, headers: TEXT(sandbox.key), body: 'x' })
  }
}

const TEXT = (authorization: string) => ({ authorization, 'content-type': 'text/plain' })

async function throttled(): Promise<readonly LoggedCall[]> {
  await using sandbox = await startWilloSandbox({ rate: { perSecond: 0.01, burst: 1 } })
  const headers = { authorization: sandbox.key }
  for (const _ of ['let through', 'refused']) await fetch(`${sandbox.url}/interviews/`, { headers })
  return [...sandbox.server.calls]
}

/** Every page, forwards. */
async function walk(call: Call, path: string): Promise<void> {
  const base = path.split('?')[0]!
  for (let next: string | null = path; next !== null; ) {
    const page: { next: string | null } = await must(call, 'GET', next)
    next = page.next === null ? null : base + new URL(page.next).search
  }
}
