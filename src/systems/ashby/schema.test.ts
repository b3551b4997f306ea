import { describe, expect, test } from 'vitest'
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
