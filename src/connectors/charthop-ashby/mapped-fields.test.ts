import { describe, expect, test } from 'vitest'
import { parseMapping } from '../../mapping/load.ts'
import type { AshbyField } from '../../systems/ashby/schema.ts'
import type { Link, Mirror } from '../mirror.ts'
import type { MappableField } from './collections.ts'
import { fieldNamed, holdsOnOpenJob, isSelect, mappedFields, mappingProblem, wantedType } from './mapped-fields.ts'

function source(changes: Partial<MappableField> = {}): MappableField {
  const plain = { isHidden: false, isDeleted: false, isBuiltIn: false, options: [] }
  return { id: 'f1', code: 'region', label: 'Region', type: 'STRING', entityType: 'JOB', ...plain, ...changes }
}

function target(changes: Partial<AshbyField> = {}): AshbyField {
  return {
    id: 'a1',
    title: 'Region',
    objectType: 'Opening',
    fieldType: 'String',
    isArchived: false,
    options: [],
    ...changes,
  }
}

function mirrorOf(sources: readonly MappableField[], targets: readonly AshbyField[], links: Record<string, string>) {
  const rows: Record<string, readonly object[]> = { 'charthop.customFields': sources, 'ashby.customFields': targets }
  const linked = Object.entries(links).map(([id, to]): [string, Link] => [id, { target: to, origin: 'created' }])
  return {
    rows: async (collection: string) => rows[collection] ?? [],
    row: async () => undefined,
    rowsByRef: async () => [],
    links: async () => new Map(linked),
  } as unknown as Mirror
}

const mapping = parseMapping('version: 1\nopenings:\n  - { from: region, to: Region }\n', 'mapping.yaml')
const [entry] = mapping.openings
const options = [{ name: 'eu', label: 'Europe' }]

describe('mappedFields', () => {
  test('a field yet to be made has its type and options foretold', async () => {
    const field = source({ type: 'ENUM', options })

    const [mapped, ...others] = await mappedFields(mapping, mirrorOf([field], [], {}))

    expect(others).toEqual([])
    expect(mapped).toMatchObject({
      field,
      fieldType: 'ValueSelect',
      kind: 'choice',
      options: [{ value: 'eu', label: 'Europe', isArchived: false }],
    })
    expect(mapped).not.toHaveProperty('fieldId')
    expect(mapped).not.toHaveProperty('problem')
  })

  test('a linked field is taken as Ashby has it', async () => {
    const made = target({ fieldType: 'LongText', title: 'Renamed since' })

    const [mapped] = await mappedFields(mapping, mirrorOf([source()], [target({ id: 'a0' }), made], { f1: 'a1' }))

    expect(mapped).toMatchObject({ fieldId: 'a1', fieldType: 'LongText', kind: 'longText' })
  })

  test('a title alone is no link', async () => {
    const [mapped] = await mappedFields(mapping, mirrorOf([source()], [target()], {}))

    expect(mapped).not.toHaveProperty('fieldId')
  })

  test('a link to a field that is gone counts for nothing', async () => {
    const [mapped] = await mappedFields(mapping, mirrorOf([source()], [], { f1: 'a1' }))

    expect(mapped).not.toHaveProperty('fieldId')
  })

  test.each<readonly [string, readonly MappableField[]]>([
    ['does not exist', []],
    ['is deleted', [source({ isDeleted: true })]],
    ['is only named by the mapping', [source({ isMissing: true })]],
  ])('an entry whose field %s is left out', async (_what, sources) => {
    expect(await mappedFields(mapping, mirrorOf(sources, [], {}))).toEqual([])
  })
})

test.each([
  ['region', true],
  ['REGION', true],
  [' Region ', true],
  ['regions', false],
])('%j names the field: %s', (code, expected) => {
  expect(fieldNamed([source()], code) !== undefined).toBe(expected)
})

test.each([
  ['JOB', true],
  ['JOB_OPEN', true],
  ['JOB_FILLED', false],
  ['PERSON', false],
  ['NONE', false],
])('a field of %s holds on an open job: %s', (entityType, expected) => {
  expect(holdsOnOpenJob({ entityType })).toBe(expected)
})

test.each([
  ['STRING', 'String'],
  ['TEXT', 'LongText'],
  ['EMAIL', 'String'],
  ['PHONE', 'String'],
  ['INTEGER', 'Number'],
  ['DECIMAL', 'Number'],
  ['PERCENT', 'Number'],
  ['BOOLEAN', 'Boolean'],
  ['DATE', 'Date'],
  ['MONEY', 'Currency'],
  ['URL', 'Url'],
  ['ENUM', 'ValueSelect'],
  ['ENUM_SCALE', 'ValueSelect'],
  ['ENUM_MULTI', 'MultiValueSelect'],
  ['PERSON', 'String'],
  ['FILE', undefined],
])('ChartHop %s becomes Ashby %s', (type, expected) => {
  expect(wantedType({}, source({ type }))).toBe(expected)
})

test('a type named in the mapping wins', () => {
  expect(wantedType({ type: 'Number' }, source({ type: 'STRING' }))).toBe('Number')
})

describe('mappingProblem', () => {
  test.each<readonly [string, MappableField, string | undefined]>([
    ['a plain field', source(), undefined],
    ['a select with options', source({ type: 'ENUM', options }), undefined],
    ['a field of people', source({ entityType: 'PERSON' }), 'belongs to PERSON'],
    ['a type without one value', source({ type: 'FILE' }), 'type FILE cannot be mapped'],
    ['a select without options', source({ type: 'ENUM' }), 'needs options'],
  ])('%s', (_what, field, expected) => {
    const problem = mappingProblem(entry!, field)

    if (expected === undefined) expect(problem).toBeUndefined()
    else expect(problem).toContain(expected)
  })

  test('a text made a select needs options too', () => {
    expect(mappingProblem({ ...entry!, type: 'ValueSelect' }, source())).toContain('needs options')
  })
})

test.each([
  ['ValueSelect', true],
  ['MultiValueSelect', true],
  ['String', false],
  [undefined, false],
])('%s is a select: %s', (fieldType, expected) => {
  expect(isSelect(fieldType)).toBe(expected)
})
