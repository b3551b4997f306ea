import { expect, test } from 'vitest'
import { callerOf, readAll } from './sandbox/test-client.ts'
import { type ChartHopSandbox, startChartHopSandbox } from './sandbox.ts'

async function start(options: Parameters<typeof startChartHopSandbox>[0] = {}) {
  const sandbox = await startChartHopSandbox(options)
  return { sandbox, call: callerOf(sandbox), [Symbol.asyncDispose]: () => sandbox.close() }
}

const TOKENS = [
  { token: 'editor', access: 'PRIMARY' },
  { token: 'viewer', access: 'MEMBER' },
  { token: 'recruiter', access: 'RECRUIT_PRIMARY' },
  { token: 'nobody', access: 'NONE' },
] as const

test('refuses a wrong token with code and message', async () => {
  await using it = await start()

  const answers = [await it.call('GET', '/v1/org', undefined, 'wrong'), await fetch(`${it.sandbox.url}/v1/org`)]

  expect(answers[0]).toEqual({ status: 401, body: { code: 401, message: 'not authorized' } })
  expect(answers[1]!.status).toBe(401)
})

test('knows the organisation by id and slug', async () => {
  await using it = await start({ org: { slug: 'initech', name: 'Initech' } })
  const { id } = it.sandbox.org

  const bodies = await Promise.all(
    [`/v1/org/${id}`, '/v1/org/initech', '/v1/org/slug/initech'].map(async (path) => (await it.call('GET', path)).body),
  )

  expect(bodies.map((body) => [body.id, body.slug])).toEqual(Array(3).fill([id, 'initech']))
  expect((await it.call('GET', '/v1/org/hooli')).status).toBe(404)
  expect((await it.call('GET', '/v2/org/hooli/job')).body).toEqual({ code: 404, message: 'org not found' })
})

test('tells who the token is', async () => {
  await using it = await start({ tokens: [...TOKENS] })

  const me = await it.call('GET', '/v1/user/me', undefined, 'viewer')

  expect(me.body).toMatchObject({ type: 'APP', status: 'NORMAL', orgs: [{ access: 'MEMBER' }] })
  expect((await it.call('GET', '/v1/org/{org}/access')).body.access).toBe('PRIMARY')
})

test('refuses writes of a viewer and changes nothing', async () => {
  await using it = await start({ tokens: [...TOKENS] })
  const job = it.sandbox.addJob({ title: 'Engineer' })
  const person = it.sandbox.addPerson({ last: 'Lovelace' })
  const hire = { jobId: job.id, personId: person.id, date: job.createDate }
  const writes = [
    ['PATCH', `/v2/org/{org}/job/${job.id}`, { title: 'Cook' }],
    ['DELETE', `/v2/org/{org}/job/${job.id}`, undefined],
    ['POST', '/v2/org/{org}/job', { title: 'Cook' }],
    ['POST', '/v2/org/{org}/person', { name: 'Ada Lovelace' }],
    ['PATCH', `/v2/org/{org}/person/${person.id}`, { name: 'Ada Byron' }],
    ['POST', '/v1/org/{org}/change/HIRE', hire],
    ['POST', '/v1/org/{org}/change/sync/HIRE', hire],
  ] as const
  const before = it.sandbox.state.events.length

  const statuses = await Promise.all(writes.map(async ([m, p, b]) => (await it.call(m, p, b, 'viewer')).status))

  expect(statuses).toEqual(writes.map(() => 403))
  expect(it.sandbox.state.events.length).toBe(before)
  expect((await it.call('GET', '/v2/org/{org}/job', undefined, 'nobody')).status).toBe(403)
})

test('leaves out values above the sensitivity', async () => {
  await using it = await start({ tokens: [...TOKENS] })
  it.sandbox.addField({ code: 'secretNote', label: 'Secret note', type: 'STRING', sensitive: 'HIGH' })
  const base = { currency: 'USD', amount: 120_000 }
  const job = it.sandbox.addJob({ title: 'Engineer', base, custom: { secretNote: 'hush' } })
  const path = `/v2/org/{org}/job/${job.id}?fields=title,base,secretNote`

  const seen = await it.call('GET', path)
  const hidden = await it.call('GET', path, undefined, 'viewer')

  expect(seen.body).toEqual({ title: 'Engineer', base: { ...base, places: 0 }, secretNote: 'hush' })
  expect(hidden).toEqual({ status: 200, body: { title: 'Engineer' } })
})

test('hides a sensitive open job from viewers', async () => {
  await using it = await start({ tokens: [...TOKENS] })
  const { id } = it.sandbox.addJob({ title: 'Next chief', sensitive: 'high' })

  const statuses = ['editor', 'recruiter', 'viewer'].map(
    async (token) => (await it.call('GET', `/v2/org/{org}/job/${id}`, undefined, token)).status,
  )

  expect(await Promise.all(statuses)).toEqual([200, 200, 404])
  expect((await it.call('GET', '/v2/org/{org}/job', undefined, 'viewer')).body.data).toEqual([])
})

