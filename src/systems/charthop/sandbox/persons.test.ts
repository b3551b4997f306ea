import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startChartHopSandbox } from '../sandbox.ts'
import { callerOf, readAll } from './test-client.ts'

async function start(options: Parameters<typeof startChartHopSandbox>[0] = {}) {
  const sandbox = await startChartHopSandbox({ clock: fixedClock('2026-03-02T09:00:00Z'), ...options })
  return { sandbox, call: callerOf(sandbox), [Symbol.asyncDispose]: () => sandbox.close() }
}

const FIELDS = 'id,name,name.first,contact.homeEmail,contact.workEmail,contact.mobilePhone'

test.each([
  [
    'one text',
    { name: 'Ada King Lovelace', 'contact.homeEmail': 'ada@home.test' },
    { first: 'Ada King', last: 'Lovelace' },
  ],
  [
    'an object and a list',
    {
      name: { first: 'Ada', last: 'Lovelace' },
      contacts: [{ type: 'HOME_EMAIL', value: 'ada@home.test', format: 'EMAIL' }],
    },
    { first: 'Ada', last: 'Lovelace' },
  ],
])('makes a person from %s', async (_what, body, name) => {
  await using it = await start()

  const made = await it.call('POST', '/v2/org/{org}/person', body)
  const read = await it.call('GET', `/v2/org/{org}/person/${made.body.id}?fields=${FIELDS}`)

  expect([made.status, made.body.name]).toEqual([201, name])
  expect(read.body).toEqual({
    ...{ id: made.body.id, name, 'name.first': name.first },
    'contact.homeEmail': 'ada@home.test',
  })
})

test.each([
  {},
  { name: '' },
  { name: { first: 'Ada' } },
  { name: 'Ada', noSuchField: 1 },
  { name: 'Ada', 'contact.ashby': 'x' },
  { name: 'Ada', 'contact.homeEmail': 'nowhere' },
  { name: 'Ada', 'contact.mobilePhone': '555 0100' },
  { name: 'Ada', contacts: [{ type: 'ASHBY', value: 'x', format: 'ID' }] },
  { name: 'Ada', contacts: [{ type: 'HOME_EMAIL', value: 'ada@home.test' }] },
  { name: 'Ada', title: 'Cook' },
])('refuses the person %j', async (body) => {
  await using it = await start()

  const { status } = await it.call('POST', '/v2/org/{org}/person', body)

  expect(status).toBe(400)
  expect(it.sandbox.state.persons.size).toBe(0)
})

test('takes contacts only in the way set', async () => {
  await using it = await start({ contactsInBody: 'list' })
  const keys = { name: 'Ada', 'contact.homeEmail': 'ada@home.test' }
  const list = { name: 'Ada', contacts: [{ type: 'HOME_EMAIL', value: 'ada@home.test', format: 'EMAIL' }] }
  const post = async (body: object) => (await it.call('POST', '/v2/org/{org}/person', body)).status

  const whenList = [await post(keys), await post(list)]
  it.sandbox.settings.contactsInBody = 'keys'

  expect(whenList).toEqual([400, 201])
  expect([await post(keys), await post(list)]).toEqual([201, 400])
})

test('somebody not hired yet needs includeAll', async () => {
  await using it = await start()
  const [job, later] = [it.sandbox.addJob({ title: 'Cook' }), it.sandbox.addJob()]
  const { personId } = it.sandbox.fillJob(job.id, { last: 'Turing' })
  it.sandbox.addPerson({ last: 'Lovelace' })
  it.sandbox.fillJob(later.id, { last: 'Hopper' }, '2026-05-01')
  const list = async (query: string) =>
    (await it.call('GET', `/v2/org/{org}/person?fields=id,title&${query}`)).body.data

  expect(await list('')).toEqual([{ id: personId, title: 'Cook' }])
  expect((await list('includeAll=true')).length).toBe(3)
})

test('finds a person by e-mail, whatever its case', async () => {
  await using it = await start()
  const { id } = it.sandbox.addPerson({ last: 'Lovelace', homeEmail: 'Ada@home.test' })
  it.sandbox.addPerson({ last: 'Turing', homeEmail: 'alan@home.test' })
  const q = encodeURIComponent('contact.homeEmail="ada@home.test"')

  const { body } = await it.call('GET', `/v2/org/{org}/person?includeAll=true&fields=id&q=${q}`)

  expect(body.data).toEqual([{ id }])
})

test('pages through persons by id', async () => {
  await using it = await start()
  const ids = ['Lovelace', 'Turing', 'Hopper'].map((last) => it.sandbox.addPerson({ last }).id)

  const { rows, pages } = await readAll(it.call, '/v2/org/{org}/person?includeAll=true&fields=id&limit=2')

  expect([rows.map(({ id }) => id), pages]).toEqual([ids, 2])
})

test('patches names, contacts and custom fields', async () => {
  await using it = await start()
  it.sandbox.addField({
    code: 'shirtSize',
    label: 'Shirt size',
    type: 'ENUM',
    entityType: 'PERSON',
    options: ['Small'],
  })
  const { id } = it.sandbox.addPerson({ first: 'Ada', last: 'Byron', homeEmail: 'ada@home.test' })
  const patch = { name: { first: 'Ada', last: 'Lovelace' }, 'contact.homeEmail': null, shirtSize: 'SMALL' }

  const { status } = await it.call('PATCH', `/v2/org/{org}/person/${id}`, patch)

  expect(status).toBe(204)
  expect(
    (await it.call('GET', `/v2/org/{org}/person/${id}?fields=name.full,contact.homeEmail,shirtSize`)).body,
  ).toEqual({
    'name.full': 'Ada Lovelace',
    shirtSize: 'small',
  })
  expect((await it.call('PATCH', '/v2/org/{org}/person/588f7ee98f138b19220041a7', {})).status).toBe(404)
})

test('the start at the organisation survives a move', async () => {
  await using it = await start()
  const { sandbox } = it
  const [first, second] = [sandbox.addJob({ createDate: '2026-01-01' }), sandbox.addJob()]
  const { personId } = sandbox.fillJob(first.id, { last: 'Turing' }, '2026-02-01')
  sandbox.movePerson(personId, second.id)

  const { body } = await it.call('GET', `/v2/org/{org}/person/${personId}?fields=jobId,startDate,startDateOrg`)

  expect(body).toEqual({ jobId: second.id, startDate: '2026-03-02', startDateOrg: '2026-02-01' })
})

test('home contacts are hidden from viewers', async () => {
  await using it = await start({ tokens: [{ token: 'viewer', access: 'VIEW' }] })
  const { id } = it.sandbox.addPerson({ last: 'Lovelace', homeEmail: 'ada@home.test', workEmail: 'ada@acme.test' })

  const { body } = await it.call('GET', `/v2/org/{org}/person/${id}?fields=contact.homeEmail,contact.workEmail`)

  expect(body).toEqual({ 'contact.workEmail': 'ada@acme.test' })
})
