import { expect, test } from 'vitest'
import type { AshbyVisit } from './schema.ts'
import { currentVisit, currentVisitIn } from './visits.ts'

const first: AshbyVisit = {
  id: '1',
  stageId: 'review',
  enteredAt: '2026-01-01T09:00:00Z',
  leftAt: '2026-01-02T09:00:00Z',
}
const second: AshbyVisit = {
  id: '2',
  stageId: 'screen',
  enteredAt: '2026-01-02T09:00:00Z',
  leftAt: '2026-01-03T09:00:00Z',
}
const third: AshbyVisit = { id: '3', stageId: 'review', enteredAt: '2026-01-03T09:00:00Z' }

test('the visit that has not ended is the current one', () => {
  expect(currentVisit([first, second, third])?.id).toBe('3')
})

test('of several open visits the latest counts, whatever their order', () => {
  const later: AshbyVisit = { id: '4', stageId: 'screen', enteredAt: '2026-01-03T11:00:00+01:00' }

  expect(currentVisit([later, third, first])?.id).toBe('4')
})

test.each([[[]], [[first, second]]])('a history without an open visit has no current one', (visits) => {
  expect(currentVisit(visits)).toBeUndefined()
})

test('a visit of another stage is not the one asked for', () => {
  expect(currentVisitIn([first, second, third], 'screen')).toBeUndefined()
  expect(currentVisitIn([first, second, third], 'review')?.id).toBe('3')
})

test('a visit that names no stage is where the application is', () => {
  expect(currentVisitIn([{ id: '9', enteredAt: '2026-01-03T09:00:00Z' }], 'review')?.id).toBe('9')
})
