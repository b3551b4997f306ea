import { expect, test } from 'vitest'
import { FatalError, RejectedRecordError } from '../src/lib/errors.ts'
import type { Page, Value } from '../src/record/record.ts'
import { type ChartHop, type ChartHopOptions, createChartHop } from '../src/systems/charthop/client.ts'
import {
  type ChartHopSandbox,
  type ChartHopSandboxOptions,
  startChartHopSandbox,
} from '../src/systems/charthop/sandbox.ts'
import { readValue, writeValue } from '../src/systems/charthop/values.ts'
import { readChartHopHook } from '../src/systems/charthop/webhook.ts'

const WAYS: ChartHopSandboxOptions[] = [
  {},
  { cursor: 'repeat', maxLimit: 3 },
  { enumOnWire: 'label', recruitOnWire: 'lower', changeTypeCase: 'lower' },
  { enumOnWire: 'id', recruitOnWire: 'object', changeTypeCase: 'upper' },
  { enumOnWire: 'object', unknownField: 'refuse', buildsAfterWrite: 1 },
]

test.each(WAYS)('reads every open job once with %j', async (settings) => {
  await using it = await start(settings)
  const ids = [1, 2, 3, 4, 5, 6, 7].map((n) => it.sandbox.addJob({ title: `Job ${n}`, recruit: 'active' }).id)
  it.sandbox.fillJob(ids[6]!, { first: 'Ada', last: 'Lovelace' })

  const pages = await all(it.chartHop.jobs([]))
  const jobs = pages.flatMap(({ rows }) => rows)

  expect(pages.flatMap(({ rejected }) => rejected)).toEqual([])
  expect(jobs.map(({ id }) => id).sort()).toEqual(ids.slice(0, 6).sort())
  expect(new Set(jobs.map(({ recruit, isOpen }) => `${recruit} ${isOpen}`))).toEqual(new Set(['active true']))
})

test.each(WAYS)('writes values that read back the same with %j', async (settings) => {
  await using it = await start(settings)
  addFields(it.sandbox)
  const { id } = it.sandbox.addJob({ title: 'Baker' })
  const fields = (await all(it.chartHop.customFields())).flatMap(({ rows }) => rows)
  const written = fields.map((field) => [field.code, writeValue(field, VALUES[field.code] ?? null)] as const)

  await it.chartHop.updateJob(id, Object.fromEntries(written))
  const job = await it.chartHop.job(id, Object.keys(VALUES))

  const read = fields.map((field) => [field.code, readValue(field, job?.custom[field.code])])
  expect(Object.fromEntries(read)).toEqual(
    Object.fromEntries(Object.entries(VALUES).map(([code, value]) => [code, { value }])),
  )
})

test('clears a value', async () => {
  await using it = await start()
  addFields(it.sandbox)
  const { id } = it.sandbox.addJob({ title: 'Baker', custom: { note: 'x' } })

  await it.chartHop.updateJob(id, { note: null })

  expect((await it.chartHop.job(id, ['note']))?.custom.note ?? null).toBeNull()
})

test.each(['dotted', 'contacts'] as const)('hires a new person with a %s body', async (personBody) => {
  await using it = await start({}, { personBody })
  const job = it.sandbox.addJob({ title: 'Baker', recruit: 'offer', createDate: '2026-01-01' })

  const { id: personId } = await it.chartHop.createPerson({ first: 'Ada', last: 'Lovelace', email: 'Ada@Example.com' })
  const hire = { type: 'HIRE', jobId: job.id, personId: personId!, date: '2099-01-04' } as const
  await it.chartHop.validatePlacement(hire)
  const first = await it.chartHop.place(hire)
  const again = await it.chartHop.place(hire)

  const people = (await all(it.chartHop.people())).flatMap(({ rows }) => rows)
  expect(people).toMatchObject([{ id: personId, emails: ['ada@example.com'] }])
  expect(again.id).toBe(first.id)
  expect(await it.chartHop.placements(job.id)).toMatchObject([{ type: 'HIRE', personId, date: '2099-01-04' }])
  expect(await it.chartHop.job(job.id, [])).toMatchObject({ personId })
})

test('a hire before the job exists is refused', async () => {
  await using it = await start()
  const job = it.sandbox.addJob({ title: 'Baker', createDate: '2026-06-01' })
  const person = it.sandbox.addPerson({ last: 'Lovelace' })
  const early = { type: 'HIRE', jobId: job.id, personId: person.id, date: '2026-05-31' } as const

  await expect(it.chartHop.validatePlacement(early)).rejects.toThrow(RejectedRecordError)
  await expect(it.chartHop.place(early)).rejects.toThrow(RejectedRecordError)
})

test('moves a person who has a job', async () => {
  await using it = await start()
  const [from, to] = ['Cook', 'Chef'].map((title) => it.sandbox.addJob({ title, createDate: '2026-01-01' }))
  const { personId } = it.sandbox.fillJob(from!.id, { last: 'Lovelace' }, '2026-02-01')

  await it.chartHop.place({ type: 'MOVE', jobId: to!.id, personId, date: '2026-03-01', otherJobId: from!.id })

  expect((await it.chartHop.placements(to!.id)).map(({ type }) => type)).toEqual(['MOVE'])
  expect(await it.chartHop.person(personId, [])).toMatchObject({ jobId: to!.id })
  expect(await it.chartHop.job(to!.id, [])).toMatchObject({ state: 'FILLED', isOpen: false, personId })
})

