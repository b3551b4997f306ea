import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startChartHopSandbox } from '../sandbox.ts'
import { callerOf, readAll } from './test-client.ts'

async function start(options: Parameters<typeof startChartHopSandbox>[0] = {}) {
  const sandbox = await startChartHopSandbox({ clock: fixedClock('2026-03-02T09:00:00Z'), ...options })
  return { sandbox, call: callerOf(sandbox), [Symbol.asyncDispose]: () => sandbox.close() }
}

test('next is the bare id of the following row', async () => {
  await using it = await start()
  const ids = [1, 2, 3].map(() => it.sandbox.addJob().id)

  const first = await it.call('GET', '/v2/org/{org}/job?limit=2&from=&fields=id')
  const second = await it.call('GET', `/v2/org/{org}/job?limit=2&fields=id&from=${first.body.next}`)

  expect(first.body).toEqual({ data: [{ id: ids[0] }, { id: ids[1] }], next: ids[2] })
  expect(second.body).toEqual({ data: [{ id: ids[2] }] })
})

test('a repeating cursor shows its row twice', async () => {
  await using it = await start({ cursor: 'repeat', maxLimit: 2 })
  const ids = [1, 2, 3].map(() => it.sandbox.addJob().id)

  const { rows } = await readAll(it.call, '/v2/org/{org}/job?fields=id')

  expect(rows.map(({ id }) => id)).toEqual([ids[0], ids[1], ids[1], ids[2]])
})

test('pages no larger than the maximum, and survive deletion of the cursor', async () => {
  await using it = await start({ maxLimit: 2 })
  const ids = [1, 2, 3, 4].map(() => it.sandbox.addJob().id)
  const first = await it.call('GET', '/v2/org/{org}/job?limit=10000&q=is:open&fields=id')
  it.sandbox.deleteJob(ids[2]!)

  const second = await it.call('GET', `/v2/org/{org}/job?q=is:open&fields=id&from=${first.body.next}`)

  expect(first.body.data.length).toBe(2)
  expect(second.body).toEqual({ data: [{ id: ids[3] }] })
})

test.each([
  'from=2',
  'limit=0',
  'limit=many',
  'date=02.03.2026',
  'q=is:happy',
  'q=nonsense',
  'q=noSuch:1',
  'q=(title:a)',
])('a list refuses %s', async (query) => {
  await using it = await start()
  it.sandbox.addJob({ title: 'Engineer' })

  const { status, body } = await it.call('GET', `/v2/org/{org}/job?${query}`)

  expect({ status, code: body.code }).toEqual({ status: 400, code: 400 })
})

test('rows carry the requested expressions as keys', async () => {
  await using it = await start()
  const { sandbox } = it
  const boss = sandbox.addJob({ title: 'Head' })
  const { personId } = sandbox.fillJob(boss.id, { first: 'Grace', last: 'Hopper', workEmail: 'grace@acme.test' })
  const baseComp = { interval: 'MONTHLY', pay: { amount: 10_000, currency: 'EUR', places: 2 } }
  const job = sandbox.addJob({
    ...{ title: 'Engineer', manager: boss.id, hireMgr: personId, baseComp, employment: 'Full Time' },
    ...{ department: 'Platform', team: ['Red', 'Blue'], recruit: 'active', startDatePlanned: '2026-06-01' },
  })
  const fields = `ID,TITLE,manager,manager.contact.workEmail,manager.name.first,hireMgr.name,department.name,department,
    team.name,recruit,startdate,employment,baseComp.annualized,baseComp.interval,open,state,createDate,name,nothing`

  const { body } = await it.call('GET', `/v2/org/{org}/job/${job.id}?fields=${encodeURIComponent(fields)}`)

  expect(body).toEqual({
    ID: job.id,
    TITLE: 'Engineer',
    manager: boss.id,
    'manager.contact.workEmail': 'grace@acme.test',
    'manager.name.first': 'Grace',
    'hireMgr.name': { first: 'Grace', last: 'Hopper' },
    'department.name': 'Platform',
    department: { id: expect.stringMatching(/^[0-9a-f]{24}$/), name: 'Platform' },
    'team.name': 'Red,Blue',
    recruit: 'ACTIVE',
    startdate: '2026-06-01',
    employment: 'FULL',
    'baseComp.annualized': { amount: 120_000, currency: 'EUR', places: 2 },
    'baseComp.interval': 'MONTHLY',
    open: 'OPEN',
    state: 'OPEN',
    createDate: '2026-03-02',
  })
})

test('fieldsList repeats and minimal names are texts', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob()
  it.sandbox.fillJob(id, { first: 'Alan', last: 'Turing' })

  const { body } = await it.call('GET', `/v2/org/{org}/job/${id}?fieldsList=jobId&fieldsList=name&format=minimal`)

  expect(body).toEqual({ jobId: id, name: 'Alan Turing' })
})

test('an unknown field is missing or refused', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({ title: 'Engineer' })
  const path = `/v2/org/{org}/job/${id}?fields=title,noSuch`

  const lenient = await it.call('GET', path)
  it.sandbox.settings.unknownField = 'refuse'

  expect(lenient.body).toEqual({ title: 'Engineer' })
  expect((await it.call('GET', path)).status).toBe(400)
})

test.each([
  ['name', 'costLow', ['red', 'blue']],
  ['label', 'Cost low', ['Red', 'Blue']],
])('custom selects travel by %s', async (enumOnWire, single, several) => {
  await using it = await start({ enumOnWire: enumOnWire as 'name' | 'label' })
  it.sandbox.addField({ code: 'costClass', label: 'Cost class', type: 'ENUM', options: ['Cost low', 'Cost high'] })
  it.sandbox.addField({ code: 'colours', label: 'Colours', type: 'ENUM_MULTI', options: ['Red', 'Blue'] })
  const { id } = it.sandbox.addJob({ custom: { costClass: 'Cost low', colours: ['Red', 'blue'] } })

  const { body } = await it.call('GET', `/v2/org/{org}/job/${id}?fields=costClass,colours`)

  expect(body).toEqual({ costClass: single, colours: several })
})

test('selects travel as objects when set so', async () => {
  await using it = await start({ enumOnWire: 'object', recruitOnWire: 'object' })
  it.sandbox.addField({ code: 'costClass', label: 'Cost class', type: 'ENUM', options: ['Cost low'] })
  const { id } = it.sandbox.addJob({ recruit: 'offer', custom: { costClass: 'Cost low' } })

  const { body } = await it.call('GET', `/v2/org/{org}/job/${id}?fields=costClass,recruit,recruit.label`)

  expect(body).toMatchObject({ costClass: { name: 'costLow', label: 'Cost low' }, recruit: { name: 'OFFER' } })
  expect(body['recruit.label']).toBe('Offer')
})

test('counts jobs by their state', async () => {
  await using it = await start()
  const [, filled, starting] = [it.sandbox.addJob(), it.sandbox.addJob(), it.sandbox.addJob()]
  it.sandbox.fillJob(filled.id, { last: 'Turing' })
  it.sandbox.fillJob(starting.id, { last: 'Hopper' }, '2026-05-01')

  const { body } = await it.call('GET', '/v2/org/{org}/job/count')

  expect(body).toEqual({ jobCount: 3, personCount: 1, startingCount: 1, departingCount: 0 })
})
