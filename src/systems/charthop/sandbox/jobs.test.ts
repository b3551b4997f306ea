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

test.each([
  ['', ['a', 'b', 'c', 'd']],
  ['is:open', ['a', 'b']],
  ['is:hire', ['a', 'b', 'd']],
  ['is:depart', ['d']],
  ['!is:open', ['c', 'd']],
  ['open:open', ['a', 'b']],
  ['open:filled', ['c', 'd']],
  ['is:open recruit:active', ['a']],
  ['is:open AND recruit:active,passive', ['a', 'b']],
  ['is:open && !recruit:active', ['b']],
  ['recruit!=active', ['b', 'c', 'd']],
  ['title:gin', ['a', 'c']],
  ['title="Engineer"', ['a']],
  ["title='engineer'", ['a']],
  ['department.name:platform', ['b']],
  ['employment:temporary', ['c']],
  ["createDate>='2026-02-01' size>2", ['b']],
])('the filter %j finds %j', async (q, expected) => {
  await using it = await start()
  const { sandbox } = it
  sandbox.addField({ code: 'size', label: 'Size', type: 'INTEGER' })
  const ids = {
    a: sandbox.addJob({ title: 'Engineer', recruit: 'active', custom: { size: 1 } }).id,
    b: sandbox.addJob({ title: 'Cook', recruit: 'passive', department: 'Platform', custom: { size: 10 } }).id,
    c: sandbox.addJob({ title: 'Gin maker', employment: 'TEMP', createDate: '2026-01-05', custom: { size: 3 } }).id,
    d: sandbox.addJob({ title: 'Baker', custom: { size: 1 } }).id,
  }
  sandbox.fillJob(ids.c, { last: 'Turing' })
  const { personId } = sandbox.fillJob(ids.d, { last: 'Hopper' })
  sandbox.departPerson(personId, '2026-04-01')

  const { body } = await it.call('GET', `/v2/org/{org}/job?fields=id&q=${encodeURIComponent(q)}`)

  const letters = Object.entries(ids).flatMap(([letter, id]) =>
    body.data.some((row: { id: string }) => row.id === id) ? [letter] : [],
  )
  expect(letters).toEqual(expected)
})

test('finds jobs by id, list of ids and holder', async () => {
  await using it = await start()
  const [a, b, c] = [it.sandbox.addJob().id, it.sandbox.addJob().id, it.sandbox.addJob().id]
  const { personId } = it.sandbox.fillJob(c, { last: 'Turing' })
  const found = async (query: string) =>
    (await it.call('GET', `/v2/org/{org}/job?fields=id&${query}`)).body.data.map((row: { id: string }) => row.id)

  expect(await found(`q=jobId:${b}`)).toEqual([b])
  expect(await found(`ids=${c},${a},588f7ee98f138b19220041a7`)).toEqual([a, c])
  expect(await found(`q=${encodeURIComponent(`open:filled AND personId="${personId}"`)}`)).toEqual([c])
})

test('counts jobs by their state', async () => {
  await using it = await start()
  const [, filled, starting] = [it.sandbox.addJob(), it.sandbox.addJob(), it.sandbox.addJob()]
  it.sandbox.fillJob(filled.id, { last: 'Turing' })
  it.sandbox.fillJob(starting.id, { last: 'Hopper' }, '2026-05-01')

  const { body } = await it.call('GET', '/v2/org/{org}/job/count')

  expect(body).toEqual({ jobCount: 3, personCount: 1, startingCount: 1, departingCount: 0 })
})

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
