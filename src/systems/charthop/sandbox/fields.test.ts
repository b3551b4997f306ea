import { expect, test } from 'vitest'
import { startChartHopSandbox } from '../sandbox.ts'
import { callerOf, readAll } from './test-client.ts'

async function start(options: Parameters<typeof startChartHopSandbox>[0] = {}) {
  const sandbox = await startChartHopSandbox(options)
  return { sandbox, call: callerOf(sandbox), [Symbol.asyncDispose]: () => sandbox.close() }
}

const OWNERS = [
  { token: 'editor', access: 'PRIMARY' },
  { token: 'owner', access: 'OWNER' },
] as const

test('lists custom fields unless built-ins are asked', async () => {
  await using it = await start()
  it.sandbox.addField({
    code: 'costClass',
    label: 'Cost class',
    type: 'ENUM',
    options: ['High', { name: 'lo', label: 'Low' }],
  })
  const names = async (query: string) =>
    (await it.call('GET', `/v1/org/{org}/field?${query}`)).body.data.map(({ name }: { name: string }) => name)

  const { body } = await it.call('GET', '/v1/org/{org}/field')

  expect(body.data).toMatchObject([
    {
      ...{
        name: 'costClass',
        label: 'Cost class',
        type: 'ENUM',
        entityType: 'JOB',
        plural: 'SINGLE',
        sensitive: 'ORG',
      },
      values: [
        { name: 'high', label: 'High' },
        { name: 'lo', label: 'Low' },
      ],
    },
  ])
  expect(await names('builtin=builtin')).toContain('recruit')
  expect(await names('builtin=builtin')).not.toContain('costClass')
  expect(await names('builtin=all')).toEqual(expect.arrayContaining(['recruit', 'costClass']))
  expect((await it.call('GET', '/v1/org/{org}/field?builtin=some')).status).toBe(400)
})

test('built-in fields name the recruiting statuses', async () => {
  await using it = await start()

  const { body } = await it.call('GET', '/v1/org/{org}/field/built-in')
  const recruit = body.data.find(({ name }: { name: string }) => name === 'recruit')

  expect(recruit.values.map(({ name, label }: { name: string; label: string }) => [name, label])).toEqual([
    ['ACTIVE', 'Active'],
    ['PASSIVE', 'Passive'],
    ['INACTIVE', 'Inactive'],
    ['OFFER', 'Offer'],
    ['PENDING', 'Pending'],
  ])
})

test('pages through fields', async () => {
  await using it = await start()
  const codes = ['first', 'second', 'third']
  for (const code of codes) it.sandbox.addField({ code, label: code, type: 'STRING' })

  const { rows, pages } = await readAll(it.call, '/v1/org/{org}/field?limit=2')

  expect([rows.map(({ name }) => name), pages]).toEqual([codes, 2])
})

test('only owners may make a field', async () => {
  await using it = await start({ tokens: [...OWNERS] })
  const field = { name: 'ashbyId', label: 'Ashby id', type: 'STRING', entityType: 'JOB', sensitive: 'ORG' }
  const body = { ...field, isUnique: false, isRequired: false }

  const statuses = []
  for (const [sent, token] of [
    [body, 'editor'],
    [field, 'owner'],
    [body, 'owner'],
    [body, 'owner'],
  ] as const)
    statuses.push((await it.call('POST', '/v1/org/{org}/field', sent, token)).status)

  expect(statuses).toEqual([403, 400, 201, 400])
  expect(it.sandbox.state.fields.map(({ name }) => name)).toEqual(['ashbyId'])
})

test('a renamed field keeps its code and values', async () => {
  await using it = await start()
  const { id: fieldId } = it.sandbox.addField({ code: 'costCenter', label: 'Cost center', type: 'STRING' })
  const job = it.sandbox.addJob({ custom: { costCenter: 'CC-1' } })

  it.sandbox.renameField('costCenter', 'Cost centre')

  expect((await it.call('GET', `/v1/org/{org}/field/${fieldId}`)).body).toMatchObject({
    label: 'Cost centre',
    name: 'costCenter',
  })
  expect((await it.call('GET', `/v2/org/{org}/job/${job.id}?fields=costCenter`)).body).toEqual({ costCenter: 'CC-1' })
})

test('a new option can be chosen at once', async () => {
  await using it = await start()
  it.sandbox.addField({ code: 'costClass', label: 'Cost class', type: 'ENUM', options: ['High'] })
  const { id } = it.sandbox.addJob()
  const choose = async () => (await it.call('PATCH', `/v2/org/{org}/job/${id}`, { costClass: 'low' })).status

  const before = await choose()
  it.sandbox.addOption('costClass', 'Low')

  expect([before, await choose()]).toEqual([400, 204])
})

test('values go with a deleted field', async () => {
  await using it = await start()
  const field = { code: 'costCenter', label: 'Cost center', type: 'STRING' }
  it.sandbox.addField(field)
  const { id } = it.sandbox.addJob({ title: 'Cook', custom: { costCenter: 'CC-1' } })
  const row = async () => (await it.call('GET', `/v2/org/{org}/job/${id}?fields=title,costCenter`)).body

  it.sandbox.deleteField('costCenter')
  const without = await row()
  it.sandbox.addField(field)

  expect([without, await row()]).toEqual([{ title: 'Cook' }, { title: 'Cook' }])
  expect((await it.call('GET', '/v1/org/{org}/field')).body.data.length).toBe(1)
})

test('fields of filled jobs need somebody in it', async () => {
  await using it = await start()
  it.sandbox.addField({ code: 'badge', label: 'Badge', type: 'STRING', entityType: 'JOB_FILLED' })
  const { id } = it.sandbox.addJob()
  const patch = async () => (await it.call('PATCH', `/v2/org/{org}/job/${id}`, { badge: 'B-1' })).status
  const badge = async () => (await it.call('GET', `/v2/org/{org}/job/${id}?fields=badge`)).body

  const open = await patch()
  it.sandbox.fillJob(id, { last: 'Turing' })

  expect([open, await patch(), await badge()]).toEqual([400, 204, { badge: 'B-1' }])
  it.sandbox.reopenJob(id)
  expect(await badge()).toEqual({})
})

test('a mistyped code in an action throws', async () => {
  await using it = await start()

  expect(() => it.sandbox.addJob({ custom: { costCentre: 'CC-1' } })).toThrow('costCentre: no such field')
  expect(() => it.sandbox.addField({ code: '1st', label: 'First', type: 'STRING' })).toThrow('letters and digits')
})
