import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startChartHopSandbox } from '../sandbox.ts'
import { callerOf, readAll } from './test-client.ts'

async function start() {
  const sandbox = await startChartHopSandbox({ clock: fixedClock('2026-03-02T09:00:00Z') })
  return { sandbox, call: callerOf(sandbox), [Symbol.asyncDispose]: () => sandbox.close() }
}

test('events have codes, and payloads only alone', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({ title: 'Cook' })

  const { body } = await it.call('GET', '/v1/org/{org}/event')
  const single = await it.call('GET', `/v1/org/{org}/event/${body.data[0].id}`)

  expect(body.data.map(({ code }: { code: string }) => code)).toEqual(['change.create.create', 'job.create'])
  expect(body.data.every((event: object) => !('payload' in event))).toBe(true)
  expect(single.body.payload.jobId).toBe(id)
})

test('events are filtered by code and time', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({ title: 'Cook' })
  it.sandbox.clock.advance(60_000)
  await it.call('PATCH', `/v2/org/{org}/job/${id}`, { title: 'Chef' })
  const codes = async (query: string) =>
    (await it.call('GET', `/v1/org/{org}/event?${query}`)).body.data.map(({ code }: { code: string }) => code)

  expect(await codes('code=job.update')).toEqual(['job.update'])
  expect(await codes('from=2026-03-02T09:00:30Z')).toEqual(['change.create.update', 'job.update'])
  expect(await codes(`from=${Date.parse('2026-03-02T09:02:00Z')}`)).toEqual([])
  expect((await it.call('GET', '/v1/org/{org}/event?from=yesterday')).status).toBe(400)
})

test('pages of events do not repeat or stop', async () => {
  await using it = await start()
  for (let count = 0; count < 5; count += 1) it.sandbox.addJob()

  const { rows } = await readAll(it.call, '/v1/org/{org}/event?limit=3')

  expect(new Set(rows.map(({ id }) => id)).size).toBe(10)
  expect(rows.length).toBe(10)
})

test('groups are listed by type and found by slug', async () => {
  await using it = await start()
  it.sandbox.addJob({ department: 'Data Platform', location: 'Oslo' })
  const names = async (query: string) =>
    (await it.call('GET', `/v2/org/{org}/group?${query}`)).body.data.map(({ name }: { name: string }) => name)

  expect(await names('')).toEqual(['Data Platform', 'Oslo'])
  expect(await names('type=DEPARTMENT')).toEqual(['Data Platform'])
  expect(await names('search=osl')).toEqual(['Oslo'])
  expect((await it.call('GET', '/v2/org/{org}/group/data-platform?fields=name,type')).body).toEqual({
    name: 'Data Platform',
    type: 'DEPARTMENT',
  })
  expect((await it.call('GET', '/v2/org/{org}/group/nowhere')).status).toBe(404)
})

test('group types name the field of a membership', async () => {
  await using it = await start()

  const { body } = await it.call('GET', '/v1/org/{org}/group-type')

  expect(body.data.map((row: Record<string, string>) => [row.fieldName, row.membershipType])).toEqual([
    ['department', 'SINGLE'],
    ['location', 'SINGLE'],
    ['team', 'MULTIPLE'],
  ])
})
