import { expect, test } from 'vitest'
import type { Written } from '../../mirror.ts'
import type { RequestRow } from '../request-row.ts'
import { planTile, type TileUpdate, UPDATE, updateOf } from './tile.ts'

const request = (changes: Partial<RequestRow> = {}): RequestRow => ({
  ...{ id: 'r', application: 'a', key: 'assessment', template: 't', status: 'pending', statusText: 'sent' },
  ...{ progress: 0, hasPdf: false, notices: [], ...changes },
})
const done = request({
  ...{ status: 'completed', statusText: 'Concluded', progress: 100, reportUrl: 'https://org.example/r' },
})

/** What is planned, after all that was planned before was told. */
function plan(...states: readonly RequestRow[]): string[] {
  const told: Written[] = []
  let last: string[] = []
  for (const state of states) {
    const changes = planTile(state, told)
    last = changes.map(({ input }) => (input as unknown as TileUpdate).type)
    told.push(...changes.map(({ input }) => ({ record: 'r', action: UPDATE, input, at: new Date(0) })))
  }
  return last
}

test.each<[string, readonly RequestRow[], readonly string[]]>([
  ['first of all', [request()], ['started']],
  ['without news', [request(), request()], []],
  ['a new status', [request(), request({ statusText: 'opened' })], ['progress']],
  ['a new progress', [request(), request({ progress: 50 })], ['progress']],
  ['complete', [request(), done], ['completed']],
  ['complete at first sight', [done], ['started', 'completed']],
  ['complete, and looked at again', [done, { ...done, score: 4 }], []],
  ['complete without a link', [request(), { ...done, reportUrl: undefined }], ['progress']],
  ['the link comes later', [request(), { ...done, reportUrl: undefined }, done], ['completed']],
  ['cancelled', [request(), request({ status: 'cancelled' })], ['cancelled']],
  ['complete after all', [request({ status: 'cancelled' }), done], []],
])('%s', (_, states, expected) => {
  expect(plan(...states)).toEqual(expected)
})

test('an update holds what Ashby wants of each kind', () => {
  const base = { assessment: 'a', statusText: 'sent', progress: 40, score: null, reportUrl: 'https://org.example/r' }

  const started = updateOf({ ...base, type: 'started' }, 1)
  const completed = updateOf({ ...base, type: 'completed', score: 3.5 }, 2)
  const cancelled = updateOf({ ...base, type: 'cancelled' }, 3)

  expect(started).toMatchObject({ timestamp: 1, status: { value: 'Started' }, metadata: [{ value: '40 %' }] })
  expect(started.result).toBeUndefined()
  expect(completed).toMatchObject({
    ...{ status: { value: 'sent' }, result: { type: 'numeric_score', value: 3.5 } },
    profileUrl: { type: 'url', value: 'https://org.example/r' },
  })
  expect(cancelled.cancelledReason?.type).toBe('string')
  expect(cancelled.result).toBeUndefined()
})
