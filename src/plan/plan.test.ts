import { expect, test } from 'vitest'
import type { Change, Effect } from './change.ts'
import { isEmpty, planOf } from './plan.ts'

const change = (record: string, effect: Effect = 'update', rest: Partial<Change> = {}): Change => ({
  flow: 'openings',
  record,
  action: 'opening.update',
  effect,
  fields: [{ field: 'description', before: 'a', after: 'b' }],
  input: { description: 'b' },
  ...rest,
})

const plan = (...changes: readonly Change[]) => planOf('headcount', 'openings', changes)

test('records are counted by their gravest effect', () => {
  const { counts } = plan(
    change('1', 'create'),
    change('1', 'update'),
    change('2', 'update'),
    change('2', 'clear'),
    change('3', 'clear'),
    change('3', 'close'),
    change('4', 'update'),
    change('4', 'update'),
  )

  expect(counts).toEqual({ create: 1, update: 1, clear: 1, close: 1 })
})

test('a plan without changes is empty', () => {
  expect(isEmpty(plan())).toBe(true)
  expect(isEmpty(plan(change('1')))).toBe(false)
  expect(plan().counts).toEqual({ create: 0, update: 0, clear: 0, close: 0 })
})

test('equal plans have equal digests, whatever the order of keys', () => {
  const input = { a: 1, b: 2 }
  const reordered = { b: 2, a: 1 }

  expect(plan(change('1', 'update', { input })).digest).toBe(plan(change('1', 'update', { input: reordered })).digest)
})

test.each<readonly [string, Change]>([
  ['another record', change('2')],
  ['another value before', change('1', 'update', { fields: [{ field: 'description', before: 'x', after: 'b' }] })],
  ['another value after', change('1', 'update', { fields: [{ field: 'description', before: 'a', after: 'x' }] })],
  ['another target', change('1', 'update', { target: 'o1' })],
  ['another input', change('1', 'update', { input: {} })],
  ['another effect', change('1', 'clear')],
])('a digest differs with %s', (_what, other) => {
  expect(plan(other).digest).not.toBe(plan(change('1')).digest)
})

test('a digest belongs to its connection and flow', () => {
  const digests = [
    planOf('headcount', 'openings', [change('1')]),
    planOf('other', 'openings', [change('1')]),
    planOf('headcount', 'hires', [change('1')]),
  ].map(({ digest }) => digest)

  expect(new Set(digests).size).toBe(3)
})
