import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startChartHopSandbox } from '../sandbox.ts'
import { callerOf } from './test-client.ts'

async function start(options: Parameters<typeof startChartHopSandbox>[0] = {}) {
  const sandbox = await startChartHopSandbox({ clock: fixedClock('2026-03-02T09:00:00Z'), ...options })
  return { sandbox, call: callerOf(sandbox), [Symbol.asyncDispose]: () => sandbox.close() }
}

test('creates a job and gives its row', async () => {
  await using it = await start()
  it.sandbox.addField({ code: 'costCenter', label: 'Cost center', type: 'STRING', entityType: 'JOB_OPEN' })

  const made = await it.call('POST', '/v2/org/{org}/job', { title: 'Cook', recruit: 'active', costCenter: 'CC-7' })

  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ title: 'Cook', recruit: 'ACTIVE', costCenter: 'CC-7', state: 'OPEN' })
  expect((await it.call('GET', `/v2/org/{org}/job/${made.body.id}`)).body).toEqual(made.body)
})

test('patches values at the top level and clears with null', async () => {
  await using it = await start()
  it.sandbox.addField({ code: 'openingUrl', label: 'Opening URL', type: 'URL' })
  const { id } = it.sandbox.addJob({ title: 'Cook', req: 'R-1' })

  const patch = { openingurl: 'https://ats.test/1', RECRUIT: 'Active', req: null }
  const { status } = await it.call('PATCH', `/v2/org/{org}/job/${id}`, patch)

  expect(status).toBe(204)
  expect((await it.call('GET', `/v2/org/{org}/job/${id}?fields=openingUrl,recruit,req`)).body).toEqual({
    openingUrl: 'https://ats.test/1',
    recruit: 'ACTIVE',
  })
})

test.each([
  { noSuchCode: 1 },
  { fields: { req: 'R-1' } },
  { recruit: 'sometimes' },
  { state: 'FILLED' },
  { personId: '588f7ee98f138b19220041a7' },
  { startDatePlanned: '2026-02-30' },
  { budgetCost: { amount: '12' } },
  { department: 'Nowhere' },
  { manager: 'Grace' },
  { title: 'x'.repeat(161) },
  { shirtSize: 'M' },
  { badge: 'B-1' },
])('a patch of %j is refused', async (patch) => {
  await using it = await start()
  it.sandbox.addField({ code: 'shirtSize', label: 'Shirt size', type: 'STRING', entityType: 'PERSON' })
  it.sandbox.addField({ code: 'badge', label: 'Badge', type: 'STRING', entityType: 'JOB_FILLED' })
  const { id } = it.sandbox.addJob({ title: 'Cook' })
  const before = it.sandbox.state.changes.length

  const { status, body } = await it.call('PATCH', `/v2/org/{org}/job/${id}`, patch)

  expect({ status, code: body.code }).toEqual({ status: 400, code: 400 })
  expect(it.sandbox.state.changes.length).toBe(before)
})

test('a dated patch takes effect on its day', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({ title: 'Cook' })
  await it.call('PATCH', `/v2/org/{org}/job/${id}?date=2026-04-01`, { title: 'Chef' })
  const title = async (date = '') => (await it.call('GET', `/v2/org/{org}/job/${id}?fields=title${date}`)).body.title

  const before = [await title(), await title('&date=2026-04-01')]
  it.sandbox.clock.advance(31 * 86_400_000)

  expect(before).toEqual(['Cook', 'Chef'])
  expect(await title()).toBe('Chef')
})

test('a future job is not in the view of today', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({ title: 'Cook', createDate: '2026-04-01' })
  const listed = async (query: string) =>
    (await it.call('GET', `/v2/org/{org}/job?fields=id&${query}`)).body.data.length

  const counts = [
    await listed(''),
    await listed('q=is:open'),
    await listed('q=is:open&date=2026-04-02'),
    await listed('startDate=2026-03-01&endDate=2026-05-01'),
  ]
  const early = (await it.call('GET', `/v2/org/{org}/job/${id}`)).status
  it.sandbox.clock.advance(31 * 86_400_000)

  expect([...counts, early]).toEqual([0, 0, 1, 1, 404])
  expect(await listed('q=is:open')).toBe(1)
})

test('a deleted job is gone from today on', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({ title: 'Cook', createDate: '2026-01-01' })

  const { status } = await it.call('DELETE', `/v2/org/{org}/job/${id}`)

  expect(status).toBe(204)
  expect((await it.call('GET', `/v2/org/{org}/job/${id}`)).status).toBe(404)
  expect((await it.call('PATCH', `/v2/org/{org}/job/${id}`, { title: 'x' })).status).toBe(404)
  expect((await it.call('GET', `/v2/org/{org}/job/${id}?date=2026-02-01`)).status).toBe(200)
  it.sandbox.reopenJob(id)
  expect((await it.call('GET', `/v2/org/{org}/job/${id}?fields=recruit`)).body).toEqual({ recruit: 'ACTIVE' })
})

test('updates many jobs as a process', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({ title: 'Cook' })
  const updates = [
    { jobId: id, update: { title: 'Chef' } },
    { jobId: id, update: { noSuch: 1 } },
  ]

  const process = await it.call('POST', '/v2/org/{org}/job/bulkupdate', { updates, date: '2026-03-02' })
  const looks = []
  for (const _ of [1, 2]) looks.push((await it.call('GET', `/v1/org/{org}/process/${process.body.id}`)).body)

  expect([process.body, ...looks].map(({ status }) => status)).toEqual(['PENDING', 'RUNNING', 'ERROR'])
  expect(looks[1].logDataList.length).toBe(1)
  expect(it.sandbox.state.jobs.get(id)!.now.values.title).toBe('Chef')
})
