import { expect, test } from 'vitest'
import type { Json } from '../../lib/json.ts'
import { readRows } from './columns.ts'
import { changeSchema, fieldSchema, jobSchema, personSchema } from './schema.ts'

test('reads a job with flat keys', () => {
  const row = {
    ...JOB,
    title: 'Baker',
    recruit: 'ACTIVE',
    req: 'R-1',
    createDate: '2026-01-02',
    startDate: '2026-03-01T00:00:00Z',
    'department.name': 'Kitchen',
    'team.name': 'Bread, Cakes',
    'location.name': 'New York, NY',
    employment: 'CONTRACT',
    shirtSize: { name: 'M', label: 'Medium' },
  }

  expect(job(row, ['shirtSize', 'unasked'])).toEqual({
    id: ID,
    title: 'Baker',
    state: 'OPEN',
    isOpen: true,
    recruit: 'active',
    req: 'R-1',
    createDate: '2026-01-02',
    startDate: '2026-03-01',
    isBackfill: false,
    employment: 'CONTRACT',
    department: 'Kitchen',
    team: 'Bread, Cakes',
    locations: ['New York, NY'],
    custom: { shirtSize: { name: 'M', label: 'Medium' } },
  })
})

test.each<[string, Json, string | undefined]>([
  ['text', 'Kitchen', 'Kitchen'],
  ['an object with a name', { id: 'd1', name: 'Kitchen' }, 'Kitchen'],
  ['an object with a label', { id: 'd1', label: 'Kitchen' }, 'Kitchen'],
  ['an object with an id', { id: 'd1' }, 'd1'],
  ['a list of objects', [{ name: 'Kitchen' }, { name: 'Bar' }], 'Kitchen, Bar'],
  ['a list of texts', ['Kitchen', 'Bar'], 'Kitchen, Bar'],
  ['null', null, undefined],
  ['blank text', ' ', undefined],
  ['an empty list', [], undefined],
])('reads a department that is %s', (_, department, expected) => {
  expect(job({ ...JOB, department }).department).toBe(expected)
})

test.each<Json>([
  'active',
  'ACTIVE',
  ' Active ',
  { name: 'active' },
  { name: 'ACTIVE', label: 'Active' },
  { label: 'Active' },
])('reads the recruiting status %j', (recruit) => {
  expect(job({ ...JOB, recruit }).recruit).toBe('active')
})

test.each<[Json, boolean]>([
  [{ state: 'OPEN' }, true],
  [{ state: 'open' }, true],
  [{ state: { name: 'OPEN' } }, true],
  [{ state: 'FILLED' }, false],
  [{ state: 'DEPART', open: 'open' }, false],
  [{ state: 'START' }, false],
  [{ open: 'open' }, true],
  [{ open: 'filled' }, false],
  [{ open: true }, true],
  [{ state: 'NEW_STATE', open: 'open' }, true],
])('judges from %j whether a job is open', (columns, expected) => {
  expect(job({ id: ID, ...(columns as object) }).isOpen).toBe(expected)
})

test('does not guess whether a job is open', () => {
  expect(rejected(jobSchema([], false), { id: ID })).toContain('"state"')
})

test('believes the list where the row is silent', () => {
  expect(readRows([{ id: ID }], jobSchema([], true)).rows[0]?.isOpen).toBe(true)
})

test.each<[Json, boolean]>([
  [null, false],
  ['', false],
  [false, false],
  ['No', false],
  [true, true],
  ['588f7ee98f138b19220041a7', true],
  [{ id: 'p1', name: { first: 'Ada', last: 'Lovelace' } }, true],
])('reads the backfill column %j as %s', (backfill, expected) => {
  expect(job({ ...JOB, backfill }).isBackfill).toBe(expected)
})

test.each([
  ['FULL', 'FULL'],
  ['full', 'FULL'],
  ['Full Time', 'FULL'],
  ['Part Time', 'PART'],
  ['Temporary', 'TEMP'],
  ['Ex-Pat', 'EXPAT'],
  ['APPRENTICE', 'APPRENTICE'],
])('reads the employment %j as %s', (employment, expected) => {
  expect(job({ ...JOB, employment }).employment).toBe(expected)
})

test('finds custom codes in any case, flat or nested', () => {
  const row = { ...JOB, COSTCENTER: 7, base: { Annualized: { amount: 1, currency: 'USD' } }, cleared: null }

  expect(job(row, ['costCenter', 'base.annualized', 'cleared', 'absent']).custom).toEqual({
    costCenter: 7,
    'base.annualized': { amount: 1, currency: 'USD' },
    cleared: null,
  })
})

