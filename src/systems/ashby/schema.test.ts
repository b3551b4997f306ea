import { describe, expect, test } from 'vitest'
import { Application, Candidate, Offer } from './hiring-schema.ts'
import { Department, Field, Location, Opening } from './schema.ts'

const version = (changes: object = {}) => ({
  id: 'v1',
  identifier: 'ENG-1',
  description: 'Backend',
  teamId: 't1',
  jobIds: ['j1'],
  targetHireDate: '2026-03-01',
  targetStartDate: '2026-04-01',
  isBackfill: true,
  employmentType: 'PartTime',
  locationIds: ['l1', 'l2'],
  hiringTeam: [],
  customFields: [{ id: 'f1', title: 'Level', value: 'l5', valueLabel: 'L5' }],
  ...changes,
})

const opening = (changes: object = {}) => ({
  id: 'p1',
  openingState: 'Approved',
  isArchived: false,
  latestVersion: version(),
  ...changes,
})

describe('opening', () => {
  test('joins the opening and its latest version', () => {
    expect(Opening.parse(opening())).toEqual({
      id: 'p1',
      state: 'Approved',
      isArchived: false,
      identifier: 'ENG-1',
      description: 'Backend',
      teamId: 't1',
      targetHireDate: '2026-03-01',
      targetStartDate: '2026-04-01',
      isBackfill: true,
      employmentType: 'PartTime',
      locationIds: ['l1', 'l2'],
      jobIds: ['j1'],
      custom: { f1: 'l5' },
    })
  })

  test('null and missing members are empty ones', () => {
    const latestVersion = { id: 'v1', identifier: null, teamId: null, targetHireDate: null, customFields: null }

    expect(Opening.parse({ id: 'p1', openingState: 'Draft', latestVersion })).toEqual({
      id: 'p1',
      state: 'Draft',
      isArchived: false,
      isBackfill: false,
      locationIds: [],
      jobIds: [],
      custom: {},
    })
  })

  test('states and types we do not know stay', () => {
    const latestVersion = version({ employmentType: 'Seasonal' })

    const read = Opening.parse(opening({ openingState: 'Paused', latestVersion, somethingNew: 1 }))

    expect(read).toMatchObject({ state: 'Paused', employmentType: 'Seasonal' })
    expect(read).not.toHaveProperty('somethingNew')
  })

  test('a value of no kind we know stays raw', () => {
    const range = { type: 'number-range', minValue: 1, maxValue: 2 }
    const customFields = [
      { id: 'f1', title: 'Range', value: range },
      { id: '__proto__', title: 'Trap', value: 'kept' },
      { id: 'f2', title: 'None' },
    ]

    const { custom } = Opening.parse(opening({ latestVersion: version({ customFields }) }))

    expect(custom.f1).toEqual(range)
    expect(Object.entries(custom)).toContainEqual(['__proto__', 'kept'])
    expect(custom.f2).toBeNull()
  })

  test.each([
    ['id', opening({ id: null })],
    ['latestVersion', opening({ latestVersion: null })],
    ['openingState', opening({ openingState: 7 })],
    ['targetStartDate', opening({ latestVersion: version({ targetStartDate: 'soon' }) })],
    ['isBackfill', opening({ latestVersion: version({ isBackfill: 'yes' }) })],
  ])('one with an unreadable %s is refused', (_, raw) => {
    expect(Opening.safeParse(raw).success).toBe(false)
  })
})

describe('field', () => {
  const field = { id: 'f1', title: 'Level', objectType: 'Opening', fieldType: 'ValueSelect', isRequired: false }

  test('options come with label, value and archived mark', () => {
    const selectableValues = [{ label: 'L5', value: 'l5', isArchived: true }, { value: 'l6' }, { label: 'L7' }]

    expect(Field.parse({ ...field, isArchived: true, selectableValues, isDateOnlyField: false })).toEqual({
      id: 'f1',
      title: 'Level',
      objectType: 'Opening',
      fieldType: 'ValueSelect',
      isArchived: true,
      isDateOnly: false,
      options: [
        { label: 'L5', value: 'l5', isArchived: true },
        { label: 'l6', value: 'l6', isArchived: false },
        { label: 'L7', value: 'L7', isArchived: false },
      ],
    })
  })

  test.each([
    ['Opening_Version', 'Opening'],
    ['Offer_Version', 'Offer'],
    ['Talent_Project', 'Talent_Project'],
  ])('object type %s is %s', (objectType, ours) => {
    expect(Field.parse({ ...field, objectType }).objectType).toBe(ours)
  })

  test('an option with nothing in it is refused', () => {
    expect(Field.safeParse({ ...field, selectableValues: [{ label: '', value: null }] }).success).toBe(false)
  })
})