test('a recruiting editor writes open jobs only', async () => {
  await using it = await start({ tokens: [...TOKENS] })
  const [open, filled] = [it.sandbox.addJob(), it.sandbox.addJob()]
  it.sandbox.fillJob(filled.id, { last: 'Turing' })

  const statuses = [open, filled].map(
    async ({ id }) => (await it.call('PATCH', `/v2/org/{org}/job/${id}`, { title: 'Cook' }, 'recruiter')).status,
  )

  expect(await Promise.all(statuses)).toEqual([204, 403])
})

test('answers permission questions without writing', async () => {
  await using it = await start({ tokens: [...TOKENS] })
  const allowed = async (token: string) =>
    (await it.call('GET', '/v2/org/{org}/job?returnAccess=create,update,fly', undefined, token)).body.access

  expect(await allowed('editor')).toEqual([{ allowed: [{ action: 'create' }, { action: 'update' }] }])
  expect(await allowed('viewer')).toEqual([{ allowed: [] }])
})

test('unknown paths and unreadable bodies are refused', async () => {
  await using it = await start()
  const headers = { authorization: `Bearer ${it.sandbox.token}` }
  const broken = await fetch(`${it.sandbox.url}/v2/org/acme/job`, { method: 'POST', headers, body: '{"title":' })

  expect(broken.status).toBe(400)
  expect((await it.call('GET', '/v3/org')).status).toBe(404)
  expect((await it.call('GET', '/v2/org/{org}/job?scenarioId=588f7ee98f138b19220041a7')).status).toBe(404)
})

test('says a snapshot is building as often as asked', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({ title: 'Engineer' })
  it.sandbox.buildSnapshot({ reads: 2, writes: 1 })

  const reads = []
  for (const _ of [1, 2, 3]) reads.push((await it.call('GET', '/v2/org/{org}/job')).status)
  const writes = []
  for (const title of ['Cook', 'Baker'])
    writes.push((await it.call('PATCH', `/v2/org/{org}/job/${id}`, { title })).status)

  expect(reads).toEqual([202, 202, 200])
  expect(writes).toEqual([202, 204])
  expect(it.sandbox.state.jobs.get(id)!.now.values.title).toBe('Baker')
})

test('a wrong token is refused while building', async () => {
  await using it = await start()
  it.sandbox.buildSnapshot({ reads: 1 })

  const statuses = []
  for (const token of ['wrong', it.sandbox.token])
    statuses.push((await it.call('GET', '/v2/org/{org}/job', undefined, token)).status)

  expect(statuses).toEqual([401, 202])
})

test('too many calls are told in its own words', async () => {
  await using it = await start({ rate: { perSecond: 0.01, burst: 1 } })

  const answers = [await it.call('GET', '/v1/org'), await it.call('GET', '/v1/org')]

  expect(answers.map(({ status }) => status)).toEqual([200, 429])
  expect(answers[1]!.body).toEqual({ code: 429, message: 'too many requests' })
})

test('builds after each write when set so', async () => {
  await using it = await start({ buildsAfterWrite: 1 })
  const post = await it.call('POST', '/v2/org/{org}/person', { name: 'Ada Lovelace' })

  const reads = []
  for (const _ of [1, 2]) reads.push((await it.call('GET', '/v2/org/{org}/person?includeAll=true')).status)

  expect([post.status, ...reads]).toEqual([201, 202, 200])
})

test('stale reads show the state before the write', async () => {
  await using it = await start({ staleReadsMs: 200 })
  const { id } = it.sandbox.addJob({ title: 'Engineer' })
  it.sandbox.clock.advance(1000)
  await it.call('PATCH', `/v2/org/{org}/job/${id}`, { title: 'Cook' })
  const title = async () => (await it.call('GET', `/v2/org/{org}/job/${id}?fields=title`)).body.title
  const created = await it.call('POST', '/v2/org/{org}/job', { title: 'Baker' })

  const early = [await title(), (await it.call('GET', `/v2/org/{org}/job/${created.body.id}`)).status]
  it.sandbox.clock.advance(1000)

  expect(early).toEqual(['Engineer', 404])
  expect(await title()).toBe('Cook')
  expect((await it.call('GET', `/v2/org/{org}/job/${created.body.id}`)).status).toBe(200)
})

test('keeps messages to the notify list', async () => {
  await using it = await start()

  const answer = await it.call('POST', '/v1/app/notify', { emailSubject: 'One job was skipped' })

  expect(answer.status).toBe(204)
  expect(it.sandbox.state.notifications).toEqual([{ emailSubject: 'One job was skipped' }])
})

test('pages through fifty thousand jobs quickly', async () => {
  await using it = await start({ keepCalls: false })
  fill(it.sandbox, 50_000)
  const begin = performance.now()

  const open = await readAll(it.call, '/v2/org/{org}/job?q=is:open&limit=500&fields=id,title,recruit')

  expect(open.rows.length).toBe(49_998)
  expect(open.pages).toBe(100)
  // Sorting or filtering everything for each page would take minutes; the limit leaves room for a busy machine.
  expect(performance.now() - begin).toBeLessThan(15_000)
})

function fill(sandbox: ChartHopSandbox, count: number): void {
  const jobs = Array.from({ length: count }, (_, at) => sandbox.addJob({ title: `Engineer ${at}`, recruit: 'active' }))
  sandbox.fillJob(jobs[10]!.id, { last: 'Hopper' })
  sandbox.deleteJob(jobs[20]!.id)
}
