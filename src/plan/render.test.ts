import { expect, test } from 'vitest'
import type { Change } from './change.ts'
import { planOf } from './plan.ts'
import { renderPlan, renderValue } from './render.ts'

const change = (record: string, more: Partial<Change> = {}): Change => ({
  flow: 'openings',
  record,
  action: 'opening.setValues',
  effect: 'update',
  target: `opening-of-${record}`,
  fields: [{ field: 'Cost Center', before: null, after: 'CC-1' }],
  input: {},
  ...more,
})

test('shows each record, write and field', () => {
  const create = { action: 'opening.create', effect: 'create', target: undefined } as const
  const plan = planOf('headcount', 'openings', [
    change('a', { ...create, fields: [{ field: 'identifier', before: null, after: 'Engineer (a)' }] }),
    change('a', { target: undefined }),
    change('b', {
      effect: 'clear',
      fields: [
        { field: 'Level', before: 'L3', after: null },
        { field: 'Cost Center', before: ['x'], after: ['x', 'y'] },
      ],
    }),
  ])

  expect(renderPlan(plan)).toBe(`openings: 1 to create, 1 to clear (digest ${plan.digest})
  a
    opening.create
      identifier  - -> "Engineer (a)"
    opening.setValues
      Cost Center  - -> "CC-1"
  b
    opening.setValues opening-of-b
      Level        "L3" -> -
      Cost Center  ["x"] -> ["x","y"]`)
})

test('an empty plan says so', () => {
  expect(renderPlan(planOf('headcount', 'hires', []))).toBe('hires: nothing to write')
})

test.each([
  ['nothing', null, '-'],
  ['the word null', 'null', '"null"'],
  ['line breaks', 'a\nb', '"a\\nb"'],
  ['long text', 'x'.repeat(200), `"${'x'.repeat(99)}… (202 characters)`],
  ['no', false, 'false'],
])('renders %s on one line', (_, value, text) => {
  expect(renderValue(value)).toBe(text)
})