describe('application', () => {
  const application = {
    id: 'a1',
    status: 'Hired',
    candidate: { id: 'c1', name: 'N' },
    job: { id: 'j1', title: 'T' },
    updatedAt: '2026-01-02T03:04:05.000Z',
  }

  test('names candidate, job and openings by id', () => {
    const customFields = [{ id: 'f1', title: 'Size', value: 'm', valueLabel: 'Medium' }]

    expect(Application.parse({ ...application, openings: [opening(), { id: 'p2' }], customFields })).toEqual({
      id: 'a1',
      status: 'Hired',
      candidateId: 'c1',
      candidateName: 'N',
      jobId: 'j1',
      openingIds: ['p1', 'p2'],
      updatedAt: '2026-01-02T03:04:05.000Z',
      custom: { f1: { title: 'Size', value: 'm', label: 'Medium' } },
    })
  })

  test('nulls of live answers do not matter', () => {
    const raw = { ...application, job: null, openings: null, customFields: null, archiveReason: null, source: null }

    expect(Application.parse(raw)).toMatchObject({ openingIds: [], custom: {} })
  })

  test('one without a candidate is refused', () => {
    expect(Application.safeParse({ ...application, candidate: null }).success).toBe(false)
  })
})

describe('offer', () => {
  const offer = (latestVersion: object | null) => ({ id: 'o1', applicationId: 'a1', latestVersion })

  test.each(['2026-05-01', '2026-05-01T00:00:00.000Z', '2026-05-01T23:00:00+09:00'])(
    'start date %s is the first of May',
    (startDate) => expect(Offer.parse(offer({ id: 'v1', startDate })).version?.startDate).toBe('2026-05-01'),
  )

  test('salary is money in our words', () => {
    const salary = { value: 90000.5, currencyCode: 'EUR' }

    expect(Offer.parse(offer({ id: 'v1', salary })).version?.salary).toEqual({ amount: 90000.5, currency: 'EUR' })
  })

  test.each([null, {}, { value: null, currencyCode: 'EUR' }])('salary %j is none', (salary) => {
    expect(Offer.parse(offer({ id: 'v1', salary })).version?.salary).toBeUndefined()
  })

  test('an amount without currency is refused', () => {
    expect(Offer.safeParse(offer({ id: 'v1', salary: { value: 1 } })).success).toBe(false)
  })

  test('an offer may have no version yet', () => {
    expect(Offer.parse(offer(null))).toEqual({ id: 'o1', applicationId: 'a1' })
  })
})

describe('candidate', () => {
  test('the primary address comes first and once', () => {
    const emailAddresses = [
      { value: 'home@example.com', type: 'Personal', isPrimary: false },
      { value: ' work@example.com', type: 'Work', isPrimary: true },
    ]

    expect(Candidate.parse({ id: 'c1', name: 'N', primaryEmailAddress: null, emailAddresses })).toEqual({
      id: 'c1',
      name: 'N',
      email: 'work@example.com',
      emails: ['work@example.com', 'home@example.com'],
      custom: {},
    })
  })

  test('one without any address is read', () => {
    expect(Candidate.parse({ id: 'c1', name: 'N', emailAddresses: [{ value: null }] })).toMatchObject({ emails: [] })
  })
})

test('departments and locations keep what matching needs', () => {
  expect(Department.parse({ id: 'd1', name: 'R&D', parentId: null, extraData: { a: 'b' } })).toEqual({
    id: 'd1',
    name: 'R&D',
    isArchived: false,
  })
  expect(Location.parse({ id: 'l1', name: 'Oslo', externalName: 'Norway', isArchived: true })).toEqual({
    id: 'l1',
    name: 'Oslo',
    externalName: 'Norway',
    isArchived: true,
  })
})
