import { expect, test } from 'vitest'
import type { Json } from '../../lib/json.ts'
import type { HiringStatus } from '../../systems/crosschq/schema.ts'
import type { Written } from '../mirror.ts'
import type { ApplicationStanding } from './host.ts'
import { type ActualOutcome, desireOutcome, planOutcome } from './outcome-plan.ts'
import type { RequestRow } from './request-row.ts'

const ID = 'application'
const row = (changes: Partial<RequestRow> = {}): RequestRow => {
  return {
    id: 'r',
    application: ID,
    key: 'k',
    template: 't',
    status: 'pending',
    hasPdf: false,
    notices: [],
    ...changes,
  }
}
const told = (status: HiringStatus): Written => {
  const input: Json = { request: 'r', status }
  return { record: ID, target: ID, action: 'request.setHiringStatus', input, at: new Date(0) }
}

function changes(
  standing: ApplicationStanding,
  actual: Partial<ActualOutcome>,
  more: { calledOff?: string[]; cancelOnReject?: boolean } = {},
) {
  const now = { id: ID, requests: [row()], written: [], ...actual }
  const source = { id: ID, row: { id: ID }, related: {}, isGone: false, isPushed: false, now }
  const decision = desireOutcome(source, standing, more.calledOff ?? [], {
    cancelOnReject: more.cancelOnReject ?? true,
  })
  if (decision.type === 'skip') return decision.reason
  return planOutcome(source, decision.desired, now).map(({ action, input }) => {
    const { status } = input as { status?: string }
    return status ?? action
  })
}

test.each<[string, ReturnType<typeof changes>, string | readonly string[]]>([
  ['no request', changes('hired', { requests: [] }), 'no_request'],
  ['gone', changes('gone', {}), 'application_gone'],
  ['in the race', changes('active', {}), []],
  ['rejected', changes('rejected', {}), ['request.cancel', 'rejected']],
  ['rejected, cancelOnReject off', changes('rejected', {}, { cancelOnReject: false }), ['rejected']],
  ['rejected when complete', changes('rejected', { requests: [row({ status: 'completed' })] }), ['rejected']],
  [
    'rejected as shown',
    changes('rejected', { requests: [row({ status: 'cancelled', hiringStatus: 'rejected' })] }),
    [],
  ],
  ['hired', changes('hired', {}), ['hired']],
  ['hired, not shown, told before', changes('hired', { written: [told('hired')] }), []],
  [
    'hired, shown otherwise',
    changes('hired', { requests: [row({ hiringStatus: 'pending' })], written: [told('hired')] }),
    ['hired'],
  ],
  ['hired after rejected', changes('hired', { written: [told('rejected')] }), ['hired']],
  ['back in the race', changes('active', { written: [told('rejected')] }), ['pending']],
  ['back in the race, told', changes('active', { written: [told('rejected'), told('pending')] }), []],
  ['set by people, in the race', changes('active', { requests: [row({ hiringStatus: 'hired' })] }), []],
  ['called off', changes('active', {}, { calledOff: ['k'] }), ['request.cancel']],
  [
    'called off when complete',
    changes('active', { requests: [row({ status: 'completed' })] }, { calledOff: ['k'] }),
    [],
  ],
  ['another one called off', changes('active', {}, { calledOff: ['other'] }), []],
])('%s', (_, planned, expected) => {
  expect(planned).toEqual(expected)
})
