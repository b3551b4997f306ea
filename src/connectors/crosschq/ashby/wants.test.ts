import { expect, test } from 'vitest'
import type { OrderRow } from './rows.ts'
import { ORDER_MS, orderWants, type StageTrigger, triggerName, triggersAt, visitOf, visitWants } from './wants.ts'

const now = new Date('2026-03-02T12:00:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms).toISOString()
const order = (changes: Partial<OrderRow> = {}): OrderRow => ({
  ...{ id: 'o', application: 'a', jobId: 'j', jobTitle: 'Engineer', template: 't', team: [], state: 'wanted' },
  person: { firstName: 'Ada', lastName: 'L', email: 'ada@example.com' },
  ...{ at: ago(0), askedAt: ago(0), ...changes },
})

test.each<[string, OrderRow, boolean | undefined]>([
  ['young', order(), false],
  ['old and without an answer', order({ askedAt: ago(ORDER_MS + 1) }), true],
  ['old and asked for again', order({ at: ago(ORDER_MS + 1) }), false],
  ['old and started', order({ askedAt: ago(ORDER_MS + 1), state: 'started' }), false],
  ['withdrawn', order({ state: 'withdrawn' }), true],
  ['cancelled', order({ state: 'cancelled' }), undefined],
])('an order that is %s', (_, row, isWithdrawn) => {
  expect(orderWants([row], now)[0]?.isWithdrawn).toBe(isWithdrawn)
})

const trigger: StageTrigger = {
  job: 'Engineer',
  stage: 'Interview',
  template: 't',
  at: 'f:1:1',
  jobId: 'j',
  stageId: 's',
}
const row = { id: 'a', status: 'Active', candidateId: 'c', jobId: 'j', stageId: 's' }

test.each([
  ['at the stage', row, 1],
  ['at another stage', { ...row, stageId: 'other' }, 0],
  ['of another job', { ...row, jobId: 'other' }, 0],
  ['hired', { ...row, status: 'Hired' }, 0],
  ['nowhere', { id: 'a', status: 'Active', candidateId: 'c' }, 0],
])('an application %s', (_, application, count) => {
  expect(triggersAt(application, [trigger])).toHaveLength(count)
})

test.each([
  ['after the trigger', ago(0), false, undefined],
  ['before it', ago(5_000), false, true],
  ['before it, with backfill', ago(5_000), true, undefined],
])('an arrival %s', (_, enteredAt, backfill, isPast) => {
  const firstSeen = new Map([[triggerName(trigger), new Date(ago(1_000))]])

  const wants = visitWants({ id: 'v', enteredAt }, [trigger, { ...trigger, at: 'f:2:1' }], { firstSeen, backfill })

  expect(wants.map((want) => want.isPast)).toEqual([isPast])
})

test('a trigger that was never seen waits', () => {
  const wants = visitWants({ id: 'v', enteredAt: ago(0) }, [trigger], { firstSeen: new Map(), backfill: false })

  expect(wants.map(({ isPast }) => isPast)).toEqual([true])
})

test('the key tells the visit, and an order’s tells none', () => {
  const [want] = visitWants({ id: 'v', enteredAt: ago(0) }, [trigger], { firstSeen: new Map(), backfill: true })

  expect(want?.key).toBe('t:v')
  expect(visitOf('t:v')).toBe('v')
  expect(visitOf('7c0f52b9-4984-48c6-aa6d-f388e7ea2af4')).toBeUndefined()
})
