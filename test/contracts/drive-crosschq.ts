import { type Receiver, startReceiver } from '../../src/sandbox/receiver.ts'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { type Call, CREATE_BODY, startWithCall } from '../../src/systems/crosschq/sandbox/testing.ts'
import { type CrosschqSandbox, startCrosschqSandbox } from '../../src/systems/crosschq/sandbox.ts'
import { BARE } from './client-calls-crosschq.ts'
import { type Hook, hooksOf } from './hook.ts'
import { NOBODY } from './listing.ts'
import { must } from './must.ts'

const REQUESTS = '/partners/reference-request/'

/** Everything the sandbox can answer and tell, whether or not our client asks for it. Requests may be wrong on purpose. */
export async function driveCrosschq(): Promise<{
  readonly calls: readonly LoggedCall[]
  readonly hooks: readonly Hook[]
}> {
  await using receiver = await startReceiver()
  await using started = await startWithCall({ webhooks: { url: receiver.url, on: 'progress' } })
  const { sandbox, call } = started
  await settings(sandbox, call)
  await requests(sandbox, call)
  await lists(sandbox, call)
  const others = [...(await bareCalls(receiver)), ...(await throttled())]
  await refusals(sandbox, call)
  await sandbox.webhooks.settled()
  return { calls: [...sandbox.server.calls, ...others], hooks: hooksOf(receiver) }
}

async function settings(sandbox: CrosschqSandbox, call: Call): Promise<void> {
  sandbox.addSurvey({ codename: 'narrow', relationships: { social: null, managers: { min: 1, max: 1, default: 1 } } })
  for (const path of ['/partners/config/', '/partners/jobroles/', '/api/v2/settings/jobrole/'])
    await must(call, 'GET', path)
}

async function requests(sandbox: CrosschqSandbox, call: Call): Promise<void> {
  const candidate = { ...CREATE_BODY.candidate, mobile_phone: '+15550100000' }
  const create = async () => {
    const { request_id } = await must(call, 'POST', REQUESTS, { ...CREATE_BODY, candidate, use_sms: true })
    return String(request_id)
  }
  const read = (id: string) => must(call, 'GET', `${REQUESTS}${id}/`)
  const [completed, concluded, cancelled] = [await create(), await create(), await create()]
  const byHand = sandbox.requestInCrosschq({ ...CREATE_BODY, job_position: undefined }).id
  await read(completed)
  for (const id of [completed, concluded, byHand]) sandbox.selfReference(id)
  await read(completed)
  sandbox.pastDue(byHand)
  await read(byHand)
  sandbox.complete(completed, { score: 4.25 })
  sandbox.answerReference(concluded)
  sandbox.conclude(concluded)
  for (const id of [completed, concluded]) await read(id)
  for (const pdfAs of ['base64', 'url'] as const) {
    sandbox.settings.pdfAs = pdfAs
    await read(completed)
  }
  sandbox.complete(byHand, { withPdf: false })
  await must(call, 'POST', `${REQUESTS}${cancelled}/cancel/`, { reason: 'Rejected' })
  await call('POST', `${REQUESTS}${cancelled}/cancel/`, { reason: 'Again' })
  await must(call, 'PATCH', `${REQUESTS}${cancelled}/`, { hiring_status: 'rejected' })
}

async function lists(sandbox: CrosschqSandbox, call: Call): Promise<void> {
  sandbox.addTemplate({ name: 'Bare' })
  const manager = { first_name: 'Grace', last_name: 'Hop', email: 'grace@acme.example' }
  sandbox.addTemplate({ name: 'Full', description: 'D', hiring_manager: manager, candidate_message: 'M' })
  for (const tags of [[], ['senior']]) sandbox.addProspect({ tags, linkedin_url: 'https://example.com/in/paula' })
  const since = '2020-01-01T00:00:00Z'
  for (const path of [
    ...[REQUESTS, `${REQUESTS}?updated_since=${since}`, '/partners/templates/', '/partners/templates/?tag=FULL'],
    ...['/partners/prospects/', `/partners/prospects/?created_after=${since}`],
  ])
    await walk(call, path)
}

/** An account without what nobody has seen; its webhooks are sent in the other way. */
async function bareCalls(receiver: Receiver): Promise<readonly LoggedCall[]> {
  const auth = { type: 'token', token: 'secret', form: 'Token' } as const
  await using started = await startWithCall({ ...BARE, webhooks: { url: receiver.url, method: 'PUT', auth } })
  const { sandbox, call } = started
  const { request_id: id } = await must(call, 'POST', REQUESTS, CREATE_BODY)
  sandbox.complete(id)
  await must(call, 'GET', `${REQUESTS}${id}/`)
  for (const path of [REQUESTS, '/partners/templates/', '/partners/prospects/']) await call('GET', path)
  await call('POST', REQUESTS, {})
  await call('PATCH', `${REQUESTS}${id}/`, { hiring_status: 'hired' })
  await call('POST', `${REQUESTS}${id}/cancel/`, {})
  await sandbox.webhooks.settled()
  return [...sandbox.server.calls]
}

/** Each call again: by nobody, about nothing, with nonsense; then what stands before all of them. */
async function refusals(sandbox: CrosschqSandbox, call: Call): Promise<void> {
  const known = new Map<string, { method: string; path: string }>()
  const ID = /[0-9a-f-]{36}/
  for (const { method, path } of sandbox.server.calls) known.set(`${method} ${path.replace(ID, '*')}`, { method, path })
  for (const { method, path } of known.values()) {
    const body = method === 'GET' ? undefined : { reason: 5, hiring_status: 5 }
    await call(method, path, body, 'unknown')
    await call(method, path, body)
    await call(method, path, method === 'GET' ? undefined : [5])
    await call(method, path.replace(ID, NOBODY), body)
    for (const wrong of ['limit=x', 'cursor=x', 'updated_since=x&created_after=x'])
      await call(method, `${path}?${wrong}`, body)
    await fetch(sandbox.url + path, { method })
  }
  sandbox.settings.isPartnerApiOn = false
  for (const { method, path } of known.values()) await call(method, path, method === 'GET' ? undefined : {})
}

async function throttled(): Promise<readonly LoggedCall[]> {
  await using sandbox = await startCrosschqSandbox({ rate: { perSecond: 0.01, burst: 1 } })
  const headers = { authorization: sandbox.token }
  for (const _ of ['let through', 'refused']) await fetch(`${sandbox.url}/partners/config/`, { headers })
  return [...sandbox.server.calls]
}

async function walk(call: Call, path: string): Promise<void> {
  const limited = `${path}${path.includes('?') ? '&' : '?'}limit=1`
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await must(call, 'GET', cursor === '' ? limited : `${limited}&cursor=${cursor}`)
    cursor = page.next_cursor
  }
}
