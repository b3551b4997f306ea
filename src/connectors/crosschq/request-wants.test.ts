import { expect, test } from 'vitest'
import type { RequestRow } from './request-row.ts'
import { type MadeRequest, requestsOf, standingOf } from './request-wants.ts'

const want = { key: 'new', template: 'engineering' }

function made(id: string, status: RequestRow['status'] | undefined, changes: Partial<MadeRequest> = {}): MadeRequest {
  const of = { application: 'a', key: `key-${id}`, template: 'engineering' }
  const row = status && ({ id, ...of, status, hasPdf: false, notices: [] } satisfies RequestRow)
  return { id, ...of, at: new Date(0), ...(row && { row }), ...changes }
}

test.each<[string, readonly MadeRequest[], boolean, string]>([
  ['nothing was made', [], false, 'open'],
  ['its own request exists', [made('1', 'completed', { key: 'new' })], false, 'made'],
  ['its own request was cancelled', [made('1', 'cancelled', { key: 'new' })], false, 'made'],
  ['another one runs', [made('1', 'in_progress')], false, 'running'],
  ['another one is past due', [made('1', 'past_due')], true, 'running'],
  ['another one was made a moment ago', [made('1', undefined)], true, 'running'],
  ['another one is complete', [made('1', 'completed')], false, 'completed'],
  ['another one is complete, repeats allowed', [made('1', 'completed')], true, 'open'],
  ['another one was cancelled', [made('1', 'cancelled')], false, 'open'],
  ['another template’s runs', [made('1', 'pending', { template: 'sales' })], false, 'open'],
  ['one that was called off runs on', [made('1', 'pending', { isCalledOff: true })], false, 'open'],
  ['one that was called off is complete', [made('1', 'completed', { isCalledOff: true })], false, 'open'],
  ['one is complete and one runs', [made('1', 'completed'), made('2', 'pending')], true, 'running'],
])('when %s', (_, requests, allowRepeat, type) => {
  expect(standingOf(want, requests, allowRepeat).type).toBe(type)
})

test('requests are those of the application, the last row of each', () => {
  const row = made('1', 'completed').row!
  const others = [made('1', undefined), made('2', undefined, { application: 'b' }), made('3', undefined)]

  const own = requestsOf('a', others, { rows: [{ ...row, status: 'pending' }, row], calledOff: ['key-3'] })

  expect(own.map(({ id, row, isCalledOff }) => [id, row?.status, isCalledOff])).toEqual([
    ['1', 'completed', undefined],
    ['3', undefined, true],
  ])
})
