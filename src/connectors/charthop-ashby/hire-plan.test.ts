import { expect, test } from 'vitest'
import type { Json } from '../../lib/json.ts'
import type { MappableField } from './collections.ts'
import type { DesiredHire, HireContext, HireSource } from './hire.ts'
import type { DesiredField } from './hire-fields.ts'
import { type ActualHire, hireId, personIdOf, planHire } from './hire-plan.ts'

const field = (code: string, change: Partial<MappableField> = {}): MappableField => ({
  id: code,
  code,
  label: code,
  type: 'STRING',
  entityType: 'PERSON',
  options: [],
  isHidden: false,
  isDeleted: false,
  isBuiltIn: false,
  ...change,
})

const hireField = (code: string, holder: 'person' | 'job', change: Partial<MappableField> = {}) => ({
  field: field(code, { entityType: holder === 'person' ? 'PERSON' : 'JOB', ...change }),
  holder,
  entry: { from: { object: 'offer' as const, title: code }, to: code, transforms: [], at: 'mapping.yaml:3:5' },
})

const context: HireContext = {
  rules: { push: 'auto', requireAccepted: true },
  today: '2027-03-01',
  jobOfOpening: new Map(),
  written: new Map(),
  fields: [
    hireField('shirtSize', 'person'),
    hireField('startBonus', 'person', { type: 'MONEY' }),
    hireField('deskCode', 'job'),
  ],
  fieldIssues: [],
  peopleWith: async () => [],
  claims: new Map(),
}

const desired = (values: readonly DesiredField[] = [], change: Partial<DesiredHire> = {}): DesiredHire => ({
  jobId: 'job-1',
  startDate: '2027-04-01',
  first: 'Ada',
  last: 'Lovelace',
  email: 'ada@example.com',
  phone: null,
  values,
  ...change,
})

const value = (code: string, content: Json, holder: 'person' | 'job' = 'person'): DesiredField => ({
  code,
  holder,
  value: content,
})

const actual = (change: Partial<ActualHire> = {}): ActualHire => ({
  id: 'p-1@job-1',
  personId: 'p-1',
  isPlaced: true,
  custom: { person: {}, job: {} },
  ...change,
})

const row = { id: 'app-1', status: 'Hired', candidateId: 'c-1', openingIds: [], hiringTeam: [], custom: {} }
const source = (acknowledged?: DesiredHire): HireSource => ({
  ...{ id: 'app-1', row, related: {}, isGone: false, isPushed: false },
  ...(acknowledged && { acknowledged }),
})

const planned = (want: DesiredHire, found?: ActualHire, before?: DesiredHire) =>
  planHire(source(before), want, found, context)

test('S90 nobody there: person, place, values of both, in this order', () => {
  const changes = planned(desired([value('shirtSize', 'M'), value('deskCode', 'D-7', 'job')]))

  expect(changes.map(({ action, effect, target }) => [action, effect, target])).toEqual([
    ['person.create', 'create', undefined],
    ['person.place', 'update', undefined],
    ['person.setValues', 'update', undefined],
    ['job.setValues', 'update', undefined],
  ])
})

test('S90 a person without a job is hired into it', () => {
  const [change, ...others] = planned(desired(), actual({ isPlaced: false }))

  expect(others).toEqual([])
  expect(change).toMatchObject({
    action: 'person.place',
    effect: 'create',
    target: 'p-1@job-1',
    input: { type: 'HIRE', jobId: 'job-1', date: '2027-04-01', otherJobId: null },
  })
})

test('S90 a person in another job is moved from it', () => {
  const [change] = planned(desired(), actual({ isPlaced: false, otherJobId: 'job-0' }))

  expect(change).toMatchObject({
    input: { type: 'MOVE', jobId: 'job-1', otherJobId: 'job-0' },
    fields: [{ field: 'job', before: 'job-0', after: 'job-1' }, { field: 'startDate' }],
  })
})

test('S90 a person in the job with the same values needs nothing', () => {
  const there = actual({ custom: { person: { shirtSize: ' M ' }, job: {} } })

  expect(planned(desired([value('shirtSize', 'M')]), there)).toEqual([])
})

test('S90 an empty value is not written over what is there', () => {
  expect(
    planned(desired([value('shirtSize', null)]), actual({ custom: { person: { shirtSize: 'L' }, job: {} } })),
  ).toEqual([])
})

test.each<[string, Json, Json, Json, readonly string[]]>([
  ['unchanged, unchanged there', 'M', 'M', 'M', []],
  ['unchanged, edited by HR', 'M', 'M', 'XXL', []],
  ['changed', 'M', 'L', 'M', ['person.setValues update']],
  ['changed, edited by HR too', 'M', 'L', 'XXL', ['person.setValues update']],
  ['changed to what HR wrote', 'M', 'L', 'L', []],
  ['emptied', 'M', null, 'M', ['person.setValues clear']],
  ['emptied on both sides', 'M', null, null, []],
  ['filled for the first time', null, 'M', null, ['person.setValues update']],
])('S90 after the hire a value %s', (_, before, now, there, changes) => {
  const found = actual({ custom: { person: { shirtSize: there }, job: {} } })
  const plan = planned(desired([value('shirtSize', now)]), found, desired([value('shirtSize', before)]))

  expect(plan.map(({ action, effect }) => `${action} ${effect}`)).toEqual(changes)
})

test('S90 after the hire a person who moved on is not placed again', () => {
  expect(planned(desired(), actual({ isPlaced: false, otherJobId: 'job-7' }), desired())).toEqual([])
})

test('S90 a value of a field ticked after the hire is written', () => {
  const plan = planned(desired([value('deskCode', 'D-7', 'job')]), actual(), desired())

  expect(plan).toMatchObject([{ action: 'job.setValues', input: { jobId: 'job-1', values: { deskCode: 'D-7' } } }])
})

test('S90 several values of one holder are one call', () => {
  const bonus = { amount: 5000, currency: 'EUR' }
  const plan = planned(desired([value('shirtSize', 'M'), value('startBonus', bonus)]), actual())

  expect(plan).toMatchObject([{ input: { values: { shirtSize: 'M', startBonus: bonus } } }])
})

test('S90 what was read back as written plans nothing more', () => {
  const want = desired([value('shirtSize', 'M'), value('deskCode', 'D-7', 'job')])
  const there = actual({ custom: { person: { shirtSize: 'M' }, job: { deskCode: 'D-7' } } })

  expect(planned(want, there)).toEqual([])
})

test('S90 a hire is named by person and job', () => {
  expect(personIdOf(hireId('p-1', 'job-1'))).toBe('p-1')
  expect(hireId('p-1', 'job-1')).not.toBe(hireId('p-1', 'job-2'))
})
