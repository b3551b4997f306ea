import { expect, test } from 'vitest'
import type { Json } from '../../lib/json.ts'
import type { HiringStatus } from '../../systems/crosschq/schema.ts'
import type { Written } from '../mirror.ts'
import type { AnswerRow } from './answer-row.ts'
import { type CrosschqNow, desireAnswer, planAnswer } from './answers.ts'
import type { AtsNow } from './ats-outcome.ts'
import { desireDecision, planDecision } from './decisions.ts'
import { desireHire, type HireFacts, planHire } from './hires.ts'
import { type ActualOutcome, desireOutcome, planOutcome } from './outcome-plan.ts'
import type { RequestRow } from './request-row.ts'

const [T1, T2, T3] = ['2026-03-02T09:00:00.000Z', '2026-03-03T09:00:00.000Z', '2026-03-04T09:00:00.000Z'] as const
const base = { id: 'r', related: {}, isGone: false, isPushed: false }
const answerRow: AnswerRow = { id: 'r', application: 'a', outcome: 'hired', at: T2 }

interface Known {
  readonly acknowledged?: Json
  readonly outcome?: AnswerRow['outcome']
}

function written<D>(
  decision: { readonly type: string; readonly reason?: string; readonly desired?: D },
  plan: (desired: D) => readonly { readonly input: Json }[],
) {
  if (decision.type === 'skip') return decision.reason
  const inputs = plan(decision.desired as D).map(({ input }) => input as { status?: string; outcome?: string })
  return inputs.map(({ status, outcome }) => status ?? outcome)
}

function toCrosschq(now: Partial<CrosschqNow> | 'gone', { acknowledged, outcome = 'hired' }: Known = {}) {
  const source = {
    ...{ ...base, row: { ...answerRow, outcome }, now: now === 'gone' ? now : { id: 'r', ...now } },
    ...(acknowledged !== undefined && { acknowledged }),
  }
  return written(desireAnswer(source), (desired) => planAnswer(source, desired))
}

test.each<[string, ReturnType<typeof toCrosschq>, unknown]>([
  ['nothing known', toCrosschq({ hiringStatus: 'pending' }), ['hired']],
  ['not shown', toCrosschq({}), ['hired']],
  ['so already', toCrosschq({ hiringStatus: 'hired', hiringStatusUpdatedAt: T1 }), []],
  ['other word before', toCrosschq({ hiringStatus: 'rejected', hiringStatusUpdatedAt: T1 }), ['hired']],
  ['other word after', toCrosschq({ hiringStatus: 'rejected', hiringStatusUpdatedAt: T3 }), []],
  [
    'our own word after',
    toCrosschq({ hiringStatus: 'rejected', hiringStatusUpdatedAt: T3, told: 'rejected' }),
    ['hired'],
  ],
  ['told once, changed since', toCrosschq({ hiringStatus: 'pending' }, { acknowledged: { at: T2 } }), []],
  ['gone', toCrosschq('gone'), 'request_gone'],
])('an answer to Crosschq, %s', (_, sent, expected) => {
  expect(sent).toEqual(expected)
})

function toAts(now: Partial<AtsNow>, { acknowledged, outcome = 'hired' }: Known = {}) {
  const source = {
    ...{ ...base, row: { ...answerRow, outcome }, now: { id: 'r', standing: 'active' as const, ...now } },
    ...(acknowledged !== undefined && { acknowledged }),
  }
  return written(desireDecision(source, 'Lever'), (desired) => planDecision(source, desired))
}

test.each<[string, ReturnType<typeof toAts>, unknown]>([
  ['active', toAts({}), ['hired']],
  ['active, not hired', toAts({}, { outcome: 'rejected' }), ['rejected']],
  ['so already', toAts({ standing: 'hired', decidedAt: T1 }), []],
  ['other before', toAts({ standing: 'rejected', decidedAt: T1 }), ['hired']],
  ['other, time not told', toAts({ standing: 'rejected' }), ['hired']],
  ['other after', toAts({ standing: 'rejected', decidedAt: T3 }), []],
  ['told once, taken back since', toAts({}, { acknowledged: { at: T2 } }), []],
  ['another answer told', toAts({}, { acknowledged: { at: T1 } }), ['hired']],
  ['gone', toAts({ standing: 'gone' }), 'application_gone'],
])('an answer to the ATS, %s', (_, sent, expected) => {
  expect(sent).toEqual(expected)
})

