import { describe, expect, test } from 'vitest'
import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { AshbyOpening } from '../../systems/ashby/schema.ts'
import type { DesiredOpening, DesiredValue, JobSource } from './opening-desire.ts'
import { holdsChange, planOpening } from './opening-plan.ts'

type OpenOpening = Extract<DesiredOpening, { type: 'open' }>

const source: JobSource = {
  id: 'job1',
  row: { id: 'job1', isOpen: true, isBackfill: false, locations: [], custom: {} },
  related: {},
  isGone: false,
  isPushed: false,
}

function desired(changes: Partial<OpenOpening> = {}): OpenOpening {
  return {
    type: 'open',
    identifier: 'Engineer (job1)',
    description: 'Builds',
    teamId: 't1',
    locationIds: ['l1'],
    targetStartDate: '2027-01-01',
    isBackfill: false,
    employmentType: 'FullTime',
    values: [],
    ...changes,
  }
}

function actual(changes: Partial<AshbyOpening> = {}): AshbyOpening {
  return {
    id: 'o1',
    state: 'Approved',
    isArchived: false,
    identifier: 'Engineer (job1)',
    description: 'Builds',
    teamId: 't1',
    targetStartDate: '2027-01-01',
    isBackfill: false,
    employmentType: 'FullTime',
    locationIds: ['l1'],
    jobIds: [],
    custom: {},
    ...changes,
  }
}

function value(title: string, held: Json, rest: Partial<DesiredValue> = {}): DesiredValue {
  return { title, fieldId: `id-${title}`, fieldType: 'String', value: held, ...rest }
}

const plan = (want: DesiredOpening, is?: AshbyOpening) => planOpening(source, want, is)

test('an opening in step needs nothing', () => {
  expect(plan(desired(), actual())).toEqual([])
})

describe('an opening that is not there', () => {
  test('is created approved, with its values in one further call', () => {
    const changes = plan(desired({ values: [value('A', 'a'), value('B', 'b'), value('C', null)] }))

    expect(changes.map(({ action, effect, target }) => [action, effect, target])).toEqual([
      ['opening.create', 'create', undefined],
      ['opening.setValues', 'update', undefined],
    ])
    expect(changes[0]?.fields).toContainEqual({ field: 'state', before: null, after: 'Approved' })
    expect(changes[1]?.input).toEqual({
      values: [
        { title: 'A', fieldId: 'id-A', fieldValue: 'a' },
        { title: 'B', fieldId: 'id-B', fieldValue: 'b' },
      ],
    })
  })

  test('gets no second call without values', () => {
    expect(plan(desired())).toHaveLength(1)
  })

  test('is full time where no counterpart says otherwise', () => {
    const { employmentType: _, ...without } = desired()

    expect(plan(without)[0]?.input).toMatchObject({ employmentType: 'FullTime' })
  })

  test('is not created to be closed', () => {
    expect(plan({ type: 'closed' })).toEqual([])
  })
})

describe('columns', () => {
  test.each<readonly [string, Partial<AshbyOpening>, Json, Json]>([
    ['identifier', { identifier: 'Old' }, 'Old', 'Engineer (job1)'],
    ['description', { description: undefined }, null, 'Builds'],
    ['teamId', { teamId: 't9' }, 't9', 't1'],
    ['targetStartDate', { targetStartDate: '2027-02-02' }, '2027-02-02', '2027-01-01'],
    ['isBackfill', { isBackfill: true }, true, false],
    ['employmentType', { employmentType: 'Intern' }, 'Intern', 'FullTime'],
  ])('%s follows', (field, edit, before, after) => {
    const [change, ...others] = plan(desired(), actual(edit))

    expect(others).toEqual([])
    expect(change).toMatchObject({ action: 'opening.update', effect: 'update', target: 'o1' })
    expect(change?.fields).toEqual([{ field, before, after }])
    expect(change?.input).toMatchObject({ [field]: after, isBackfill: false, employmentType: 'FullTime' })
  })

  test('what is not ours to say is neither compared nor written', () => {
    const { teamId: _t, locationIds: _l, employmentType: _e, ...want } = desired({ description: 'New' })

    const [change, ...others] = plan(want, actual({ teamId: 't9', locationIds: ['l9'], employmentType: 'Intern' }))

    expect(others).toEqual([])
    expect(change?.input).toEqual({ description: 'New', isBackfill: false, employmentType: 'Intern' })
  })

  test.each(['Draft', 'Approved', 'Open', 'Closed', 'Something new'])('state %s is never written', (state) => {
    expect(plan(desired(), actual({ state }))).toEqual([])
  })

  test('emptying a team goes last and alone', () => {
    const want = desired({ teamId: null, description: 'New', locationIds: ['l2'], values: [value('A', 'a')] })

    const changes = plan(want, actual())

    expect(changes.map(({ action, effect, fields }) => [action, effect, fields.map(({ field }) => field)])).toEqual([
      ['opening.update', 'update', ['description']],
      ['opening.addLocation', 'update', ['location']],
      ['opening.removeLocation', 'update', ['location']],
      ['opening.setValues', 'update', ['A']],
      ['opening.update', 'clear', ['teamId']],
    ])
  })

  test('an emptied description counts as a clear', () => {
    expect(plan(desired({ description: null }), actual())).toMatchObject([{ effect: 'clear' }])
  })
})