test.each<[string, object]>([
  ['no "id"', { id: null }],
  ['"title" has an unknown shape', { title: { odd: 1 } }],
  ['"startDate" is not a date', { startDate: 'soon' }],
  ['"createDate" is not a date', { createDate: '2026-02-30' }],
])('refuses a job with %s', (problem, columns) => {
  expect(rejected(jobSchema([], false), { ...JOB, ...columns })).toBe(problem)
})

test('one unreadable row does not hide the others', () => {
  const page = readRows(
    [JOB, 'x', null, { ...JOB, id: 'b', createDate: 'x' }, { ...JOB, id: 'c' }],
    jobSchema([], false),
  )

  expect(page.rows.map(({ id }) => id)).toEqual([ID, 'c'])
  expect(page.rejected.map(({ id }) => id)).toEqual([undefined, undefined, 'b'])
})

test('a reason never quotes the row', () => {
  const row = { id: ID, state: 'OPEN', title: { planted: 'planted' }, startDate: 'planted' }

  expect(JSON.stringify(readRows([row, 'planted', [['planted']]], jobSchema([], false)))).not.toContain('planted')
})

test.each<[string, object]>([
  ['flat', { 'contact.workEmail': ' Ada@Example.com ', 'contact.homeEmail': 'ada@home.example' }],
  ['nested', { contact: { workEmail: 'ada@example.com', homeEmail: ['ada@home.example', 'ADA@example.com'] } }],
  ['objects', { contact: { workEmail: { value: 'ada@example.com' }, homeEmail: { value: 'ada@home.example' } } }],
  [
    'contacts',
    {
      contacts: [
        { type: 'WORK_EMAIL', value: 'ada@example.com' },
        { type: 'SLACK', value: 'U@1' },
        { type: 'HOME_EMAIL', value: 'Ada@Home.example' },
      ],
    },
  ],
])('reads addresses of a person: %s', (_, columns) => {
  expect(readRows([{ id: 'p1', jobId: 'j1', ...columns }], personSchema([])).rows).toEqual([
    { id: 'p1', jobId: 'j1', emails: ['ada@example.com', 'ada@home.example'], custom: {} },
  ])
})

test('a person whose address is unreadable is refused', () => {
  expect(rejected(personSchema([]), { id: 'p1', 'contact.workEmail': { odd: 1 } })).toContain('contact.workEmail')
})

test('reads a field with its options', () => {
  const row = {
    id: 'f1',
    name: 'shirtSize',
    label: 'Shirt size',
    type: 'ENUM',
    entityType: 'JOB_OPEN',
    status: 'HIDDEN',
    deleteAt: '2026-01-01T00:00:00Z',
    values: [{ name: 'M', label: 'Medium', id: 'o1' }, { name: 'L' }, 'XL', { id: 'nameless' }],
  }

  expect(readRows([row], fieldSchema(false)).rows[0]).toMatchObject({
    code: 'shirtSize',
    options: [
      { name: 'M', label: 'Medium', id: 'o1' },
      { name: 'L', label: 'L' },
      { name: 'XL', label: 'XL' },
    ],
    isHidden: true,
    isDeleted: true,
    isBuiltIn: false,
  })
})

test('a built-in field needs no id', () => {
  const { rows } = readRows([{ name: 'recruit', label: 'Recruiting' }], fieldSchema(true))

  expect(rows[0]).toMatchObject({ id: 'recruit', code: 'recruit', isBuiltIn: true })
  expect(rejected(fieldSchema(false), { name: 'x', type: 'STRING' })).toBe('no "id"')
})

test('reads a change in capitals', () => {
  const row = { id: 'c1', type: 'hire', jobId: 'j1', personId: 'p1', date: '2027-01-04', status: 'active' }

  expect(readRows([row], changeSchema).rows[0]).toEqual({ ...row, type: 'HIRE', status: 'ACTIVE' })
})

const ID = '588f7ee98f138b19220041a7'
const JOB = { id: ID, state: 'OPEN' }

function job(row: object, codes: readonly string[] = []) {
  const { rows, rejected: refused } = readRows([row], jobSchema(codes, false))
  expect(refused).toEqual([])
  return rows[0]!
}

function rejected(schema: Parameters<typeof readRows>[1], row: object): string | undefined {
  return readRows([row], schema).rejected[0]?.problem
}
