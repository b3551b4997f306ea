import { expect, test } from 'vitest'
import { nameable, storable } from './storable.ts'

test('rows without odd characters pass untouched', () => {
  const rows = [{ id: '1', title: 'Zoë 🚀', custom: { a: [1, null, 'x'], b: true } }]

  expect(storable({ rows, rejected: [], token: 't' })).toEqual({ rows, rejected: [], token: 't' })
})

test.each([
  ['a NUL character', { id: '1', title: 'a\u0000b' }, 'title holds a NUL character'],
  ['a lone surrogate', { id: '1', custom: { goal: ['ok', '\udc00'] } }, 'custom.goal.1 holds half a character'],
  ['a NUL in a name', { id: '1', custom: { 'a\u0000': 1 } }, 'custom holds a NUL character'],
])('a row with %s is refused by its place', (_what, row, problem) => {
  const { rows, rejected } = storable({ rows: [{ id: '2' }, row], rejected: [] })

  expect(rows).toEqual([{ id: '2' }])
  expect(rejected).toEqual([{ id: '1', problem: expect.stringContaining(problem) }])
})

test('an id that cannot be kept is not told', () => {
  const { rejected } = storable({ rows: [{ id: 'a\u0000' }], rejected: [] })

  expect(rejected).toEqual([{ problem: expect.stringContaining('NUL') }])
})

test('only the id decides whether a row can be asked for', () => {
  const rows = [{ id: '1', title: 'a\u0000' }, { id: 'b\u0000' }]

  const { rows: kept, rejected } = nameable({ rows, rejected: [] })

  expect(kept).toEqual([rows[0]])
  expect(rejected).toEqual([{ problem: expect.stringContaining('id holds a NUL character') }])
})

test('earlier refusals of the page stay', () => {
  const rejected = [{ id: '9', problem: 'no title' }]

  expect(storable({ rows: [], rejected }).rejected).toEqual(rejected)
})

test('the text itself is never repeated', () => {
  const { rejected } = storable({ rows: [{ id: '1', title: 'private\u0000' }], rejected: [] })

  expect(JSON.stringify(rejected)).not.toContain('private')
})