function hire(facts: Partial<HireFacts>, row: Partial<RequestRow> = {}, acknowledged?: Json) {
  const whole = {
    ...{ id: 'r', application: 'a', key: 'k', template: 't', status: 'completed', hasPdf: false, notices: [] },
    ...{ hiringStatus: 'hired', hiringStatusUpdatedAt: T2, ...row },
  } as RequestRow
  const now = { id: 'r', standing: 'active' as const }
  const source = {
    ...{ ...base, row: whole, facts: { isOwnWord: true, ats: now, ...facts } },
    ...(acknowledged !== undefined && { acknowledged }),
  }
  return written(desireHire(source, 'Lever'), (desired) => planHire(source, desired))
}

const ats = (standing: AtsNow['standing'], decidedAt?: string): AtsNow => ({
  id: 'r',
  standing,
  ...(decidedAt && { decidedAt }),
})

test.each<[string, ReturnType<typeof hire>, unknown]>([
  ['in the race', hire({}), ['hired']],
  ['our own word', hire({ isOwnWord: false }), []],
  ['hired already', hire({ ats: ats('hired', T1) }), []],
  ['rejected before', hire({ ats: ats('rejected', T1) }), ['hired']],
  ['rejected after', hire({ ats: ats('rejected', T3) }), []],
  [
    'rejected, which came last is not told',
    hire({ ats: ats('rejected') }, { hiringStatusUpdatedAt: undefined }),
    'outcomes_differ',
  ],
  ['passed on, taken back in the ATS', hire({}, {}, { word: T2 }), []],
  ['said anew', hire({}, {}, { word: T1 }), ['hired']],
  ['answered later', hire({ answer: { ...answerRow, outcome: 'rejected', at: T3 } }), []],
  ['answered before', hire({ answer: { ...answerRow, outcome: 'rejected', at: T1 } }), ['hired']],
  ['gone', hire({ ats: ats('gone') }), 'application_gone'],
])('a hire in Crosschq, %s', (_, sent, expected) => {
  expect(sent).toEqual(expected)
})

const request = (changes: Partial<RequestRow> = {}) =>
  ({
    ...{ id: 'r', application: 'a', key: 'k', template: 't', status: 'completed', hasPdf: false, notices: [] },
    ...changes,
  }) as RequestRow
const told = (status: HiringStatus): Written => ({
  ...{ record: 'a', target: 'a', action: 'request.setHiringStatus', at: new Date(T1) },
  input: { request: 'r', status },
})
const answered = (outcome: AnswerRow['outcome'], isInAts: boolean) => ({ ...answerRow, outcome, isInAts })

function outcome(actual: Partial<ActualOutcome>, standing: AtsNow['standing'] = 'active') {
  const now = { id: 'a', requests: [request()], written: [], ...actual }
  const source = { ...base, id: 'a', row: { id: 'a' }, now }
  const decision = desireOutcome(source, standing, [], { cancelOnReject: true })
  return written(decision, (desired) => planOutcome(source, desired, now))
}

test.each<[string, ReturnType<typeof outcome>, unknown]>([
  ['an answer on its way to the ATS', outcome({ answer: answered('rejected', false), ats: ats('active') }), []],
  [
    'an answer against an older hire',
    outcome({ answer: answered('rejected', false), ats: ats('hired', T1), written: [told('hired')] }, 'hired'),
    [],
  ],
  ['an answer before a hire', outcome({ answer: answered('rejected', true), ats: ats('hired', T3) }), ['hired']],
  [
    'an answer that was passed on, and taken back',
    outcome({ answer: answered('hired', true), ats: ats('active'), written: [told('hired')] }),
    ['pending'],
  ],
  [
    'an answer where the ATS does not say how it ended',
    outcome({ answer: answered('hired', false), ats: ats('unclear') }),
    [],
  ],
  ['no answer there', outcome({ ats: ats('unclear') }), 'outcome_unclear'],
  [
    'a word of Crosschq after the ATS',
    outcome({ requests: [request({ hiringStatus: 'hired', hiringStatusUpdatedAt: T3 })], ats: ats('rejected', T1) }),
    [],
  ],
  [
    'a word of Crosschq before the ATS',
    outcome({ requests: [request({ hiringStatus: 'hired', hiringStatusUpdatedAt: T1 })], ats: ats('rejected', T3) }),
    ['rejected'],
  ],
  [
    'the mirror is behind: what the ATS says now counts',
    outcome(
      { requests: [request({ hiringStatus: 'hired', hiringStatusUpdatedAt: T1 })], ats: ats('hired', T2) },
      'rejected',
    ),
    [],
  ],
])('the ATS to Crosschq, %s', (_, sent, expected) => {
  expect(sent).toEqual(expected)
})