describe('values', () => {
  test('only those that differ are sent, all in one call', () => {
    const want = desired({ values: [value('A', 'a'), value('B', 'b'), value('C', 'c')] })

    const changes = plan(want, actual({ custom: { 'id-A': 'a', 'id-B': 'old' } }))

    expect(changes).toHaveLength(1)
    expect(changes[0]?.fields).toEqual([
      { field: 'B', before: 'old', after: 'b' },
      { field: 'C', before: null, after: 'c' },
    ])
  })

  test('a value that goes away is sent as null and counts as a clear', () => {
    const [change] = plan(desired({ values: [value('A', null)] }), actual({ custom: { 'id-A': 'a' } }))

    expect(change).toMatchObject({ effect: 'clear', input: { values: [{ fieldValue: null }] } })
  })

  test('values of other fields are left alone', () => {
    expect(plan(desired({ values: [value('A', 'a')] }), actual({ custom: { 'id-A': 'a', other: 'x' } }))).toEqual([])
  })

  test.each<readonly [string, Json, Json]>([
    ['Currency', { amount: 5, currency: 'EUR' }, { value: 5, currencyCode: 'EUR' }],
    ['MultiValueSelect', ['b', 'a'], ['a', 'b']],
    ['Date', '2027-01-01', '2027-01-01T00:00:00Z'],
    ['Boolean', false, false],
  ])('a %s in step is not written', (fieldType, held, raw) => {
    const want = desired({ values: [value('A', held, { fieldType })] })

    expect(plan(want, actual({ custom: { 'id-A': raw } }))).toEqual([])
  })
})

describe('closing', () => {
  test.each(['Draft', 'Approved', 'Open'])('%s becomes closed', (state) => {
    expect(planOpening(source, { type: 'closed' }, actual({ state }), 'r1')).toMatchObject([
      { action: 'opening.close', effect: 'close', target: 'o1', input: { closeReasonId: 'r1' } },
    ])
  })

  test.each(['Closed', 'Filled', 'Something new'])('%s is left as it is', (state) => {
    expect(plan({ type: 'closed' }, actual({ state }))).toEqual([])
  })

  test('an archived opening is left as it is', () => {
    expect(plan({ type: 'closed' }, actual({ isArchived: true }))).toEqual([])
  })
})

describe('whether an opening holds a change', () => {
  const want = desired({ description: 'New', locationIds: ['l2'], values: [value('A', 'a')] })
  const changes = plan(want, actual())
  const after = actual({ description: 'New', locationIds: ['l2'], custom: { 'id-A': 'a' } })
  const closing = plan({ type: 'closed' }, actual())
  const named: [string, Change][] = changes.map((change) => [change.action, change])

  test.each(named)('%s, before and after', (_action, change) => {
    expect(holdsChange(change, actual())).toBe(false)
    expect(holdsChange(change, after)).toBe(true)
  })

  test('a close, before and after', () => {
    expect(holdsChange(closing[0]!, actual())).toBe(false)
    expect(holdsChange(closing[0]!, actual({ state: 'Closed' }))).toBe(true)
  })
})