test('a deleted or unknown job is undefined', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({ title: 'Baker' })
  it.sandbox.deleteJob(id)

  expect(await it.chartHop.job(id, [])).toBeUndefined()
  expect(await it.chartHop.job('ffffffffffffffffffffffff', [])).toBeUndefined()
  expect(await it.chartHop.job('nonsense', [])).toBeUndefined()
  expect(await it.chartHop.person('ffffffffffffffffffffffff', [])).toBeUndefined()
})

test('reads groups, dates and the recruiting options', async () => {
  await using it = await start()
  const { id } = it.sandbox.addJob({
    title: 'Baker',
    createDate: '2026-01-02',
    department: 'Kitchen',
    location: 'New York, NY',
    team: ['Bread', 'Cakes'],
    employment: 'FULL',
    startDate: '2027-01-04',
    req: 'R-1',
  })

  const fields = await it.chartHop.builtInFields()

  expect(await it.chartHop.job(id, [])).toMatchObject({
    title: 'Baker',
    createDate: '2026-01-02',
    startDate: '2027-01-04',
    department: 'Kitchen',
    team: expect.stringMatching(/Bread, ?Cakes/),
    locations: ['New York, NY'],
    employment: 'FULL',
    req: 'R-1',
    isBackfill: false,
  })
  expect(fields.find(({ code }) => code === 'recruit')?.options.map(({ name }) => name.toLowerCase())).toContain(
    'active',
  )
})

test('says who it is, and refuses a foreign key', async () => {
  await using it = await start()
  await using other = await start({}, { token: () => 'ashby-key' })

  expect(await it.chartHop.whoAmI()).toMatchObject({ orgId: it.sandbox.org.id, slug: 'acme', access: 'PRIMARY' })
  await expect(other.chartHop.whoAmI()).rejects.toThrow(FatalError)
})

test('a viewer is told the way out', async () => {
  await using it = await start({ tokens: [{ token: 'viewer', access: 'MEMBER' }] })

  await expect(it.chartHop.createPerson({ last: 'X', email: 'x@example.com' })).rejects.toThrow(/Org Editor/)
})

test('reads the hook of a hire', async () => {
  await using it = await start()
  const job = it.sandbox.addJob({ title: 'Baker' })
  const { changeId, personId } = it.sandbox.fillJob(job.id, { last: 'Lovelace' })
  const { type, subtype, entityType, entityId, payload } = it.sandbox.state.events.findLast(
    ({ entityType }) => entityType === 'CHANGE',
  )!

  expect(readChartHopHook({ type, subtype, entityType, entityId, payload })).toEqual({
    event: 'change.create.hire',
    changeId,
    jobId: job.id,
    personId,
  })
})

const VALUES: Readonly<Record<string, Value>> = {
  note: 'a, b',
  essay: 'one\ntwo',
  count: 7,
  ratio: 0.25,
  remote: false,
  due: '2027-02-28',
  budget: { amount: 108000.5, currency: 'USD' },
  size: 'm',
  perks: ['bike', 'lunch'],
}

function addFields(sandbox: ChartHopSandbox): void {
  const size = [
    { name: 's', label: 'Small' },
    { name: 'm', label: 'Medium' },
  ]
  const perks = [
    { name: 'bike', label: 'A bike' },
    { name: 'gym', label: 'A gym' },
    { name: 'lunch', label: 'Lunch, daily' },
  ]
  const types = {
    note: 'STRING',
    essay: 'TEXT',
    count: 'INTEGER',
    ratio: 'DECIMAL',
    remote: 'BOOLEAN',
    due: 'DATE',
    budget: 'MONEY',
  }
  for (const [code, type] of Object.entries(types))
    sandbox.addField({ code, label: `The ${code}`, type, entityType: 'JOB' })
  sandbox.addField({ code: 'size', label: 'The size', type: 'ENUM', entityType: 'JOB', options: size })
  sandbox.addField({ code: 'perks', label: 'The perks', type: 'ENUM_MULTI', entityType: 'JOB', options: perks })
}

async function start(settings: ChartHopSandboxOptions = {}, options: Partial<ChartHopOptions> = {}) {
  const sandbox = await startChartHopSandbox(settings)
  const chartHop: ChartHop = createChartHop({
    baseUrl: sandbox.url,
    org: sandbox.org.slug,
    token: () => sandbox.token,
    rate: { perSecond: 10_000, inFlight: 4 },
    sleep: async () => {},
    ...options,
  })
  const dispose = async () => {
    chartHop.close()
    await sandbox.close()
  }
  return { sandbox, chartHop, [Symbol.asyncDispose]: dispose }
}

async function all<T>(pages: AsyncIterable<Page<T>>): Promise<Page<T>[]> {
  const read: Page<T>[] = []
  for await (const page of pages) read.push(page)
  return read
}
