import { expect, test } from 'vitest'
import type { RequestRow } from '../request-row.ts'
import type { MadeRequest } from '../request-wants.ts'
import { judgeStart } from './partner-verdict.ts'
import type { OrderRow } from './rows.ts'
import { ORDER_MS } from './wants.ts'

const now = new Date('2026-03-02T12:00:00Z')
const young = new Date(now.getTime() - 1_000).toISOString()
const old = new Date(now.getTime() - ORDER_MS - 1_000).toISOString()

const order = (state: OrderRow['state'], at = old): OrderRow => ({
  ...{ id: 'o', application: 'a', jobId: 'j', jobTitle: 'Engineer', template: 't', team: [], state, at, askedAt: at },
  person: { firstName: 'Ada', lastName: 'L', email: 'ada@example.com' },
})

function made(status?: RequestRow['status'], changes: Partial<MadeRequest> = {}): MadeRequest {
  const of = { application: 'a', key: 'o', template: 't' }
  const row = status && { id: 'r', ...of, status, hasPdf: false, notices: [] }
  return { id: 'r', ...of, at: now, ...(row && { row }), ...changes }
}

test.each<[string, readonly OrderRow[], readonly MadeRequest[], boolean, string]>([
  ['nothing before', [], [], false, 'new'],
  ['an order that is not made yet', [order('wanted')], [], false, 'same'],
  ['a young order that runs', [order('started', young)], [made('pending')], false, 'same'],
  ['a young order that is complete', [order('started', young)], [made('completed')], false, 'same'],
  ['an old order that runs', [order('started')], [made('pending')], true, 'running'],
  ['an old order that is just made', [order('started')], [made()], false, 'running'],
  ['an old order that is complete', [order('started')], [made('completed')], false, 'completed'],
  ['the same with repeats allowed', [order('started')], [made('completed')], true, 'new'],
  ['a request that Crosschq cancelled', [order('started', young)], [made('cancelled')], false, 'new'],
  ['an old order without an answer, made', [order('wanted')], [made('pending')], false, 'same'],
  ['the same, complete by now', [order('wanted')], [made('completed')], false, 'same'],
  ['a withdrawn order', [order('withdrawn')], [], false, 'new'],
  ['a withdrawn order that was made after all', [order('withdrawn')], [made('pending')], false, 'same'],
  ['a cancelled order', [order('cancelled', young)], [made('pending', { isCalledOff: true })], false, 'new'],
  ['a trigger’s request that runs', [], [made('pending', { key: 't:v' })], false, 'running'],
])('%s', (_, orders, requests, allowRepeat, type) => {
  expect(judgeStart('t', orders, requests, { now, allowRepeat }).type).toBe(type)
})
