import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startChartHopSandbox } from '../sandbox.ts'
import { callerOf } from './test-client.ts'

async function start(options: Parameters<typeof startChartHopSandbox>[0] = {}) {
  const sandbox = await startChartHopSandbox({ clock: fixedClock('2026-03-02T09:00:00Z'), ...options })
  const call = callerOf(sandbox)
  const job = sandbox.addJob({ title: 'Engineer', recruit: 'active', createDate: '2026-02-01' })
  const person = sandbox.addPerson({ first: 'Ada', last: 'Lovelace', homeEmail: 'ada@home.test' })
  const hire = { jobId: job.id, personId: person.id, date: '2026-04-01' }
  const fields = 'state,open,personId,recruit,upcoming,startDate'
  const row = async (id = job.id) => (await call('GET', `/v2/org/{org}/job/${id}?fields=${fields}`)).body
  const post = (path: string, body: object = hire) => call('POST', `/v1/org/{org}/change/${path}`, body)
  return { sandbox, call, job, person, hire, row, post, [Symbol.asyncDispose]: () => sandbox.close() }
}

test('reopening a filled job lets its holder go', async () => {
  await using it = await start()
  it.sandbox.fillJob(it.job.id, it.person.id)

  it.sandbox.reopenJob(it.job.id)

  expect(await it.row()).toMatchObject({ state: 'OPEN', recruit: 'ACTIVE' })
  expect((await it.call('GET', `/v2/org/{org}/person/${it.person.id}?fields=jobId`)).body).toEqual({})
})

test('reopening a job cancels the announced hire', async () => {
  await using it = await start()
  await it.post('HIRE')

  it.sandbox.reopenJob(it.job.id, 'passive')

  expect(await it.row()).toEqual({ state: 'OPEN', open: 'OPEN', recruit: 'PASSIVE' })
})
